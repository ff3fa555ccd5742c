#!/usr/bin/env python3
"""Runs the demo into a scratch folder: its tables are printed, and its page is one whole file that needs no other.

    demo.py --headrace build/headrace
"""

import argparse
import html.parser
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROWS, BOUGHT = 333, 103  # training rows, and those whose label is true
VOID_TAGS = {'meta', 'br', 'hr', 'img', 'input', 'link'}


class PageReader(html.parser.HTMLParser):
    """Finds tags that do not match, and counts elements by class."""

    def __init__(self):
        super().__init__()
        self.open_tags = []
        self.problems = []
        self.classes = {}

    def handle_starttag(self, tag, attributes):
        if tag not in VOID_TAGS:
            self.open_tags.append(tag)
        for name, value in attributes:
            if name in ('src', 'href'):
                self.problems.append(f'<{tag}> points to {value!r}')
            if name == 'class':
                for kind in value.split():
                    self.classes[kind] = self.classes.get(kind, 0) + 1

    def handle_endtag(self, tag):
        if not self.open_tags or self.open_tags.pop() != tag:
            self.problems.append(f'line {self.getpos()[0]}: </{tag}> closes nothing')


def page_problems(text):
    reader = PageReader()
    reader.feed(text)
    problems = reader.problems + [f'<{tag}> is never closed' for tag in reader.open_tags]
    if re.search(r'https?:|@import|url\(', text):
        problems.append('the page loads something')
    for kind in ('session', 'anchor', 'before', 'after', 'member', 'outcome'):
        if not reader.classes.get(kind):
            problems.append(f'the page shows no {kind!r}')
    return problems


def table_problems(path):
    """Looks at the Parquet file as a reader would, where pyarrow can be imported."""
    try:
        import pyarrow.parquet
    except ImportError:
        return [] if path.read_bytes()[:4] == b'PAR1' else [f'{path.name} is no Parquet file']
    rows = pyarrow.parquet.read_table(path).to_pylist()
    bought = sum(row['later.bought'] for row in rows)
    return [] if (len(rows), bought) == (ROWS, BOUGHT) else [f'{len(rows)} rows in Parquet, {bought} bought']


def main():
    arguments = argparse.ArgumentParser(description='Runs the demo and looks at what it makes.')
    arguments.add_argument('--headrace', required=True)
    args = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ, HEADRACE=os.path.abspath(args.headrace), PYTHON=sys.executable, OUT=scratch)
        printed = subprocess.run([ROOT / 'examples/demo/run.sh'], env=environment, check=True, capture_output=True,
                                 text=True).stdout
        problems = page_problems((pathlib.Path(scratch) / 'demo.html').read_text('utf-8'))
        problems += table_problems(pathlib.Path(scratch) / 'rows.parquet')
    if f'19941 events of 300 players -> 3453 sessions -> {ROWS} training rows' not in printed:
        problems.append(f'it printed\n{printed}')
    print('\n'.join(problems) or 'the demo shows what it should')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
