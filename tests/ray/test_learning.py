"""Rows into a model: examples/ray/train.py, and batches of columns."""

import importlib.util
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import cluster  # noqa: I001 (before ray)

import cases
import headrace.ray
import pyarrow as pa

EXAMPLES = Path(__file__).resolve().parents[2] / 'examples'


def has(module):
    return importlib.util.find_spec(module) is not None


def setUpModule():
    cluster.start()


class Learning(unittest.TestCase):
    @unittest.skipUnless(has('xgboost'), 'needs xgboost')
    def test_the_example(self):
        spec = importlib.util.spec_from_file_location('train', EXAMPLES / 'ray' / 'train.py')
        train = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(train)
        with tempfile.TemporaryDirectory() as folder:
            events = Path(folder) / 'events.jsonl'
            with open(events, 'w') as out:
                generate = EXAMPLES / 'game-sessions' / 'generate.py'
                subprocess.run([sys.executable, generate, '--players', '60'], stdout=out, check=True)
            model, error, count = train.train([str(events)])
            expected = headrace.transform(train.SPECS / 'stream.yml', train.SPECS / 'window.yml', events=events)
        self.assertEqual(count, len(expected.rows))
        self.assertGreater(count, 50)
        bought = expected.rows.arrow['later.bought'].to_pylist()
        always_no = sum(bought) / len(bought)
        self.assertLess(error, min(always_no, 1 - always_no), 'it has learned nothing')
        self.assertEqual(model.num_features(), len(train.FEATURES))

    def test_batches(self):
        rows = headrace.ray.transform(cluster.dataset(pa.Table.from_pylist(cases.events())), cases.STREAM, cases.WINDOW)
        batch = next(iter(rows.select_columns(['before.score', 'before.games']).iter_batches(batch_size=16)))
        self.assertEqual(len(batch['before.score']), 16)


if __name__ == '__main__':
    unittest.main()
