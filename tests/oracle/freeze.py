#!/usr/bin/env python3
"""Writes what real Blurr prints (with the named deviations), to be compared where Blurr is not: frozen/pairs.jsonl.gz,
generated and hand-written pairs, frozen/clock, when that was, and frozen/deviations.json, both sides of each named deviation.

    freeze.py -n 300 --seed frozen --jobs 2
"""

import argparse
import datetime as dt
import gzip
import json
import multiprocessing
import os
import sys
from pathlib import Path

if os.environ.get('PYTHONHASHSEED') != '0' or os.environ.get('TZ') != 'UTC':
    os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, PYTHONHASHSEED='0', TZ='UTC'))

from blurr_runner import TooMuch, run_pair  # noqa: E402
from deviation_cases import CASES  # noqa: E402
from generate import make_pair  # noqa: E402
from hand_pairs import pairs as hand_pairs  # noqa: E402
from oracle import expected_lines  # noqa: E402

FROZEN = Path(__file__).parent / 'frozen'
BYTES_MAX = 16000


def frozen(name, pair, lines):
    """The compact form: texts only, so that it stays what it is when the generator changes."""
    return {'name': name, 'stream': pair.headrace_text(pair.stream),
            'window': pair.window and pair.headrace_text(pair.window), 'processor': pair.processor, 'modules': pair.modules,
            'files': [content.decode('utf-8', 'surrogateescape') for content in pair.file_bytes()], 'expected': lines}


def generated(arguments):
    """The JSON of a generated pair, or None for one that is too large or says nothing."""
    seed, number = arguments
    pair = make_pair(seed, number)
    lines = expected_lines(pair)
    text = json.dumps(frozen('%s/%d' % (seed, number), pair, lines))
    return text if lines and len(text) <= BYTES_MAX else None


def generated_pairs(seed, count, jobs):
    with multiprocessing.Pool(jobs) as pool:
        found = (text for text in pool.imap(generated, ((seed, n) for n in range(3 * count))) if text)
        return [text for _, text in zip(range(count), found)]


def written_pairs():
    for name, pair in hand_pairs():
        lines = expected_lines(pair)
        if lines is None:
            raise SystemExit('Blurr gives up on the hand-written pair %s' % name)
        yield json.dumps(frozen(name, pair, lines))


def outcome(pair, numbers):
    try:
        return run_pair(pair, numbers=numbers)
    except (Exception, TooMuch) as error:
        return type(error).__name__


def deviations():
    return {number: {'headrace': outcome(pair, None), 'blurr': outcome(pair, set())} for number, pair in CASES.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('-n', type=int, default=300)
    parser.add_argument('--seed', default='frozen')
    parser.add_argument('--jobs', type=int, default=1)
    options = parser.parse_args()
    FROZEN.mkdir(exist_ok=True)
    lines = list(written_pairs()) + generated_pairs(options.seed, options.n, options.jobs)
    with open(FROZEN / 'pairs.jsonl.gz', 'wb') as file, gzip.GzipFile(filename='', fileobj=file, mode='wb', mtime=0) as out:
        out.write(''.join(line + '\n' for line in lines).encode())
    (FROZEN / 'clock').write_text(dt.datetime.now(dt.timezone.utc).isoformat(timespec='seconds') + '\n')
    (FROZEN / 'deviations.json').write_text(json.dumps(deviations(), indent=1) + '\n')
    print('%d pairs' % len(lines))


if __name__ == '__main__':
    main()
