"""Memory stays flat over ten thousand runs in one process, of every kind: what is not given back grows with their number."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

COUNT = int(os.environ.get('HEADRACE_TRANSFORMS', '10000'))
GROWTH_MAX_BYTES = 400  # a run, in the second half: allocators have found their size by then

# Prints, as JSON, the memory in use after a warm-up of a tenth, after half of the runs and after all, in bytes.
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
memory = [resident()]
for _ in range(2):
    run(count // 2)
    memory.append(resident())
print(json.dumps(memory))
"""


class Leaks(unittest.TestCase):
    def test_memory_stays_flat(self):
        done = subprocess.run([sys.executable, '-W', 'ignore', '-c', RUNS, str(COUNT)], capture_output=True, text=True, check=True,
                              cwd=Path(__file__).parent)
        memory = json.loads(done.stdout)
        print(f'{COUNT:,} runs: {", then ".join(f"{bytes / 2**20:.1f} MiB" for bytes in memory)}', file=sys.stderr)
        self.assertLess(memory[2] - memory[1], GROWTH_MAX_BYTES * (COUNT // 2))


if __name__ == '__main__':
    unittest.main()
