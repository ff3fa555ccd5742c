#!/usr/bin/env python3
"""Writes frozen pairs: specs, events and Blurr's lines (with the named deviations), to run where Blurr is not.

    freeze.py -n 300 --seed frozen
"""

import argparse
import json
import os
import sys
from pathlib import Path

if os.environ.get('PYTHONHASHSEED') != '0' or os.environ.get('TZ') != 'UTC':
    os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, PYTHONHASHSEED='0', TZ='UTC'))

from generate import make_pair  # noqa: E402
from oracle import expected_lines  # noqa: E402

FROZEN = Path(__file__).parent / 'frozen'
BYTES_MAX = 16000


def frozen(pair, lines):
    """The compact form: texts only, so that it stays what it is when the generator changes."""
    return {'stream': pair.headrace_text(pair.stream), 'window': pair.window and pair.headrace_text(pair.window),
            'processor': pair.processor,
            'modules': pair.modules,
            'files': [content.decode('utf-8', 'surrogateescape') for content in pair.file_bytes()], 'expected': lines}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('-n', type=int, default=300)
    parser.add_argument('--seed', default='frozen')
    options = parser.parse_args()
    FROZEN.mkdir(exist_ok=True)
    written, number = 0, 0
    while written < options.n:
        pair = make_pair(options.seed, number)
        number += 1
        lines = expected_lines(pair)
        text = json.dumps(frozen(pair, lines))
        if lines and len(text) <= BYTES_MAX:
            (FROZEN / ('%03d.json' % written)).write_text(text + '\n')
            written += 1
    print('%d pairs of the first %d' % (written, number))


if __name__ == '__main__':
    main()
