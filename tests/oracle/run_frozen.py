#!/usr/bin/env python3
"""Runs the frozen pairs against a headrace binary: on one thread, and again on two or seven with the events read one or three at a
time, the same bytes. Needs neither Blurr nor the virtual environment.

    run_frozen.py --headrace build/headrace [--jobs 2] [--only frozen/17]
"""

import argparse
import gzip
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from compare import Verdict, judge, run_headrace

PAIRS = Path(__file__).parent / 'frozen' / 'pairs.jsonl.gz'
# When they were frozen: "the first" is one of that month.
CLOCK = (Path(__file__).parent / 'frozen' / 'clock').read_text().strip()


def write(case, folder):
    """A frozen case as files; headrace's arguments."""
    arguments = ['--streaming-bts=stream.yml']
    (folder / 'stream.yml').write_text(case['stream'], encoding='utf-8')
    if case['window'] is not None:
        (folder / 'window.yml').write_text(case['window'], encoding='utf-8')
        arguments.append('--window-bts=window.yml')
    if case['processor'] != 'simple':
        arguments.append('--data-processor=' + case['processor'])
    for name, source in case['modules'].items():
        (folder / (name + '.py')).write_text(source, encoding='utf-8')
    for i, content in enumerate(case['files']):
        (folder / ('events%d.jsonl' % i)).write_bytes(content.encode('utf-8', 'surrogateescape'))
        arguments.append('events%d.jsonl' % i)
    return arguments


def run(headrace, number, case):
    with tempfile.TemporaryDirectory() as folder:
        arguments = ['--now=' + CLOCK] + write(case, Path(folder))
        alone = run_headrace(headrace, ['--threads=1'] + arguments, folder)
        verdict = judge(case['expected'], *alone)
        other = ['--threads=2', '--batch-events=1'] if number % 2 else ['--threads=7', '--batch-events=3']
        if verdict.equal and run_headrace(headrace, other + arguments, folder)[1] != alone[1]:
            return Verdict('threads', 'other bytes with %s' % ' '.join(other))
        return verdict


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--headrace', required=True)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--only', help='the name of one pair')
    options = parser.parse_args()
    with gzip.open(PAIRS, 'rt') as lines:
        cases = [case for case in map(json.loads, lines) if options.only in (None, case['name'])]
    if not cases:
        raise SystemExit('no such pair in %s' % PAIRS)
    with ThreadPoolExecutor(options.jobs) as pool:
        verdicts = list(pool.map(lambda item: run(options.headrace, *item), enumerate(cases)))
    failed = [(case, verdict) for case, verdict in zip(cases, verdicts) if not verdict.equal]
    for case, verdict in failed:
        print('%s: %s: %s' % (case['name'], verdict.kind, verdict.detail))
    print('%d frozen pairs, %d differ' % (len(cases), len(failed)))
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
