"""Processes that die in the middle of their work: the answer stays the same.

A function of the spec kills the process that it runs in, once for each file that it finds in a folder: so it dies in the middle of
a block that is divided, or of a partition that is evaluated.
"""

import os
import signal
import tempfile
import unittest
from pathlib import Path

import cluster  # noqa: I001 (before ray)

import cases
import headrace
import headrace.ray
import pyarrow as pa
import ray

TABLE = pa.Table.from_pylist(cases.events(1200, users=40))
DIES_DIVIDING = cases.STREAM.replace('Identity: source.user', 'Identity: mortal(source.user)')
DIES_EVALUATING = cases.STREAM.replace('Value: source.country', 'Value: mortal(source.country)')


class Mortal:
    """Gives its argument back; its process dies at every 100th call as long as there are files in a folder."""

    def __init__(self, folder, every=100):
        self.folder, self.every, self.calls = folder, every, 0

    def __call__(self, value):
        self.calls += 1
        if self.calls % self.every == 0:
            left = os.listdir(self.folder)
            if left:
                os.unlink(os.path.join(self.folder, left[0]))
                os.kill(os.getpid(), signal.SIGKILL)
        return value


def setUpModule():
    cluster.start()


class Failure(unittest.TestCase):
    def killed(self, spec, times, **options):
        with tempfile.TemporaryDirectory() as folder:
            for i in range(times):
                (Path(folder) / str(i)).touch()
            mortal = Mortal(folder)
            functions = {'mortal': lambda value: mortal(value)}
            found = headrace.ray.run(cluster.dataset(TABLE), spec, partitions=4, functions=functions, **options)
            tables = {name: cluster.by_identity(cluster.collected(t)) for name, t in found.tables.items()}
            self.assertEqual(os.listdir(folder), [], 'nobody died')
        expected = headrace.transform(spec, events=TABLE, functions={'mortal': lambda v: v})
        self.assertEqual(tables, {name: cluster.by_identity(t.arrow) for name, t in expected.tables.items()})
        self.assertEqual(found.stats['events'], len(TABLE))

    def test_a_worker_that_divides_is_killed(self):
        self.killed(DIES_DIVIDING, 2)

    def test_an_engine_is_killed(self):
        self.killed(DIES_EVALUATING, 1)

    def test_engines_are_killed_again_and_again(self):
        self.killed(DIES_EVALUATING, 3, retries=3, workers=2)

    def test_it_is_not_tried_for_ever(self):
        with self.assertRaises(ray.exceptions.RayError):
            self.killed(DIES_EVALUATING, 100, retries=1)


if __name__ == '__main__':
    unittest.main()
