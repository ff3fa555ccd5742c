"""The oracle's frozen pairs through Spark, from files: the tables that the command writes, row by row and bit by bit.

HEADRACE_PAIRS says how many pairs are run, evenly chosen; all of them where it is `all`. Pairs whose events are no JSON lines are
left out.
"""

import gzip
import json
import os
import sys
import tempfile
import unittest
from pathlib import Path

import session  # noqa: I001 (before the package)

from headrace.distributed import Job
from headrace.spark import frames, tasks
from headrace.spark.files import pieces
from session import by_identity
from test_pairs import PAIRS, command_tables, write

SAMPLE = 12


def chosen():
    with gzip.open(PAIRS, 'rt') as lines:
        cases = [case for case in map(json.loads, lines) if case['processor'] == 'simple']
    count = os.environ.get('HEADRACE_PAIRS', str(SAMPLE))
    return cases if count == 'all' else cases[::max(1, len(cases) // int(count))]


def comparable(tables):
    """Columns by name: which come first hangs on the order of rows, where maps give columns."""
    return {name: by_identity(table.select(sorted(table.column_names))) for name, table in tables.items()}


class Frozen(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spark = session.get()

    def through_spark(self, folder, files, window):
        job = Job(folder / 'stream.yml', window)
        found = pieces([str(folder / name) for name in files], split_bytes=700)
        chunks = frames.scattered_files(self.spark, found, job)
        results = frames.results_of(chunks, tasks.Evaluate(job, format='json'))
        tables = {name: table.toArrow() for name, table in frames.unpacked(job, results).items() if name != 'errors'}
        results.unpersist()
        return tables

    def run_pair(self, case, folder):
        """Whether there was anything to compare."""
        arguments = write(case, folder)
        expected = command_tables(arguments, folder)
        files = [name for name in arguments if not name.startswith('--')]
        if expected is None or not any((folder / name).read_bytes().strip() for name in files):
            return False
        window = folder / 'window.yml' if case['window'] is not None else None
        found = self.through_spark(folder, files, window)
        if window is not None:
            found = dict(zip(expected, found.values()))
        self.assertEqual(comparable(found), comparable(expected))
        return True

    def test_values_are_those_of_the_command(self):
        cases = chosen()
        compared = 0
        for case in cases:
            with self.subTest(pair=case['name']), tempfile.TemporaryDirectory() as folder:
                compared += self.run_pair(case, Path(folder))
        self.assertGreater(compared, len(cases) // 3)
        print(f'{compared} of {len(cases)} pairs through Spark', file=sys.stderr)


if __name__ == '__main__':
    unittest.main()
