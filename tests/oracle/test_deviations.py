#!/usr/bin/env python3
"""Shows each named deviation of docs/blurr-differences.md.

    test_deviations.py                               Blurr's side: each patch changes what it says it changes
    test_deviations.py --headrace build/headrace     headrace's side: it prints what the patched Blurr prints, and refuses what it must
"""

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

if os.environ.get('PYTHONHASHSEED') != '0' or os.environ.get('TZ') != 'UTC':
    os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, PYTHONHASHSEED='0', TZ='UTC'))

from blurr_runner import TooMuch, run_pair  # noqa: E402
from compare import check, run_headrace  # noqa: E402
from deviation_cases import CASES, REFUSED, SAMPLED  # noqa: E402
from deviations import PATCHES  # noqa: E402

PAGE = Path(__file__).resolve().parents[2] / 'docs' / 'blurr-differences.md'
ONLY_HEADRACE = {7, 9, 15}  # 15 is tested with the state files


def outcome(pair, numbers):
    try:
        return run_pair(pair, numbers=numbers)
    except (Exception, TooMuch) as error:
        return type(error).__name__


def documented():
    """The numbers of the deviations on the page."""
    return {int(number) for number in re.findall(r'^(\d+)\. ', PAGE.read_text(), re.M)}


def check_page(failures):
    shown = set(CASES) | set(REFUSED) | ONLY_HEADRACE
    if documented() != shown:
        failures.append('docs/blurr-differences.md has %s, the cases %s' % (sorted(documented()), sorted(shown)))


def check_patches(failures, verbose):
    for number, pair in sorted(CASES.items()):
        with_all = outcome(pair, None)
        without = outcome(pair, set(PATCHES) - {number})
        as_it_is = outcome(pair, set())
        if verbose:
            print('%d\n  headrace %s\n  without  %s\n  Blurr    %s' % (number, with_all, without, as_it_is))
        if isinstance(with_all, str):
            failures.append('%d: the patched Blurr ends with %s' % (number, with_all))
        if with_all == without:
            failures.append('%d: its patch makes no difference to its own case' % number)
        if with_all == as_it_is:
            failures.append('%d: Blurr as it is prints the same' % number)


def check_headrace(headrace, failures):
    for number, pair in sorted(CASES.items()):
        verdict = check(headrace, pair, outcome(pair, None))
        if not verdict.equal:
            failures.append('%d: %s: %s' % (number, verdict.kind, verdict.detail))
    for number, cases in sorted(REFUSED.items()):
        for i, (pair, word) in enumerate(cases):
            code, output, errors = _run(headrace, pair)
            if code != 1 or output or word.encode() not in errors:
                failures.append('%d, refused case %d: exit code %s, %d bytes printed, %s' % (number, i, code,
                    len(output), errors[-200:].decode(errors='replace')))
    first, again, other = (_run(headrace, SAMPLED, '--seed=%d' % seed)[1] for seed in (1, 1, 2))
    if first != again or first.count(b'w.n') != 2 or other.count(b'w.n') != 2:
        failures.append('7: not two rows, or not the same for the same seed')


def _run(headrace, pair, *more):
    with tempfile.TemporaryDirectory() as folder:
        return run_headrace(headrace, list(more) + pair.write(folder), folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--headrace')
    parser.add_argument('--verbose', action='store_true')
    options = parser.parse_args()
    failures = []
    check_page(failures)
    check_patches(failures, options.verbose)
    if options.headrace:
        check_headrace(options.headrace, failures)
    for failure in failures:
        print(failure)
    print('%d deviations with a patch, %d refused, %d failures' % (len(CASES), sum(map(len, REFUSED.values())),
        len(failures)))
    sys.exit(1 if failures else 0)


if __name__ == '__main__':
    main()
