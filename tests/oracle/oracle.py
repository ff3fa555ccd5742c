#!/usr/bin/env python3
"""The Blurr oracle: random specs and events, by real Blurr (with the named deviations) and by headrace.

    oracle.py --headrace build/headrace -n 1000 --seed 1 --jobs 2
    oracle.py --headrace build/headrace --number 17             one pair, its difference shown
    oracle.py --headrace build/headrace --pair CASE/pair.json   a kept pair again

Differences are made small and written to --out, each as a folder that runs: specs, events, expected.txt, actual.txt, command.txt.
Ends after --seconds, or with the pairs. Exit code 0 when all are equal, 1 when any differs.
"""

import argparse
import multiprocessing
import os
import sys
from collections import Counter
from pathlib import Path

if os.environ.get('PYTHONHASHSEED') != '0' or os.environ.get('TZ') != 'UTC':
    os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, PYTHONHASHSEED='0', TZ='UTC'))

from blurr_runner import TooMuch, run_pair  # noqa: E402
from compare import check  # noqa: E402
from generate import make_pair  # noqa: E402
from pair import Pair  # noqa: E402
from progress import Progress  # noqa: E402
from shrink import shrink  # noqa: E402


# Texts of functions and classes: Python's own differ from run to run.
UNFAIR_MARKS = (' at 0x', "<class '", '<built-in', '<function', '<module', '<method')


def expected_lines(pair):
    """Blurr's lines, or None where it gives up or prints an address."""
    try:
        lines = run_pair(pair)
    except (Exception, TooMuch):
        return None
    return None if any(mark in line for line in lines for mark in UNFAIR_MARKS) else lines


def examine(arguments):
    """(number, verdict kind, detail, shrunk pair as JSON or None) of one pair."""
    options, number = arguments
    pair = Pair.from_json(Path(options.pair).read_text()) if options.pair else make_pair(options.seed, number,
        options.native)
    expected = expected_lines(pair)
    if expected is None:
        return number, 'unfair', '', None
    verdict = check(options.headrace, pair, expected)
    if verdict.equal:
        return number, 'equal', '', None

    def still_differs(smaller):
        lines = expected_lines(smaller)
        if lines is None:
            return False
        again = check(options.headrace, smaller, lines)
        return again.kind == verdict.kind and again.code == verdict.code

    small = shrink(pair, still_differs, options.shrink_seconds) if options.shrink_seconds else pair
    return number, verdict.kind, verdict.detail, small.to_json()


def write_case(options, number, small):
    """The small pair as a folder that runs."""
    folder = Path(options.out) / ('seed%s-%d' % (options.seed, number))
    arguments = small.write(folder)
    expected = expected_lines(small)
    verdict = check(options.headrace, small, expected)
    (folder / 'pair.json').write_text(small.to_json())
    (folder / 'expected.txt').write_text(''.join(line + '\n' for line in expected))
    (folder / 'actual.txt').write_text(''.join(line + '\n' for line in verdict.actual))
    (folder / 'difference.txt').write_text('%s: %s\n' % (verdict.kind, verdict.detail))
    (folder / 'command.txt').write_text('headrace transform %s\n' % ' '.join(arguments))
    return folder, verdict


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--headrace', required=True)
    parser.add_argument('-n', type=int, default=1000)
    parser.add_argument('--seed', default='1')
    parser.add_argument('--number', type=int, help='only this pair')
    parser.add_argument('--pair', help='only the pair of this file')
    parser.add_argument('--native', action='store_true', help='no user modules, nor others that only CPython has')
    parser.add_argument('--jobs', type=int, default=1)
    parser.add_argument('--seconds', type=float, help='stop after that long')
    parser.add_argument('--quiet', action='store_true', help='no progress')
    parser.add_argument('--out', default='build/oracle')
    parser.add_argument('--show', type=int, default=10, help='differences made small and written')
    parser.add_argument('--shrink-seconds', type=int, default=30)
    options = parser.parse_args()
    numbers = [0] if options.pair else [options.number] if options.number is not None else range(options.n)
    counts, shown = Counter(), 0
    progress = Progress(len(numbers), 'pairs', options.quiet)
    with multiprocessing.Pool(options.jobs) as pool:
        for number, kind, detail, small in pool.imap_unordered(examine, ((options, n) for n in numbers), chunksize=1):
            counts[kind] += 1
            progress.add(1, shown)
            if small is not None:
                shown += 1
                progress.clear()
                show(options, number, '%s: %s' % (kind, detail), small, shown)
            if options.seconds and progress.seconds() > options.seconds:
                break
        pool.terminate()
    progress.clear()
    compared = sum(counts.values()) - counts['unfair']
    different = ', '.join('%d %s' % (n, k) for k, n in counts.items() if k not in ('equal', 'unfair'))
    print('oracle: seed %s, %d pairs in %d s: %d equal, %s; %d more on which Blurr gives up' % (
        options.seed, compared, progress.seconds(), counts['equal'],
        '%d differ (%s)' % (compared - counts['equal'], different) if different else 'none differs', counts['unfair']))
    sys.exit(0 if compared == counts['equal'] else 1)


def show(options, number, text, small, shown):
    """Prints a difference; the first ones are written as folders."""
    print('pair %s/%d: %s' % (options.seed, number, text), flush=True)
    if shown <= options.show:
        folder, verdict = write_case(options, number, Pair.from_json(small))
        print('    %s\n    small: %s' % (folder, verdict.detail), flush=True)
    else:
        options.shrink_seconds = 0


if __name__ == '__main__':
    main()
