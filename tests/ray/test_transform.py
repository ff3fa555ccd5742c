"""A run on Ray is the run of one process: the same columns, the same rows of each identity in the same order, bit for bit."""

import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import cluster  # noqa: I001 (before ray)

import cases
import headrace
import headrace.ray
import pandas
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet
import ray
from headrace.distributed import Job
from headrace.ray._engine import with_trouble
from headrace.ray._partition import Piece, rows_of
from test_distributed import MAPS, mixed

EVENTS = cases.events(1500, users=40)
TABLE = pa.Table.from_pylist(EVENTS)


def setUpModule():
    cluster.start()


def gathered(size):
    """Blocks are divided together up to so many bytes."""
    return mock.patch('headrace.ray._shuffle.GATHERED_BYTES', size)


class Transform(unittest.TestCase):
    def same(self, found, expected):
        self.assertEqual(cluster.by_identity(cluster.collected(found)), cluster.by_identity(expected.arrow))

    def test_blocks(self):
        expected = headrace.transform(cases.STREAM, events=TABLE)
        for partitions, workers, size in ((1, 1, 1), (11, 2, 50_000), (11, 2, 1 << 20)):
            with gathered(size):
                found = headrace.ray.run(cluster.dataset(TABLE), cases.STREAM, partitions=partitions, workers=workers)
            for name in ('state', 'session'):
                self.same(found[name], expected[name])
            self.assertEqual({k: found.stats[k] for k in ('events', 'skipped', 'identities', 'blocks')},
                             {k: expected.stats[k] for k in ('events', 'skipped', 'identities', 'blocks')})
            self.assertEqual(sorted(map(str, found.stats['kept'])), sorted(map(str, expected.stats['kept'])))
            self.assertEqual(sum(p['events'] for p in found.stats['partitions']), len(EVENTS))

    def test_window_rows(self):
        found = headrace.ray.transform(cluster.dataset(TABLE), cases.STREAM, cases.WINDOW, partitions=6)
        self.same(found, headrace.transform(cases.STREAM, cases.WINDOW, events=TABLE).rows)

    def test_events_out_of_time_order(self):
        mixed_up = random.Random(3).sample(EVENTS, len(EVENTS))
        table = pa.Table.from_pylist(mixed_up)
        found = headrace.ray.transform(cluster.dataset(table, 9), cases.STREAM, aggregate='session')
        self.same(found, headrace.transform(cases.STREAM, events=table)['session'])

    def test_ties_fall_as_in_one_process(self):
        ties = [{**e, 'time': e['time'][:10] + 'T00:00:00+00:00'} for e in EVENTS]  # all of a day at once
        table = pa.Table.from_pylist(ties)
        found = headrace.ray.run(cluster.dataset(table, 11), cases.STREAM, partitions=5)
        expected = headrace.transform(cases.STREAM, events=table)
        self.same(found['session'], expected['session'])
        self.same(found['state'], expected['state'])

    def test_a_named_order(self):
        ties = [{**e, 'time': e['time'][:10] + 'T00:00:00+00:00', 'log': i % 3, 'offset': i // 3} for i, e in enumerate(EVENTS)]
        table = pa.Table.from_pylist(random.Random(5).sample(ties, len(ties)))
        found = headrace.ray.run(cluster.dataset(table, 7), cases.STREAM, order=['log', 'offset'], partitions=4)
        expected = headrace.transform(cases.STREAM, events=table.sort_by([('log', 'ascending'), ('offset', 'ascending')]))
        self.same(found['session'], expected['session'])
        self.same(found['state'], expected['state'])

    def test_an_identity_that_is_an_expression(self):
        spec = cases.STREAM.replace('Identity: source.user', "Identity: source.country + '-' + source.user[:2]")
        found = headrace.ray.run(cluster.dataset(TABLE), spec, partitions=7)
        self.same(found['state'], headrace.transform(spec, events=TABLE)['state'])

    def test_an_event_as_a_whole(self):
        spec = cases.STREAM.replace('Value: source.country', "Value: str(sorted(source.items()))")
        found = headrace.ray.run(cluster.dataset(TABLE), spec)
        self.same(found['state'], headrace.transform(spec, events=TABLE)['state'])

    def test_what_is_left_out_is_named(self):
        broken = [dict(e) for e in EVENTS]
        for i in (0, 17, 700, 701, 1499):
            broken[i]['time'] = 'no time'
        for i in (5, 1000):
            broken[i]['user'] = None
        table = pa.Table.from_pylist(broken)
        expected = headrace.transform(cases.STREAM, events=table)
        for order in ((), ['score']):
            found = headrace.ray.run(cluster.dataset(table), cases.STREAM, partitions=5, order=order)
            self.same(found['state'], headrace.transform(cases.STREAM, events=table.sort_by([('score', 'ascending')]))['state']
                      if order else expected['state'])
            errors = sorted(cluster.collected(found.errors).to_pylist(), key=lambda e: e['line'])
            self.assertEqual([(e['line'], e['reason']) for e in errors],
                             [(e['line'], e['reason']) for e in expected.errors.to_pylist()])
            self.assertEqual(len(errors), 7)

    def test_maps_have_the_columns_of_all_partitions(self):
        expected = headrace.transform(cases.STREAM, MAPS, events=TABLE, functions={'mixed': mixed}).rows.arrow
        found = headrace.ray.transform(cluster.dataset(TABLE), cases.STREAM, MAPS, partitions=6, functions={'mixed': mixed})
        table = cluster.collected(found)
        self.assertEqual(set(table.column_names), set(expected.column_names))
        table = table.select(expected.column_names)
        self.assertEqual(table.schema, expected.schema)
        self.assertEqual(cluster.by_identity(table), cluster.by_identity(expected))

    def test_blocks_that_hold_whole_identities(self):
        parts = [TABLE.filter(pa.compute.equal(pa.compute.utf8_length(TABLE['user']), n)) for n in (2, 3)]
        whole = ray.data.from_arrow_refs([ray.put(p) for p in parts])
        found = headrace.ray.transform(whole, cases.STREAM, cases.WINDOW, partitioned=True)
        self.assertNotIsInstance(found, ray.data.dataset.MaterializedDataset)
        self.same(found, headrace.transform(cases.STREAM, cases.WINDOW, events=TABLE).rows)
        maps = headrace.ray.transform(whole, cases.STREAM, MAPS, partitioned=True, functions={'mixed': mixed})
        with self.assertRaisesRegex(Exception, 'columns of map fields'):
            maps.materialize()

    def test_files(self):
        with tempfile.TemporaryDirectory() as folder:
            for i in range(4):
                pyarrow.parquet.write_table(TABLE.slice(i * 375, 375), Path(folder) / f'{i}.parquet', row_group_size=100)
            found = headrace.ray.run(ray.data.read_parquet(folder), cases.STREAM)
            expected = headrace.transform(cases.STREAM, events=[folder])
            self.same(found['session'], expected['session'])
            self.same(found['state'], expected['state'])

    def test_columns_that_are_null_or_missing_in_some_blocks(self):
        first, second = TABLE.slice(0, 700), TABLE.slice(700)
        first = first.set_column(first.column_names.index('score'), 'score', pa.nulls(700))
        pieces = [first, second.drop_columns(['won'])]
        table = pa.concat_tables(pieces, promote_options='default')
        for size in (1, 1 << 20):
            with gathered(size):
                found = headrace.ray.run(ray.data.from_arrow_refs([ray.put(p) for p in pieces]), cases.STREAM)
            self.same(found['session'], headrace.transform(cases.STREAM, events=table)['session'])

    def test_dictionaries_of_many_blocks(self):
        blocks = [pandas.DataFrame({'user': pandas.Categorical([f'{letter}{i}' for i in range(100)])}) for letter in 'ab']
        spec = cases.READS_NOTHING.replace("\"'all'\"", 'source.user')
        for size in (1, 1 << 20):
            with gathered(size):
                self.assertEqual(headrace.ray.run(ray.data.from_pandas(blocks), spec).stats['identities'], 200)

    def test_specs_that_read_nothing_count_events(self):
        found = headrace.ray.transform(cluster.dataset(TABLE), cases.READS_NOTHING)
        self.same(found, headrace.transform(cases.READS_NOTHING, events=TABLE)['counts'])

    def test_columns_of_two_types_are_refused(self):
        pieces = [pa.table({'user': ['a'], 'score': [1]}), pa.table({'user': ['a'], 'score': [1.5]})]
        for size in (1, 1 << 20):
            with gathered(size), self.assertRaisesRegex(headrace.InputError, 'score'):
                headrace.ray.run(ray.data.from_arrow_refs([ray.put(p) for p in pieces]), cases.STREAM)

    def test_nothing(self):
        found = headrace.ray.run(ray.data.from_arrow(TABLE.slice(0, 0)), cases.STREAM)
        self.assertEqual(found['state'].count(), 0)
        self.assertEqual(found.stats['events'], 0)
        found = headrace.ray.run(ray.data.from_items([]), cases.STREAM, order='user')
        self.assertEqual((found['session'].count(), found.stats['events']), (0, 0))

    def test_errors_come_before_the_cluster_is_asked(self):
        with self.assertRaises(headrace.SpecError):
            headrace.ray.run(cluster.dataset(TABLE), cases.STREAM.replace('source.user', 'source.user +'))
        with mock.patch('headrace.ray._shuffle._divide') as divide:
            for options, said in (({}, 'state, session'), ({'aggregate': 'other'}, "no table 'other'"),
                                  ({'aggregate': 'state', 'order': 'offest'}, "no column 'offest'.* user, time"),
                                  ({'aggregate': 'state', 'order': ['user', 'offest']}, "no column 'offest'"),
                                  ({'aggregate': 'state', 'partitions': 0}, 'cannot be 0 partitions'),
                                  ({'aggregate': 'state', 'partitions': 100_000}, 'between 1 and 65,536')):
                with self.assertRaisesRegex(headrace.UsageError, '(?s)' + said):
                    headrace.ray.transform(cluster.dataset(TABLE), cases.STREAM, **options)
            with self.assertRaisesRegex(headrace.UsageError, "no table 'session'"):
                headrace.ray.transform(cluster.dataset(TABLE), cases.STREAM, cases.WINDOW, aggregate='session')
            divide.options.return_value.remote.assert_not_called()

    def test_what_an_engine_raises_arrives(self):
        spec = cases.STREAM.replace('Value: source.country', "Value: str('a' * 10 ** 11)")
        with self.assertRaisesRegex(headrace.InputError, 'size budget'):
            headrace.ray.run(cluster.dataset(TABLE), spec)

    def test_trouble_of_the_cluster_is_no_wrong_input(self):
        @ray.remote
        def lost():
            raise ray.exceptions.ObjectLostError('0' * 56, '127.0.0.1', '')
        rows = TABLE.slice(0, 10)
        piece = Piece(lost.remote(), 10, ray.put([0] * 10), 1)
        order = rows_of(rows.schema, [], 0, [piece])
        with self.assertRaises(ray.exceptions.RayError):
            with_trouble(order.read, lambda read: Job(cases.STREAM).run(rows.schema, read))

        def broken():
            raise RuntimeError('not of the cluster')
            yield
        with self.assertRaises(headrace.InputError):
            with_trouble(broken, lambda read: Job(cases.STREAM).run(rows.schema, read))

    def test_progress(self):
        seen = []
        headrace.ray.run(cluster.dataset(TABLE), cases.STREAM, progress=lambda *numbers: seen.append(numbers))
        self.assertEqual(seen[-1][0], len(EVENTS))
        self.assertEqual(seen[-1][3], seen[-1][4])

    def test_the_users_own_order_setting_stays(self):
        data = cluster.dataset(TABLE)
        headrace.ray.run(data, cases.STREAM)
        self.assertFalse(data.context.execution_options.preserve_order)


class Import(unittest.TestCase):
    def test_headrace_does_not_import_ray(self):
        code = "import headrace, sys; assert 'ray' not in sys.modules"
        subprocess.run([sys.executable, '-c', code], check=True)

    def test_without_ray_the_error_says_what_to_install(self):
        code = "import sys; sys.modules['ray'] = None\ntry:\n    import headrace.ray\nexcept ImportError as e:\n    print(e)"
        done = subprocess.run([sys.executable, '-c', code], check=True, capture_output=True, text=True)
        self.assertIn("pip install 'headrace[ray]'", done.stdout)


if __name__ == '__main__':
    unittest.main()
