#!/usr/bin/env python3
"""Runs the golden tests: each NAME.yml here is a spec, events, and the blocks or rows that come of them.

    run.py --headrace build/headrace [--oracle blurr_runner.py's python] [FILE...]

A file becomes a spec with one test inside, run by `headrace test` on 1, 2 and 7 threads, with several batch
sizes and with its events shuffled. `lines` are what `headrace transform` must print. README.md has the form.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
THREADS = (1, 2, 7)
BATCH_SIZES = (1, 3, 1024)
SHUFFLES = 2
KEYS = {'spec', 'window', 'events', 'blocks', 'rows', 'lines', 'skipped', 'now', 'seed', 'identity', 'exactly',
        'partial', 'shuffled', 'blurr'}
STREAM_HEAD = {
    'Type': 'Blurr:Transform:Streaming', 'Version': '2018-03-01', 'Name': 'S',
    'Import': [{'Module': 'dateutil.parser', 'Identifiers': ['parse']}],
    'Identity': 'source.user', 'Time': 'parse(source.at)',
    'Stores': [{'Type': 'Blurr:Store:Memory', 'Name': 'memory'}]}
WINDOW_HEAD = {'Type': 'Blurr:Transform:Window', 'Version': '2018-03-01', 'Name': 'W', 'SourceBTS': 'S',
               'Import': STREAM_HEAD['Import']}


class Golden:
    def __init__(self, path):
        self.name = path.stem
        self.data = yaml.safe_load(path.read_text())
        unknown = set(self.data) - KEYS
        if unknown:
            sys.exit(f'{path}: no such key: {", ".join(sorted(unknown))}')

    def spec_text(self, key, head, test):
        """The spec as YAML with the test inside; a spec that stands beside keeps its text to the letter."""
        spec = self.data[key]
        tests = yaml.safe_dump({'Tests': [test]}, sort_keys=False, width=1000) if test else ''
        if isinstance(spec, str):
            return (HERE / 'specs' / spec).read_text() + tests
        spec = {**head, **spec}
        if key == 'spec':
            for aggregate in spec['Aggregates']:
                if not aggregate['Type'].endswith('Variable'):
                    aggregate.setdefault('Store', 'memory')
        return yaml.safe_dump(spec, sort_keys=False, width=1000) + tests

    def test(self, events):
        data, expect = self.data, {}
        for word in ('blocks', 'rows', 'skipped', 'exactly', 'partial'):
            if word in data:
                expect[word.capitalize()] = data[word]
        if not {'Blocks', 'Rows', 'Skipped'} & set(expect):
            return None
        test = {'Test': self.name, 'Given': events, 'Expect': expect}
        for word in ('now', 'seed', 'identity'):
            if word in data:
                test[word.capitalize()] = data[word]
        return test

    def write(self, folder, events, tested=True):
        """The files of one run; the first is the one with the test in it."""
        folder.mkdir(parents=True)
        test = self.test(events) if tested else None
        window = 'window' in self.data
        stream_path, window_path = folder / f'{self.name}.yml', folder / f'{self.name}.window.yml'
        stream_path.write_text(self.spec_text('spec', STREAM_HEAD, None if window else test))
        if not window:
            return [stream_path]
        window_path.write_text(self.spec_text('window', WINDOW_HEAD, test))
        return [window_path, stream_path]

    def may_shuffle(self):
        """Unless the file says that the order counts, or two events of one identity have one time."""
        seen = [(user_of(e), str(e.get('at'))) for e in self.data['events'] if isinstance(e, dict)]
        whole = len(seen) == len(self.data['events'])
        return self.data.get('shuffled', True) and whole and len(set(seen)) == len(seen)

    def shuffled(self, seed):
        """In another order, but each identity's first event where results are ordered by it: in front."""
        events = list(self.data['events'])
        random.Random(seed).shuffle(events)
        order = dict.fromkeys(user_of(e) for e in self.data['events'])
        front = [next(e for e in events if user_of(e) == user) for user in order]
        return front + [e for e in events if all(e is not f for f in front)]


