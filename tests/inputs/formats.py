#!/usr/bin/env python3
"""The same events in every text format, on any number of threads and in batches of any size: the same results."""

import csv
import gzip
import io
import itertools
import json
import random
import subprocess
import sys

import suite

KEYS = ['user', 'time', 'units', 'price', 'gift', 'kind', 'note']


def make_events(count):
    """Events of which CSV can say all: no text that reads as a number, no empty text, a missing key for None."""
    rng = random.Random(7)
    events = []
    for i in range(count):
        event = {'user': f'user {rng.randrange(count // 10)}',
                 'time': f'2026-01-{1 + i * 20 // count:02d}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:00Z',
                 'units': rng.randrange(9), 'price': rng.randrange(1000) / 100, 'gift': rng.random() < .5,
                 'kind': rng.choice(['book', 'toy, small', 'a "best" one']),
                 'note': rng.choice(['x', 'two\nlines', 'ends in \r', '\u00e9\U0001f600', ' blank '])}
        del event[rng.choice(KEYS[2:])]
        events.append(event)
    return events


def as_csv(events):
    text = io.StringIO(newline='')
    writer = csv.DictWriter(text, KEYS)
    writer.writeheader()
    for event in events:
        writer.writerow({k: str(v).lower() if isinstance(v, bool) else v for k, v in event.items()})
    return text.getvalue()


def write_files(s, events):
    """Names of files that all hold these events."""
    lines = ''.join(json.dumps(e) + '\n' for e in events)
    half = len(events) // 2
    names = [[s.write('e.jsonl', lines)],
             [s.write('crlf.jsonl', '\ufeff' + lines.replace('\n', '\r\n')[:-2])],
             [s.write('unescaped.jsonl', ''.join(json.dumps(e, ensure_ascii=False) + '\n' for e in events))],
             [s.write('e.json', json.dumps(events))],
             [s.write('pretty.json', json.dumps(events, indent=2))],
             [s.write('pretty_each', '\n'.join(json.dumps(e, indent=2) for e in events))],
             [s.write('concatenated', ''.join(map(json.dumps, events)))],
             [s.write('e.csv', as_csv(events))],
             [s.write('e', as_csv(events))],
             [s.write('e.jsonl.gz', gzip.compress(lines.encode()))],
             [s.write('members', b''.join(gzip.compress(part.encode()) for part in lines.splitlines(True)))],
             [s.write('e.csv.gz', gzip.compress(as_csv(events).encode()))],
             [s.write('half.csv', as_csv(events[:half])),
              s.write('half.json.gz', gzip.compress(json.dumps(events[half:]).encode()))],
             [s.write('parts/1.jsonl', lines[:lines.index('\n') + 1]) and 'parts']]
    s.write('parts/2.csv', as_csv(events[1:]))
    return names


def check_inputs(s, names):
    wanted = {}
    for windows in ([], [f'--window-bts={suite.HERE / "events_window.yml"}']):
        for files in names:
            for threads, batch in ((1, 1024), (2, 7), (7, 1)):
                ran = s.run(*windows, f'--threads={threads}', f'--batch-events={batch}', *files,
                            spec='events_stream.yml')
                what = f'{files}, {threads} threads, batches of {batch}, {len(windows)} windows'
                s.equal(ran.stderr, b'', what)
                s.check(len(ran.stdout) > 1000, f'{what}: output')
                s.check(wanted.setdefault(len(windows), ran.stdout) == ran.stdout, f'{what}: other results')
        with open(s.folder / names[0][0], 'rb') as stdin:
            ran = s.run(*windows, '-', spec='events_stream.yml', stdin=stdin)
        s.check(ran.stdout == wanted[len(windows)], 'standard input: other results')
    return wanted[0], wanted[1]


def as_blurr_writes(rows):
    """The table that Blurr's runner writes of window rows, from the lines that it prints."""
    data = [row for _, of_identity in map(json.loads, rows.splitlines()) for row in of_identity]
    text = io.StringIO(newline='')
    writer = csv.DictWriter(text, sorted({name for row in data for name in row}))
    writer.writeheader()
    writer.writerows(data)
    return text.getvalue().encode()


