#!/usr/bin/env python3
"""Random specs and events, split by time into runs of their own: the last run must print, and leave as its state,
exactly what one run of all events does.

    carry.py --headrace build/headrace [-n 200] [--seed 1] [--jobs 2] [--number 17 --keep FOLDER]

The pairs are those of tests/oracle/generate.py. Who an event belongs to and when it was is asked of headrace itself,
by a spec with the same Identity and Time that only lists them.
"""

import argparse
import copy
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / 'oracle'))
try:
    from generate import make_pair
except ImportError as error:
    print('skipped: %s' % error)
    sys.exit(77)

TAG = 'number of the line'


def run(headrace, folder, arguments):
    return subprocess.run([headrace, 'transform', '--quiet', *arguments], cwd=folder, capture_output=True, timeout=120)


def probe_spec(pair):
    """Lists each event's tag and time, by identity."""
    spec = copy.deepcopy(pair.stream)
    spec.pop('When', None)
    spec['Aggregates'] = [{
        'Type': 'Blurr:Aggregate:Identity', 'Name': 'probe', 'Store': spec['Stores'][0]['Name'],
        'Fields': [{'Name': 'l', 'Type': 'list', 'Value': "probe.l.append((source['%s'], time))" % TAG}]}]
    return spec


def tagged(line, number):
    brace = line.find('{')
    return line if brace < 0 else '%s{"%s": %d, %s' % (line[:brace], TAG, number, line[brace + 1:])


def times_of(headrace, pair, lines, folder):
    """The instant of each valid event, by its line."""
    probe = copy.copy(pair)
    probe.stream, probe.window, probe.documents = probe_spec(pair), None, False
    probe.files = [[tagged(line, i) for i, line in enumerate(lines)]]
    done = run(headrace, folder, probe.write(folder))
    if done.returncode != 0:
        return None
    rows = [json.loads(line)[1] for line in done.stdout.decode().splitlines()]
    return {number: datetime.fromisoformat(time) for row in rows for number, time in row['l']}


def split(lines, times, cuts):
    """The lines by the time at which they are cut; what has no time goes with the line before."""
    days, day = [[] for _ in range(cuts + 1)], 0
    order = sorted(set(times.values()))
    ends = [order[(i + 1) * len(order) // (cuts + 1) - 1] for i in range(cuts)] if order else []
    for number, line in enumerate(lines):
        if number in times:
            day = sum(times[number] > end for end in ends)
        days[day].append(line)
    return days


def check(headrace, seed, number, folder):
    """None when all is equal, else what is not. 'left out' pairs say why."""
    pair = make_pair(seed, number, native=True)
    if pair.processor != 'simple':
        return 'left out: several events a line'
    lines = [line for file in pair.files for line in file]
    times = times_of(headrace, pair, lines, folder / 'probe')
    if times is None:
        return 'left out: Identity or Time cannot be listed'
    for runs in (2, 3):
        days = copy.copy(pair)
        days.files = split(lines, times, runs - 1)
        arguments = days.write(folder)
        specs, files = arguments[:-runs], arguments[-runs:]
        once = run(headrace, folder, specs + files + ['--state-out=once.state', '--threads=1'])
        if once.returncode != 0:
            if b'cannot be stored' in once.stderr or b'Budget' in once.stderr:
                return 'left out: ' + once.stderr.decode().strip()
            return 'one run fails: ' + once.stderr.decode()
        state = []
        for i, file in enumerate(files):
            threads = '--threads=%d' % [1, 2, 7][(number + i) % 3]
            last = run(headrace, folder, specs + [file, threads, '--state-out=days.state'] + state)
            state = ['--state-in=days.state']
            if last.returncode != 0:
                return 'run %d of %d fails: %s' % (i + 1, runs, last.stderr.decode())
        if last.stdout != once.stdout:
            return '%d runs print something else' % runs
        if (folder / 'days.state').read_bytes() != (folder / 'once.state').read_bytes():
            return '%d runs leave another state' % runs
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--headrace', required=True)
    parser.add_argument('-n', type=int, default=200)
    parser.add_argument('--seed', default='state')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--number', type=int)
    parser.add_argument('--keep', help='leave the files of --number here')
    options = parser.parse_args()
    headrace = str(Path(options.headrace).resolve())

    def one(number):
        with tempfile.TemporaryDirectory() as folder:
            return number, check(headrace, options.seed, number, Path(options.keep or folder))

    numbers = range(options.n) if options.number is None else [options.number]
    with ThreadPoolExecutor(options.jobs) as pool:
        found = [(number, what) for number, what in pool.map(one, numbers) if what]
    left_out = [what for _, what in found if what.startswith('left out')]
    failed = [(number, what) for number, what in found if not what.startswith('left out')]
    for number, what in failed:
        print('pair %d of seed %s: %s' % (number, options.seed, what))
    print('%d pairs in 2 and 3 runs, %d left out, %d differ' % (len(numbers), len(left_out), len(failed)))
    # A generator that no longer gives pairs that can be carried would make this test empty.
    sys.exit(1 if failed or (len(numbers) > 50 and len(left_out) > len(numbers) // 5) else 0)


if __name__ == '__main__':
    main()