def user_of(event):
    return json.dumps(event.get('user'))


def run_tests(headrace, paths, *options):
    """The failures that `headrace test` tells of, as text; empty when all passed."""
    done = subprocess.run([headrace, 'test', *options, *map(str, paths)], capture_output=True, text=True)
    if done.returncode == 0:
        return ''
    return '\n'.join(line for line in done.stdout.splitlines() if not line.startswith('ok ')) + done.stderr


def event_lines(events):
    return ''.join((e if isinstance(e, str) else json.dumps(e, default=lambda t: t.isoformat())) + '\n' for e in events)


def printed(headrace, golden, folder, threads):
    paths = golden.write(folder, golden.data['events'], tested=False)
    (folder / 'events.jsonl').write_text(event_lines(golden.data['events']))
    command = [headrace, 'transform', '--quiet', f'--threads={threads}', f'--streaming-bts={paths[-1]}']
    if len(paths) == 2:
        command.append(f'--window-bts={paths[0]}')
    done = subprocess.run(command + [str(folder / 'events.jsonl')], capture_output=True, text=True)
    return done.stdout.splitlines() + done.stderr.splitlines()


def check_lines(headrace, golden, folder):
    for threads in THREADS:
        got = printed(headrace, golden, folder / f'threads{threads}', threads)
        if got != golden.data['lines']:
            return 'printed:\n  ' + '\n  '.join(got)
    return ''


def check(headrace, golden, folder):
    """What is wrong with one golden test, as text."""
    if golden.test([]):
        runs = {'as given': golden.data['events']}
        if golden.may_shuffle():
            runs.update({f'shuffled {seed}': golden.shuffled(seed) for seed in range(SHUFFLES)})
        for number, (how, events) in enumerate(runs.items()):
            paths = golden.write(folder / str(number), events)
            # Each number of threads with another batch size, and back: every value of both is met.
            for threads, batch in zip(THREADS, BATCH_SIZES[number % 3:] + BATCH_SIZES[:number % 3]):
                wrong = run_tests(headrace, paths, f'--threads={threads}', f'--batch-size={batch}')
                if wrong:
                    return f'{how}, {threads} threads, batches of {batch}:\n{wrong}'
    return check_lines(headrace, golden, folder / 'lines') if 'lines' in golden.data else ''


def check_oracle(headrace, golden, folder, python):
    """What Blurr prints, deviations applied, against what headrace prints."""
    got = printed(headrace, golden, folder / 'oracle', 1)
    paths = [folder / 'oracle' / p.name for p in (folder / 'oracle').glob('*.yml')]
    stream = next(p for p in paths if not p.name.endswith('.window.yml'))
    command = [python, str(HERE.parent / 'oracle' / 'blurr_runner.py'), f'--streaming-bts={stream}']
    command += [f'--window-bts={p}' for p in paths if p.name.endswith('.window.yml')]
    done = subprocess.run(command + [str(folder / 'oracle' / 'events.jsonl')], capture_output=True, text=True)
    if done.stdout.splitlines() == got:
        return ''
    return f'Blurr prints\n{done.stdout}{done.stderr[-500:]}\nheadrace prints\n' + '\n'.join(got)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--headrace', required=True)
    parser.add_argument('--oracle', metavar='PYTHON', help='compare with Blurr, run by this Python, instead')
    parser.add_argument('files', nargs='*', type=Path)
    args = parser.parse_args()
    files = args.files or sorted(HERE.glob('*.yml'))

    def run(path):
        golden, folder = Golden(path), Path(scratch) / path.stem
        if not args.oracle:
            return check(args.headrace, golden, folder)
        return golden.data.get('blurr', True) and check_oracle(args.headrace, golden, folder, args.oracle)

    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = 0
        for path, wrong in zip(files, pool.map(run, files)):
            if wrong:
                failed += 1
                print(f'{path.name}: {wrong}')
    print(f'{len(files)} golden tests, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
