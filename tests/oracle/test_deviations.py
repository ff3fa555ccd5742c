#!/usr/bin/env python3
"""Shows each named deviation of docs/blurr-differences.md.

    test_deviations.py                               Blurr's side: each patch changes what it says it changes
    test_deviations.py --headrace build/headrace     headrace's side too: it prints what the patched Blurr prints, and refuses what
                                                     it must
    test_deviations.py --frozen --headrace ...       the same with Blurr's lines from frozen/deviations.json: needs no Blurr
"""

import argparse
import json
import os
import re
import sys
import tempfile
from pathlib import Path

if os.environ.get('PYTHONHASHSEED') != '0' or os.environ.get('TZ') != 'UTC':
    os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, PYTHONHASHSEED='0', TZ='UTC'))

from compare import check, run_headrace  # noqa: E402
from deviation_cases import CASES, REFUSED, SAMPLED  # noqa: E402

PAGE = Path(__file__).resolve().parents[2] / 'docs' / 'blurr-differences.md'
ONLY_HEADRACE = {7, 9, 15}  # 15 is tested with the state files


class LiveBlurr:
    """Real Blurr, with the patches of some deviations."""

    def __init__(self):
        from deviations import PATCHES
        self._patches = set(PATCHES)

    def with_all(self, number):
        return self._outcome(number, None)

    def without(self, number):
        return self._outcome(number, self._patches - {number})

    def as_it_is(self, number):
        return self._outcome(number, set())

    @staticmethod
    def _outcome(number, patches):
        from freeze import outcome
        return outcome(CASES[number], patches)


class FrozenBlurr:
    """What it printed when freeze.py ran."""

    def __init__(self):
        text = (Path(__file__).parent / 'frozen' / 'deviations.json').read_text()
        self._lines = {int(number): lines for number, lines in json.loads(text).items()}

    def with_all(self, number):
        return self._lines[number]['headrace']

    def as_it_is(self, number):
        return self._lines[number]['blurr']


def documented():
    """The numbers of the deviations on the page."""
    return {int(number) for number in re.findall(r'^(\d+)\. ', PAGE.read_text(), re.M)}


def check_page(failures):
    shown = set(CASES) | set(REFUSED) | ONLY_HEADRACE
    if documented() != shown:
        failures.append('docs/blurr-differences.md has %s, the cases %s' % (sorted(documented()), sorted(shown)))


def check_patches(blurr, failures, verbose):
    for number in sorted(CASES):
        with_all, as_it_is = blurr.with_all(number), blurr.as_it_is(number)
        if verbose:
            print('%d\n  headrace %s\n  Blurr    %s' % (number, with_all, as_it_is))
        if isinstance(with_all, str):
            failures.append('%d: the patched Blurr ends with %s' % (number, with_all))
        if isinstance(blurr, LiveBlurr) and with_all == blurr.without(number):
            failures.append('%d: its patch makes no difference to its own case' % number)
        if with_all == as_it_is:
            failures.append('%d: Blurr as it is prints the same' % number)


def check_headrace(headrace, blurr, failures):
    for number, pair in sorted(CASES.items()):
        verdict = check(headrace, pair, blurr.with_all(number))
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
    parser.add_argument('--frozen', action='store_true', help="Blurr's side from the file")
    parser.add_argument('--verbose', action='store_true')
    options = parser.parse_args()
    failures = []
    blurr = FrozenBlurr() if options.frozen else LiveBlurr()
    check_page(failures)
    check_patches(blurr, failures, options.verbose)
    if options.headrace:
        check_headrace(options.headrace, blurr, failures)
    for failure in failures:
        print(failure)
    print('%d deviations with a patch, %d refused, %d failures' % (len(CASES), sum(map(len, REFUSED.values())),
        len(failures)))
    sys.exit(1 if failures else 0)


if __name__ == '__main__':
    main()
