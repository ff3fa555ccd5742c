#!/usr/bin/env python3
"""Random specs and events with a memory of next to nothing, so that all goes to disk and is parted again: what is
printed, told and left as state must be what a run in memory gives, on 1, 2 and 7 threads, from files, from a pipe and
from a state.

    memory.py --headrace build/headrace [-n 150] [--seed 1] [--jobs 2] [--number 17 --keep FOLDER]

The pairs are those of tests/oracle/generate.py.
"""

import copy
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / 'oracle'))
try:
    from generate import make_pair
except ImportError as error:
    print('skipped: %s' % error)
    sys.exit(77)

from carry import split, times_of
from pair_runs import run_pairs

# Everything at once, and some of it.
MEMORIES = ['--memory=1', '--memory=1', '--memory=40KiB', '--memory=2MiB']


def run(headrace, folder, arguments, events=None):
    return subprocess.run([headrace, 'transform', '--log-level=warn', *arguments], cwd=folder, input=events,
                          capture_output=True, timeout=120)


def outcome(done, folder, state):
    """All that a run leaves; counts but not seconds."""
    told = done.stderr.decode(errors='replace')
    lines = told.splitlines()
    if lines and lines[-1].startswith('{"events"'):
        counts = json.loads(lines[-1])
        counts.pop('seconds')
        told = '\n'.join(lines[:-1] + [json.dumps(counts)])
    path = folder / state
    left = path.read_bytes() if path.exists() else None
    path.unlink(missing_ok=True)
    return done.returncode, done.stdout, told, left


def check(headrace, seed, number, folder):
    """None when all is equal, else what is not."""
    pair = make_pair(seed, number, native=True)
    arguments = pair.write(folder)
    files = [name for name in arguments if not name.startswith('--')]
    specs = [name for name in arguments if name.startswith('--')]
    piped = b''.join((folder / name).read_bytes() for name in files)
    ways = [('files', specs + files, None), ('a pipe', specs + ['-'], piped),
            ('files, counted', specs + files + ['--stats=json', '--keep-going'], None)]
    carried = with_state(headrace, pair, folder)
    if carried:
        ways.append(('a state', carried, None))
    for i, (name, way, events) in enumerate(ways):
        plain = outcome(run(headrace, folder, way + ['--state-out=a.state', '--threads=1'], events), folder, 'a.state')
        for threads in (1, 2, 7):
            memory = MEMORIES[(number + i + threads) % len(MEMORIES)]
            spilled = outcome(run(headrace, folder, way + ['--state-out=a.state', '--threads=%d' % threads, memory],
                                  events), folder, 'a.state')
            if 'cannot be stored' in plain[2]:
                return 'left out: what cannot be stored'
            if spilled != plain:
                part = next(part for part, a, b in zip(('exit code', 'output', 'messages', 'state'), spilled, plain)
                            if a != b)
                return 'from %s, %s, %d threads: another %s' % (name, memory, threads, part)
    return None


def with_state(headrace, pair, folder):
    """Arguments for the second of two days on the state that the first left; None where they cannot be told apart."""
    lines = [line for file in pair.files for line in file]
    times = times_of(headrace, pair, lines, folder / 'probe') if pair.processor == 'simple' else None
    if not times:
        return None
    days = copy.copy(pair)
    days.files = split(lines, times, 1)
    day = folder / 'days'
    arguments = days.write(day)
    if run(headrace, day, arguments[:-1] + ['--state-out=day.state']).returncode != 0:
        return None
    path = [a.replace('=', '=days/', 1) if a.startswith(('--streaming', '--window')) else a for a in arguments[:-2]]
    return path + ['days/' + arguments[-1], '--state-in=days/day.state']


if __name__ == '__main__':
    run_pairs(check, __doc__, 150, 'memory')
