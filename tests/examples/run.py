#!/usr/bin/env python3
"""Runs an example with 1, 2 and 7 threads and compares each output, byte for byte, with what Blurr printed.

    run.py --headrace build/headrace examples/NAME

example.py says what is in expected/, freeze.py makes it.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import example

THREADS = (1, 2, 7)


def transform(headrace, folder, what, threads, events):
    windows = [f'--window-bts={folder / "window.yml"}'] if what == 'rows' else []
    command = [headrace, 'transform', f'--streaming-bts={folder / "stream.yml"}', *windows,
               f'--data-processor={example.processor(folder)}', f'--threads={threads}', str(events)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def first_difference(got, wanted):
    got, wanted = got.splitlines(), wanted.splitlines()
    for number, (ours, blurrs) in enumerate(zip(got, wanted), 1):
        if ours != blurrs:
            return f'line {number}\n  headrace: {ours.decode()}\n  Blurr:    {blurrs.decode()}'
    return 'the first lines are the same, some line after them is not' if got else 'no lines'


def failures(headrace, folder):
    expected = folder / 'expected'
    summaries = dict(line.split('\t', 1) for line in (expected / 'lines.tsv').read_text().splitlines())
    with tempfile.TemporaryDirectory() as scratch:
        events = pathlib.Path(scratch) / 'events.ndjson'
        for extent in example.EXTENTS:
            events.write_bytes(example.events(folder, extent))
            for what in ('blocks', 'rows'):
                first = (expected / f'{what}.jsonl').read_bytes()
                for threads in THREADS:
                    got = transform(headrace, folder, what, threads, events)
                    if example.summary(got) == summaries[f'{extent} {what}']:
                        continue
                    reason = first_difference(example.first_lines(what, got), first) if extent == 'sample' else \
                        'other lines than Blurr\'s'
                    yield f'{folder.name}: {what} of {extent} on {threads} threads: {reason}'


def main():
    arguments = argparse.ArgumentParser(description='Runs an example and compares its output with Blurr\'s.')
    arguments.add_argument('--headrace', required=True)
    arguments.add_argument('example', type=pathlib.Path)
    args = arguments.parse_args()
    found = list(failures(args.headrace, args.example.resolve()))
    print('\n'.join(found) or f'{args.example.name}: the same bytes as Blurr on {THREADS} threads')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
