"""The oracle's frozen pairs through Spark, from files: the tables that the command writes, row by row and bit by bit.

HEADRACE_PAIRS says how many pairs are run, evenly chosen; all of them where it is `all`. Pairs whose events are no JSON lines are
left out.
"""

import unittest

import session  # noqa: I001 (before the package)

from headrace.distributed import Job
from headrace.spark import frames, tasks
from headrace.spark.files import pieces
from frozen_pairs import SampledPairs
from frozen_pairs import comparable as comparable_by
from test_pairs import command_tables, write


def comparable(tables):
    return comparable_by(tables, session.by_identity)


class Frozen(SampledPairs, unittest.TestCase):
    sample, engine = 12, 'Spark'

    @classmethod
    def setUpClass(cls):
        cls.spark = session.get()

    def takes(self, case):
        return case['processor'] == 'simple'

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


if __name__ == '__main__':
    unittest.main()
