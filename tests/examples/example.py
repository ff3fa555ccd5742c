"""An example as the tests see it: its specs, its events, and the lines that Blurr printed for them.

expected/blocks.jsonl and rows.jsonl are the first lines for `generate.py --sample`; expected/lines.tsv has, for the
sample and for all events, how many lines there are and their SHA-256.
"""

import hashlib
import subprocess
import sys

FIRST_LINES = {'blocks': 12, 'rows': 3}
EXTENTS = {'sample': ['--sample'], 'full': []}
PROCESSORS = {'network-flows': 'ipfix'}


def processor(folder):
    return PROCESSORS.get(folder.name, 'simple')


def events(folder, extent):
    """The bytes that the example's generator prints."""
    command = [sys.executable, folder / 'generate.py', *EXTENTS[extent]]
    return subprocess.run(command, check=True, capture_output=True).stdout


def summary(lines):
    """How many lines, and their digest, as in lines.tsv. `lines` are bytes."""
    return f'{lines.count(bytes([10]))}\t{hashlib.sha256(lines).hexdigest()}'


def first_lines(what, lines):
    return b''.join(lines.splitlines(keepends=True)[:FIRST_LINES[what]])
