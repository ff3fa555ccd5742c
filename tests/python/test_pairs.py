"""The oracle's frozen pairs, from files and from Python: the tables that the command writes, type by type, bit by bit.

The command is held to real Blurr by tests/oracle/run_frozen.py.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import headrace
import pyarrow as pa

ROOT = Path(__file__).resolve().parents[2]
HEADRACE = os.environ.get('HEADRACE', str(ROOT / 'build' / 'headrace'))
sys.path.insert(0, str(ROOT / 'tests' / 'oracle'))

from run_frozen import PAIRS, write  # noqa: E402


def command_tables(arguments, folder):
    """The command's Arrow files by name, or None where it refuses the specs."""
    done = subprocess.run([HEADRACE, 'transform', '--quiet', *arguments, '--output=out/', '--output-format=arrow'], cwd=folder,
                          capture_output=True, text=True)
    if done.returncode != 0:
        return None
    out = {}
    for path in sorted((folder / 'out').glob('*.arrow')):
        with pa.ipc.open_file(path) as file:
            out[path.stem] = file.read_all()
    return out


def python_tables(case, folder, events):
    window = folder / 'window.yml' if case['window'] is not None else None
    result = headrace.transform(folder / 'stream.yml', window, events=events, processor=case['processor'])
    found = dict(result.tables) if result.rows is None else {result.rows.name: result.rows}
    return {name: table.arrow for name, table in found.items()}


def same(a, b):
    """Bit for bit: -0.0 is not 0.0, and NaN is NaN."""
    if a.keys() != b.keys():
        return False
    for name in a:
        left, right = (t.replace_schema_metadata(None).combine_chunks() for t in (a[name], b[name]))
        if left.schema != right.schema or left.num_rows != right.num_rows:
            return False
        for x, y in zip(left.columns, right.columns):
            if pa.types.is_float64(x.type):
                x, y = (pa.chunked_array([c.view(pa.int64()) for c in column.chunks], pa.int64()) for column in (x, y))
            if not x.equals(y):
                return False
    return True


def as_dicts(case):
    """The lines as dicts; None where one is no JSON object, or the order of several files is not that of their lines."""
    rows = []
    for content in case['files']:
        for line in content.splitlines():
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                return None
            if not isinstance(row, dict):
                return None
            rows.append(row)
    return rows


class Pairs(unittest.TestCase):
    def test_all(self):
        with gzip.open(PAIRS, 'rt') as lines:
            cases = [json.loads(line) for line in lines]
        files = dicts = 0
        root = tempfile.TemporaryDirectory()  # modules stay where they were imported from
        self.addCleanup(root.cleanup)
        for case in cases:
            with self.subTest(pair=case['name']):
                folder = Path(tempfile.mkdtemp(dir=root.name))
                arguments = write(case, folder)
                expected = command_tables(arguments, folder)
                if expected is None:
                    continue
                paths = [folder / a for a in arguments if not a.startswith('--')]
                self.assertTrue(same(python_tables(case, folder, paths), expected))
                files += 1
                events = as_dicts(case) if case['processor'] == 'simple' else None
                if events is not None:
                    self.assertTrue(same(python_tables(case, folder, events), expected))
                    dicts += 1
        self.assertGreater(files, 300)
        self.assertGreater(dicts, 100)
        print(f'{files} pairs from files, {dicts} of them from dicts too', file=sys.stderr)


if __name__ == '__main__':
    unittest.main()
