#!/usr/bin/env python3
"""The commands in docs/inputs-outputs.md, run one after the other in a folder that holds what they name."""

import csv
import gzip
import io
import json
import os
import pathlib
import re
import shutil
import subprocess

import suite

DOCUMENT = suite.HERE.parent.parent / 'docs/inputs-outputs.md'


def write_files(s):
    shutil.copy(suite.HERE / 'events_stream.yml', s.folder / 'stream.yml')
    shutil.copy(suite.HERE / 'events_window.yml', s.folder / 'window.yml')
    events = [{'user': 'u%d' % (i % 9), 'time': '2026-01-%02dT12:00:00Z' % (1 + i // 9), 'units': i % 7, 'level': i}
              for i in range(200)]
    table = io.StringIO(newline='')
    writer = csv.DictWriter(table, list(events[0]))
    writer.writeheader()
    writer.writerows(events)
    s.write('events.jsonl', ''.join(json.dumps(e) + '\n' for e in events))
    s.write('monday.csv.gz', gzip.compress(table.getvalue().encode()))
    s.write('tuesday.json', json.dumps(events))
    s.write('tuesday.csv', table.getvalue())
    s.write('history/old.jsonl', json.dumps(events[0]))


def run_suite(s):
    write_files(s)
    bin_folder = s.folder / 'bin'
    bin_folder.mkdir()
    (bin_folder / 'headrace').symlink_to(s.headrace)
    blocks = re.findall(r'```sh\n(.*?)```', DOCUMENT.read_text(), re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines()]
    for command in commands:
        ran = subprocess.run(['bash', '-o', 'pipefail', '-c', command], cwd=s.folder, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                             env={**os.environ, 'PATH': f'{bin_folder}{os.pathsep}{os.environ["PATH"]}'})
        s.equal((ran.returncode, ran.stderr), (0, b''), command)
        s.check(('--output=' in command) != (len(ran.stdout) > 100), f'{command}: prints {ran.stdout!r}')
    for name in ('rows.csv', 'rows.csv.meta.json', 'tables/visit.csv', 'tables/totals.csv'):
        s.check(pathlib.Path(s.folder / name).stat().st_size > 100, name)
    return f'documents: {len(commands)} commands run as they stand'


if __name__ == '__main__':
    suite.main(run_suite)
