"""Memory stays flat over ten thousand runs in one process, of every kind: what is not given back grows with their number."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

COUNT = int(os.environ.get('HEADRACE_TRANSFORMS', '10000'))
GROWTH_MAX_BYTES = 4 << 20  # 400 bytes a run would be a leak of something small

# Prints, as JSON, the memory in use after a tenth of the runs and after all, in bytes.
RUNS = """
import gc, json, os, sys
import pyarrow
import cases, headrace

def resident():
    gc.collect()
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')

events = cases.events(20)
table = pyarrow.Table.from_pylist(events)
functions = {'shout': str.upper}
with_function = cases.STREAM.replace('Value: source.country', 'Value: shout(source.country)')
wrong = cases.STREAM.replace('Type: float', 'Type: flaot')
stream, window = headrace.load(cases.STREAM), headrace.load(cases.WINDOW)

def refused():
    try:
        headrace.transform(wrong, events=events)
    except headrace.SpecError as error:
        return error.line

def pushed():
    engine = headrace.Engine(stream)
    engine.push(events)
    return len(headrace.Engine(stream).restore(engine.snapshot()).blocks()['session'])

def stopped():
    def told(*numbers):
        raise KeyError
    try:
        headrace.transform(stream, events=events, threads=1, progress=told)
    except KeyError:
        return True

KINDS = [lambda: headrace.transform(stream, events=events, threads=1),
         lambda: headrace.transform(stream, window, events=table, threads=1).rows.to_pylist(),
         lambda: headrace.transform(stream, events=table, threads=2, keep_state=True).state,
         lambda: headrace.transform(with_function, events=events, threads=1, functions=functions),
         lambda: headrace.transform(stream, events=[*events, 7, {}], threads=1).errors,
         refused, pushed, stopped]

def run(count):
    for i in range(count):
        assert KINDS[i % len(KINDS)]() is not None

count = int(sys.argv[1])
run(count // 10)
before = resident()
run(count)
print(json.dumps({'before': before, 'after': resident()}))
"""


class Leaks(unittest.TestCase):
    def test_memory_stays_flat(self):
        done = subprocess.run([sys.executable, '-W', 'ignore', '-c', RUNS, str(COUNT)], capture_output=True, text=True, check=True,
                              cwd=Path(__file__).parent)
        memory = json.loads(done.stdout)
        growth = memory['after'] - memory['before']
        print(f'{COUNT:,} runs: {memory["before"] / 2**20:.1f} MiB, then {memory["after"] / 2**20:.1f} MiB', file=sys.stderr)
        self.assertLess(growth, GROWTH_MAX_BYTES)


if __name__ == '__main__':
    unittest.main()
