"""Memory stays flat over ten thousand runs in one process, of every kind: what is not given back grows with their number.

What is in use is asked of malloc, to the byte. Of what a run takes for its own time, and takes more of with each run, only the memory
tells that the process holds meanwhile. That has what malloc kept of runs before besides, some MiB in steps as threads happen to
share its arenas: given back first. The most that a run of each kind holds then, the least of a few times, grows or does not.
"""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

COUNT = int(os.environ.get('HEADRACE_TRANSFORMS', '10000'))
IN_USE_MAX_BYTES, HELD_MAX_BYTES = 50, 256  # growth a run, in the second half

# Prints, as JSON, the memory in use and held after a warm-up of a tenth, after half of the runs and after all, in bytes.
RUNS = """
import ctypes, gc, json, sys
import pyarrow
import cases, headrace

class Mallinfo(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in ('arena', 'ordblks', 'smblks', 'hblks', 'hblkhd', 'usmblks', 'fsmblks',
                                                     'uordblks', 'fordblks', 'keepcost')]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Mallinfo

def held():
    libc.malloc_trim(ctypes.c_size_t(0))
    with open('/proc/self/clear_refs', 'w') as file:
        file.write('5')  # the most that was held: from now on
    run(len(KINDS))
    with open('/proc/self/status') as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith('VmHWM'))

def memory():
    gc.collect()
    info = libc.mallinfo2()
    return info.uordblks + info.hblkhd, min(held() for _ in range(5))

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
found = [memory()]
for _ in range(2):
    run(count // 2)
    found.append(memory())
print(json.dumps(found))
"""


class Leaks(unittest.TestCase):
    def test_memory_stays_flat(self):
        done = subprocess.run([sys.executable, '-W', 'ignore', '-c', RUNS, str(COUNT)], capture_output=True, text=True, check=True,
                              cwd=Path(__file__).parent)
        for what, limit, sizes in zip(('in use', 'held'), (IN_USE_MAX_BYTES, HELD_MAX_BYTES), zip(*json.loads(done.stdout))):
            growth = (sizes[2] - sizes[1]) / (COUNT // 2)
            print(f'{COUNT:,} runs, memory {what}: {", then ".join(f"{size / 2**20:.2f} MiB" for size in sizes)}; '
                  f'{growth:.0f} bytes a run', file=sys.stderr)
            self.assertLess(growth, limit, what)


if __name__ == '__main__':
    unittest.main()
