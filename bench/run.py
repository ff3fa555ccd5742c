#!/usr/bin/env python3
"""Measures `headrace transform` on the workloads of README.md: run.py [--events N] [--keys N] [--repeat N]

An answer is compared with reference.py's, byte for byte, before its time counts. Prints CPU seconds (user and
system) of the best of the repeats, on one thread, nothing printed; then what starting up costs.
"""

import argparse
import hashlib
import os
import pathlib
import subprocess
import sys
import time

from generate_sessions import events
from reference import WORKLOADS, lines

HERE = pathlib.Path(__file__).resolve().parent
CACHE = HERE.parent / '.cache' / 'bench'
SPECS = {
    'W2': ['--streaming-bts=totals.yml'],
    'W3': ['--streaming-bts=sessions.yml'],
    'W4': ['--streaming-bts=sessions.yml', '--window-bts=windows.yml'],
}


def data_file(count, keys):
    path = CACHE / f'sessions-{count}-{keys}.jsonl'
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix('.part')
        with open(part, 'w', buffering=1 << 22) as file:
            file.writelines(events(count, keys))
        part.rename(path)
    return path


def digest(chunks):
    sha = hashlib.sha256()
    for chunk in chunks:
        sha.update(chunk)
    return sha.hexdigest()


def expected_digest(workload, data):
    """The digest of reference.py's answer; it takes a minute for two million events, so it is kept."""
    kept = data.with_suffix(f'.{workload}.sha256')
    if not kept.exists() or kept.stat().st_mtime < (HERE / 'reference.py').stat().st_mtime:
        kept.write_text(digest(line.encode() for line in lines(workload, data)))
    return kept.read_text()


def cpu_seconds(command):
    """(CPU seconds, wall seconds, peak MiB) of a command that must succeed."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f'{" ".join(map(str, command))} ended with {child.returncode}')
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def long_spec(length):
    """sessions.yml with as many fields more as make it `length` lines long."""
    text = (HERE / 'sessions.yml').read_text()
    fields = (length - text.count('\n')) // 4
    text += ''.join(f'''      - Name: extra_{number}
        Type: float
        Value: (session.score + source.score * {number}) / max(session.games, 1)
        When: source.country in ['US', 'DE'] and source.level > {number % 50}
''' for number in range(fields))
    path = CACHE / f'long-{length}.yml'
    path.write_text(text)
    return path


def measure(headrace, workload, data, repeat):
    command = [headrace, 'transform', *SPECS[workload], f'--source={data}', '--threads=1', '--quiet']
    answer = subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE)
    got = digest(iter(lambda: answer.stdout.read(1 << 20), b''))
    if answer.wait() != 0 or got != expected_digest(workload, data):
        sys.exit(f'{workload}: the answer is wrong; compare with reference.py {workload} {data}')
    return min(cpu_seconds([*command, '--output=none']) for _ in range(repeat))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split(':')[0])
    parser.add_argument('--headrace', default=HERE.parent / 'build' / 'headrace')
    parser.add_argument('--events', type=int, default=2_000_000)
    parser.add_argument('--keys', type=int, default=100_000)
    parser.add_argument('--repeat', type=int, default=3)
    options = parser.parse_args()
    headrace = pathlib.Path(options.headrace).resolve()

    data = data_file(options.events, options.keys)
    print(f'{options.events:,} events, {options.keys:,} keys, {data.stat().st_size / 1e6:.0f} MB\n')
    print('| Workload | CPU s | events / CPU s | wall s | peak MiB |')
    print('|---|---|---|---|---|')
    for workload in WORKLOADS:
        cpu, wall, peak = measure(headrace, workload, data, options.repeat)
        print(f'| {workload} | {cpu:.2f} | {options.events / cpu:,.0f} | {wall:.2f} | {peak:.0f} |', flush=True)

    print('\n| Command | best of 20, ms |')
    print('|---|---|')
    for name, command in (('version', ['version']), ('validate, 500 lines', ['validate', long_spec(500)])):
        wall = min(cpu_seconds([headrace, *command])[1] for _ in range(20))
        print(f'| {name} | {wall * 1000:.1f} |')


main()
