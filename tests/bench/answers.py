#!/usr/bin/env python3
"""Each workload of bench/ on a few thousand events: headrace on one and two threads prints the reference's lines, and
the tuned Python has the same rows. Formats that need pyarrow are left out where it is missing.

    answers.py --headrace build/headrace
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / 'bench'
EVENTS = 3000


def has_pyarrow():
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        return False
    return True


def check_headrace(contender, data):
    from suite.answers import check_lines
    for threads in (1, 2):
        command = contender.command(data.workload, data.path, threads)
        done = subprocess.run([str(part) for part in command], capture_output=True, check=True)
        with open(data.answer(), 'rb') as expected:
            check_lines(done.stdout.splitlines(keepends=True), expected)


def check_python(contender, data, folder):
    from suite.answers import check_rows
    from suite.contenders import Absent
    try:
        contender.check_can(data.workload)
    except Absent:
        return
    rows = folder / 'rows.csv'
    subprocess.run([str(part) for part in contender.command(data.workload, data.path, 1, rows)], check=True)
    with open(data.answer()) as expected:
        check_rows(data.workload.job, rows, expected, contender.tolerance)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--headrace', required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {'BENCH_CACHE': folder, 'HEADRACE': os.path.abspath(options.headrace)}
        sys.path.insert(0, str(BENCH))
        from suite.answers import Wrong
        from suite.contenders import CONTENDERS
        from suite.data import Data
        from suite.workloads import WORKLOADS
        columnar = has_pyarrow()
        failures = 0
        for workload in WORKLOADS.values():
            if workload.format in ('zstd', 'parquet', 'arrow') and not columnar:
                print(f'{workload.name}: left out, there is no pyarrow')
                continue
            try:
                data = Data(workload, EVENTS)
                check_headrace(CONTENDERS['headrace'], data)
                check_python(CONTENDERS['python'], data, Path(folder))
            except (Wrong, subprocess.CalledProcessError) as error:
                failures += 1
                print(f'{workload.name}: {error}\n{getattr(error, "stderr", None) or ""}')
    sys.exit(1 if failures else 0)


if __name__ == '__main__':
    main()
