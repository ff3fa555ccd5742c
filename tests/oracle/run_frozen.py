#!/usr/bin/env python3
"""Runs the frozen pairs against a headrace binary. Needs neither Blurr nor the virtual environment.

    run_frozen.py --headrace build/headrace [--jobs 2] [--only 017]
"""

import argparse
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from compare import judge, run_headrace

FROZEN = Path(__file__).parent / 'frozen'


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


def run(headrace, path):
    case = json.loads(path.read_text())
    with tempfile.TemporaryDirectory() as folder:
        return judge(case['expected'], *run_headrace(headrace, write(case, Path(folder)), folder))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--headrace', required=True)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--only')
    options = parser.parse_args()
    paths = sorted(FROZEN.glob('%s.json' % (options.only or '*')))
    if not paths:
        raise SystemExit('no frozen pairs in %s' % FROZEN)
    with ThreadPoolExecutor(options.jobs) as pool:
        verdicts = list(pool.map(lambda path: run(options.headrace, path), paths))
    failed = [(path, verdict) for path, verdict in zip(paths, verdicts) if not verdict.equal]
    for path, verdict in failed:
        print('%s: %s: %s' % (path.name, verdict.kind, verdict.detail))
    print('%d frozen pairs, %d differ' % (len(paths), len(failed)))
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
