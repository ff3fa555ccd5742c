#!/usr/bin/env python3
"""Random specs and events, split by time into runs of their own: the last run must print, and leave as its state,
exactly what one run of all events does.

    carry.py --headrace build/headrace [-n 200] [--seed 1] [--jobs 2] [--number 17 --keep FOLDER]

The pairs are those of tests/oracle/generate.py. Who an event belongs to and when it was is asked of headrace itself,
by a spec with the same Identity and Time that only lists them.
"""

import copy
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / 'oracle'))
try:
    from generate import make_pair
except ImportError as error:
    print('skipped: %s' % error)
    sys.exit(77)

from pair_runs import run_pairs

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


if __name__ == '__main__':
    run_pairs(check, __doc__, 200, 'state', 'pairs in 2 and 3 runs')
