"""Runs the binary in a folder of its own, for the tests beside this file."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

try:
    import pyarrow as pa
    import pyarrow.ipc as ipc
    import pyarrow.parquet as pq
except ImportError:
    print('pyarrow cannot be imported')
    sys.exit(77)

# The tests take it from here, where its absence has been dealt with.
__all__ = ['Case', 'HEADRACE', 'ipc', 'pa', 'pq', 'write']

HEADRACE = os.environ.get('HEADRACE', str(pathlib.Path(__file__).resolve().parents[2] / 'build' / 'headrace'))


def write(table, path):
    """Writes a pyarrow table as what the name says: .parquet, .arrow (file) or .arrows (stream)."""
    if path.suffix == '.parquet':
        pq.write_table(table, path)
        return
    make = ipc.new_file if path.suffix == '.arrow' else ipc.new_stream
    with make(str(path), table.schema) as writer:
        writer.write_table(table)


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write_text(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def run_headrace(self, *arguments, code=0, headrace=HEADRACE, **options):
        """A finished `headrace transform`; its exit code must be `code`."""
        run = subprocess.run([headrace, 'transform', *map(str, arguments)], capture_output=True, cwd=self.folder,
                             timeout=60, **options)
        self.assertEqual(run.returncode, code, run.stderr.decode())
        return run

    def blocks(self, *arguments, **options):
        """The fields of each block printed, in order."""
        lines = self.run_headrace(*arguments, **options).stdout.decode().splitlines()
        return [json.loads(line)[1] for line in lines]
