"""The same events, however Python holds them, give the same tables."""

import gzip
import json
import tempfile
import unittest
from pathlib import Path

import cases
import headrace
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet

EVENTS = cases.events()


def tables(**options):
    result = headrace.transform(cases.STREAM, **options)
    return {name: table.arrow.combine_chunks() for name, table in result.tables.items()}


class Holders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.expected = tables(events=EVENTS)
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = Path(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def same(self, events, **options):
        for threads in (1, 2, 7):
            found = tables(events=events() if callable(events) else events, threads=threads, **options)
            self.assertEqual(found, self.expected)

    def test_expected(self):
        self.assertEqual(set(self.expected), {'state', 'session'})
        self.assertEqual(self.expected['state'].num_rows, 7)
        self.assertEqual(sum(self.expected['state']['events'].to_pylist()), len(EVENTS))

    def test_files(self):
        plain = self.path / 'events.jsonl'
        plain.write_text(cases.lines(EVENTS))
        self.same(plain)
        self.same([str(plain)])
        with gzip.open(self.path / 'events.jsonl.gz', 'wt') as out:
            out.write(cases.lines(EVENTS))
        self.same(str(self.path / '*.jsonl.gz'))
        (self.path / 'array.json').write_text(json.dumps(EVENTS))
        self.same(self.path / 'array.json')

    def test_parquet_and_arrow_files_are_read_by_this_pyarrow(self):
        table = pa.Table.from_pylist(EVENTS)
        pyarrow.parquet.write_table(table, self.path / 'events.parquet', row_group_size=37)
        self.same(self.path / 'events.parquet')
        with pa.ipc.new_file(self.path / 'events.arrow', table.schema) as out:
            out.write_table(table, max_chunksize=50)
        self.same(self.path / 'events.arrow')

    def test_iterables(self):
        self.same(EVENTS)
        self.same(lambda: iter(EVENTS))
        self.same(lambda: (dict(e) for e in EVENTS))

    def test_arrow(self):
        table = pa.Table.from_pylist(EVENTS)
        self.same(table)
        self.same(lambda: table.to_reader(max_chunksize=33))
        self.same(table.to_batches(max_chunksize=10))
        self.same(pa.concat_tables([table.slice(0, 100), table.slice(100)]))
        self.same(table.slice(0, 400).combine_chunks().to_batches()[0])
        pyarrow.parquet.write_table(table, self.path / 'set.parquet')
        self.same(pyarrow.dataset.dataset(self.path / 'set.parquet'))
        self.same(lambda: pyarrow.dataset.dataset(self.path / 'set.parquet').scanner())

    def test_frames(self):
        self.same(pd.DataFrame(EVENTS))
        self.same(pl.DataFrame(EVENTS))
        self.same(pl.DataFrame(EVENTS).with_columns(pl.col('country').cast(pl.Categorical)))

    def test_duckdb(self):
        import duckdb
        frame = pd.DataFrame(EVENTS)
        frame['position'] = range(len(frame))
        self.same(lambda: duckdb.from_df(frame).order('position'))

    def test_unsorted(self):
        import random
        mixed = EVENTS[:]
        random.Random(3).shuffle(mixed)
        for held in (mixed, pa.Table.from_pylist(mixed), pa.Table.from_pylist(mixed).to_reader()):
            found = headrace.transform(cases.STREAM, events=held, threads=2)
            by_user = {row['_identity']: row for row in found['state'].to_pylist()}
            self.assertEqual(by_user, {row['_identity']: row for row in headrace.transform(cases.STREAM, events=EVENTS)['state'].to_pylist()})

    def test_values_that_json_does_not_have(self):
        from datetime import datetime, timezone
        spec = cases.STREAM.replace('parse(source.time)', 'source.time')
        at = [{**e, 'time': datetime.fromisoformat(e['time'])} for e in EVENTS]
        found = headrace.transform(spec, events=at)
        self.assertEqual(found['session'].arrow.combine_chunks(), self.expected['session'])
        self.assertEqual(found['session'].to_pylist()[0]['last'].tzinfo, timezone.utc)

    def test_what_is_no_event_is_left_out_and_told(self):
        result = headrace.transform(cases.STREAM, events=[*EVENTS[:5], 7, {'user': ''}, {'user': 'a', 'time': 'never'}])
        self.assertEqual(result.stats['events'], 5)
        self.assertEqual([(e['line'], e['reason']) for e in result.errors.to_pylist()],
                         [(6, 'not a dict'), (7, 'identity is empty'), (8, 'time cannot be evaluated')])

    def test_no_holders(self):
        for wrong in (5, {'user': 'a'}, None):
            with self.assertRaises(headrace.UsageError):
                headrace.transform(cases.STREAM, events=wrong)
        with self.assertRaises(headrace.InputError) as caught:
            headrace.transform(cases.STREAM, events='nowhere.jsonl')
        self.assertIn('nowhere.jsonl', str(caught.exception))

        def broken():
            yield EVENTS[0]
            raise RuntimeError('the tap is closed')
        with self.assertRaisesRegex(headrace.InputError, 'the tap is closed'):
            headrace.transform(cases.STREAM, events=broken())


if __name__ == '__main__':
    unittest.main()
