"""Keys of very different sizes: the largest partition begins first, and the other workers share the rest."""

import random
import time
import unittest
from collections import Counter

import cluster  # noqa: I001 (before ray)

import cases
import headrace.ray
import pyarrow as pa

USERS = 60
SPEC = cases.STREAM.replace('Value: source.country', 'Value: slow(source.country)')


def slow(value):
    time.sleep(0.0005)  # so that time is the events', not that of processes which start
    return value


def skewed(count):
    """Events of which a third belong to one user, and the others to fewer and fewer."""
    choose = random.Random(4)
    weights = [USERS] + [2 * USERS / (i + 2) / 3 for i in range(1, USERS)]
    return [{**e, 'user': 'u%d' % u} for e, u in zip(cases.events(count), choose.choices(range(USERS), weights, k=count))]


class Skew(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cluster.start()

    @classmethod
    def tearDownClass(cls):
        cluster.stop()

    def test_no_worker_is_left_with_everything(self):
        events = skewed(6000)
        largest = Counter(e['user'] for e in events).most_common(1)[0][1]
        self.assertGreater(largest, len(events) // 4)
        # The engines are there before anything is measured: the processes are kept.
        for _ in range(2):
            found = headrace.ray.run(cluster.dataset(pa.Table.from_pylist(events)), SPEC, functions={'slow': slow}, partitions=16)
        of_worker = Counter()
        for partition in found.stats['partitions']:
            of_worker[partition['worker']] += partition['events']
        self.assertEqual(set(of_worker), {0, 1})
        # The largest identity cannot be divided; whoever has it gets little else.
        self.assertLess(max(of_worker.values()), max(largest, len(events) // 2) + len(events) // 4, of_worker)


if __name__ == '__main__':
    unittest.main()
