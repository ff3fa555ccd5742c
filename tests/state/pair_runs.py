"""The command line that the tests over generated pairs share."""

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def run_pairs(check, description, count, seed, what='pairs'):
    """check(headrace, seed, number, folder) for each pair; it gives None, or what differs, or a text that begins with 'left out'.
    Exits with 1 where a pair differs."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--headrace', required=True)
    parser.add_argument('-n', type=int, default=count)
    parser.add_argument('--seed', default=seed)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--number', type=int)
    parser.add_argument('--keep', help='leave the files of --number here')
    options = parser.parse_args()
    headrace = str(Path(options.headrace).resolve())

    def one(number):
        with tempfile.TemporaryDirectory() as folder:
            return number, check(headrace, options.seed, number, Path(options.keep or folder))

    numbers = range(options.n) if options.number is None else [options.number]
    with ThreadPoolExecutor(options.jobs) as pool:
        found = [(number, text) for number, text in pool.map(one, numbers) if text]
    left_out = [text for _, text in found if text.startswith('left out')]
    failed = [(number, text) for number, text in found if not text.startswith('left out')]
    for number, text in failed:
        print('pair %d of seed %s: %s' % (number, options.seed, text))
    print('%d %s, %d left out, %d differ' % (len(numbers), what, len(left_out), len(failed)))
    # A generator that no longer gives pairs that can be used would make this test empty.
    sys.exit(1 if failed or (len(numbers) > 50 and len(left_out) > len(numbers) // 5) else 0)
