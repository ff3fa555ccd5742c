"""Runs one command and says what it cost: wall and CPU seconds of it and all that it started, peak memory.

A supervisor process stands between, as the one to which orphans fall (a JVM outlives the Python that started it), and
waits for all of them. As a script it is that supervisor.
"""

import ctypes
import json
import mmap
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

PR_SET_CHILD_SUBREAPER = 36
WARM_BYTES = 1 << 30


@dataclass(frozen=True)
class Cost:
    wall: float
    cpu: float
    peak_mib: float   # of the largest of its processes


class Failed(Exception):
    """The command ended badly; says how."""


def warm_memory():
    """Has the pages that the next program takes used just before.

    A virtual machine's host may have to bring back a page that was not used for a while, which costs up to twenty times
    what clearing it does, and hits whoever comes first.
    """
    with mmap.mmap(-1, WARM_BYTES) as memory:
        memory.madvise(mmap.MADV_HUGEPAGE)
        ctypes.memset(ctypes.addressof(ctypes.c_char.from_buffer(memory)), 1, WARM_BYTES)


def run(command, env=None, stdout=subprocess.DEVNULL, timeout=900):
    """The cost of a command that must succeed."""
    read_end, write_end = os.pipe()
    supervisor = subprocess.Popen(
        [sys.executable, '-S', '-E', __file__, str(write_end), str(timeout), *map(str, command)],
        pass_fds=[write_end], stdout=stdout, stderr=subprocess.PIPE, env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL)
    os.close(write_end)
    errors = supervisor.communicate()[1].decode(errors='replace').strip()
    with os.fdopen(read_end) as report:
        found = json.loads(report.read() or '{"status": null}')
    status = found.pop('status')
    if status == 'timeout':
        raise Failed(f'not done after {timeout} s')
    if status != 0:
        raise Failed(f'exit code {status}: {errors[-600:]}')
    return Cost(**found)


def wait_for_all(main):
    """The exit code of the main process once it and every orphan are gone."""
    status = None
    while True:
        try:
            pid, code = os.waitpid(-1, 0)
        except ChildProcessError:
            return status
        if pid == main:
            status = os.waitstatus_to_exitcode(code)


def supervise(report, timeout, command):
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    child = subprocess.Popen(command, start_new_session=True)

    def give_up(*_):
        os.killpg(child.pid, signal.SIGKILL)
        report_and_leave({'status': 'timeout'})

    def report_and_leave(found):
        os.write(report, json.dumps(found).encode())
        os._exit(0)

    signal.signal(signal.SIGALRM, give_up)
    signal.signal(signal.SIGTERM, give_up)
    signal.signal(signal.SIGINT, give_up)
    signal.alarm(timeout)
    status = wait_for_all(child.pid)
    wall = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    report_and_leave({'status': status, 'wall': wall, 'cpu': usage.ru_utime + usage.ru_stime,
                      'peak_mib': usage.ru_maxrss / 1024})


if __name__ == '__main__':
    supervise(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
