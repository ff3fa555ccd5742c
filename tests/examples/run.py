#!/usr/bin/env python3
"""Runs an example with 1, 2 and 7 threads and compares each output, byte for byte, with what Blurr printed.

    run.py --headrace build/headrace examples/NAME

expected/{blocks,rows}.jsonl are for `generate.py --players 12`, expected/full.sha256 for `generate.py` as it is.
"""

import argparse
import hashlib
import pathlib
import subprocess
import sys
import tempfile

SMALL = ['--players', '12']
THREADS = (1, 2, 7)


def outputs(headrace, example, events):
    """Yields (name, threads, the bytes printed) for blocks and for rows."""
    for name, windows in (('blocks', []), ('rows', [f'--window-bts={example / "window.yml"}'])):
        for threads in THREADS:
            command = [headrace, 'transform', f'--streaming-bts={example / "stream.yml"}', *windows,
                       f'--threads={threads}', str(events)]
            yield name, threads, subprocess.run(command, check=True, capture_output=True).stdout


def first_difference(got, wanted):
    got, wanted = got.splitlines(), wanted.splitlines()
    for number, (ours, blurrs) in enumerate(zip(got, wanted), 1):
        if ours != blurrs:
            return f'line {number}\n  headrace: {ours.decode()}\n  Blurr:    {blurrs.decode()}'
    return f'{len(got)} lines instead of {len(wanted)}'


def main():
    arguments = argparse.ArgumentParser(description='Runs an example and compares its output with Blurr\'s.')
    arguments.add_argument('--headrace', required=True)
    arguments.add_argument('example', type=pathlib.Path)
    args = arguments.parse_args()
    expected = args.example / 'expected'
    digests = dict(reversed(line.split()) for line in (expected / 'full.sha256').read_text().splitlines())
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        events = pathlib.Path(folder) / 'events.ndjson'
        for extent, options in (('twelve players', SMALL), ('all players', [])):
            with events.open('wb') as file:
                subprocess.run([sys.executable, args.example / 'generate.py', *options], check=True, stdout=file)
            for name, threads, got in outputs(args.headrace, args.example, events):
                where = f'{name} of {extent}, threads {threads}'
                if options:
                    wanted = (expected / f'{name}.jsonl').read_bytes()
                    if got != wanted:
                        failures.append(f'{where}: {first_difference(got, wanted)}')
                elif hashlib.sha256(got).hexdigest() != digests[name]:
                    failures.append(f'{where}: another SHA-256 than that of Blurr\'s lines')
    print('\n'.join(failures) or f'{args.example.name}: the same bytes as Blurr, {THREADS} threads')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