def unpacked(path):
    if path.suffix == '.gz':
        return gzip.decompress(path.read_bytes())
    return path.read_bytes()


def check_outputs(s, blocks, rows):
    windows = [f'--window-bts={suite.HERE / "events_window.yml"}']
    for options, name, wanted in ((['--output=b.jsonl'], 'b.jsonl', blocks),
                                  (['--output=b.jsonl.gz'], 'b.jsonl.gz', blocks),
                                  (['--output=b.dat', '--output-format=jsonl'], 'b.dat', blocks),
                                  ([*windows, '--output=w.jsonl'], 'w.jsonl', rows),
                                  ([*windows, '--output=w.csv'], 'w.csv', as_blurr_writes(rows)),
                                  ([*windows, '--output=o/', '--output-format=csv.gz'], 'o/rows.csv.gz',
                                   as_blurr_writes(rows))):
        ran = s.run(*options, '--threads=2', 'e.jsonl', spec='events_stream.yml')
        s.equal((ran.returncode, ran.stdout, ran.stderr), (0, b'', b''), f'{options}')
        s.check(unpacked(s.folder / name) == wanted, f'{options}: other results')
    of_aggregate = {name: b''.join(line for line in blocks.splitlines(True) if f'/{name}/'.encode() in line)
                    for name in ('totals', 'visit')}
    s.run('--output=tables/', 'e.jsonl', spec='events_stream.yml')
    for name, wanted in of_aggregate.items():
        s.check((s.folder / f'tables/{name}.jsonl').read_bytes() == wanted, f'tables/{name}.jsonl')
    s.run('--output=tables', '--output-format=csv', 'e.jsonl', spec='events_stream.yml')
    for name, wanted in of_aggregate.items():
        check_table(s, s.folder / f'tables/{name}.csv', [json.loads(line)[1] for line in wanted.splitlines()])


def check_table(s, path, blocks):
    """A table of blocks holds what the lines hold: JSON in its cells but for text, nothing for null."""
    with path.open(newline='') as file:
        table = list(csv.DictReader(file))
    s.equal(list(table[0]), list(blocks[0]), f'{path.name}: columns')
    s.equal(len(table), len(blocks), f'{path.name}: rows')
    for row, block in zip(table, blocks):
        for name, value in block.items():
            cell = '' if value is None else value if isinstance(value, str) else json.dumps(value)
            if row[name] != cell:
                s.failures.append(f'{path.name}: {name} is {row[name]!r} instead of {cell!r}')
                return


def check_metadata(s):
    s.run('--output=m.jsonl', 'e.jsonl', 'half.csv', spec='events_stream.yml')
    meta = json.loads((s.folder / 'm.jsonl.meta.json').read_text())
    digest = subprocess.run(['sha256sum', suite.HERE / 'events_stream.yml'], stdout=subprocess.PIPE, text=True)
    s.equal(meta['headrace.streaming_spec_sha256'], digest.stdout.split()[0], 'digest of the spec')
    s.equal(meta['headrace.input_bytes'], sum((s.folder / n).stat().st_size for n in ('e.jsonl', 'half.csv')), 'bytes')
    s.equal(meta['headrace.rows'], len((s.folder / 'm.jsonl').read_bytes().splitlines()), 'rows')
    # The same bytes in other files are the same input.
    s.write('both', (s.folder / 'e.jsonl').read_bytes() + (s.folder / 'half.csv').read_bytes())
    s.run('--output=n.jsonl', 'both', spec='events_stream.yml')
    other = json.loads((s.folder / 'n.jsonl.meta.json').read_text())
    s.equal(other['headrace.input_xxh3_128'], meta['headrace.input_xxh3_128'], 'digest of the input')
    s.check(other['headrace.events_skipped'] > 0, 'the table in the middle of JSON lines is skipped')


def run_suite(s):
    names = write_files(s, make_events(2000))
    blocks, rows = check_inputs(s, names)
    check_outputs(s, blocks, rows)
    check_metadata(s)
    return f'formats: the same results from {len(names)} layouts of the same events, and in every output'


if __name__ == '__main__':
    suite.main(run_suite)
