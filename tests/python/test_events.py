"""The same events, however Python holds them, give the same tables."""

import collections
import enum
import gzip
import json
import os
import tempfile
import threading
import traceback
import unittest
from datetime import datetime
from pathlib import Path

import cases
import headrace
import numpy as np
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
        from datetime import timezone
        spec = cases.STREAM.replace('parse(source.time)', 'source.time')
        at = [{**e, 'time': datetime.fromisoformat(e['time'])} for e in EVENTS]
        found = headrace.transform(spec, events=at)
        self.assertEqual(found['session'].arrow.combine_chunks(), self.expected['session'])
        self.assertEqual(found['session'].to_pylist()[0]['last'].tzinfo, timezone.utc)

    def test_dicts_and_values_of_any_class(self):
        class Kind(str, enum.Enum):
            GAME = 'game_start'
            OTHER = 'other'

        class Count(int):
            pass

        def dressed(event):
            return collections.OrderedDict({**event, 'user': np.str_(event['user']), 'event': Kind(event['event']),
                                            'won': Count(event['won']), 'score': np.float64(event['score'])})
        self.same([dressed(e) for e in EVENTS])
        self.same([collections.defaultdict(str, e) for e in EVENTS])
        whole = cases.STREAM.replace('Value: source.country', 'Value: str(source)')
        expected = headrace.transform(whole, events=EVENTS)['state'].arrow
        for kind in (collections.OrderedDict, lambda e: collections.defaultdict(str, e), dressed):
            self.assertEqual(headrace.transform(whole, events=map(kind, EVENTS))['state'].arrow, expected)

    def test_what_is_inside_is_of_any_class(self):
        class Places(list):
            pass
        Point = collections.namedtuple('Point', 'x y')
        inside = collections.OrderedDict(b=Places([1, 2]), p=Point(3, 4))
        spec = cases.STREAM.replace('Value: source.country', 'Value: "str(source.a.b) + str(source.a.p.y)"')
        found = headrace.transform(spec, events=[{**EVENTS[0], 'a': inside}])
        self.assertEqual(found['state'].to_pylist()[0]['country'], '[1, 2]4')

    def test_an_ordered_dict_keeps_its_order(self):
        event = collections.OrderedDict(EVENTS[0])
        event.move_to_end('user')
        spec = cases.STREAM.replace('Value: source.country', 'Value: "\',\'.join(source)"')
        found = headrace.transform(spec, events=[event])['state'].to_pylist()[0]['country']
        self.assertEqual(found, ','.join(event))

    def test_missing_values_of_pandas(self):
        spec = cases.STREAM.replace('Value: source.country', 'Value: str(source.paid_at)')
        frame = pd.DataFrame([{**EVENTS[0], 'user': 'a'}, {**EVENTS[1], 'user': 'b'}])
        frame['paid_at'] = pd.to_datetime(['2026-03-01 10:00', None])
        found = headrace.transform(spec, events=frame.to_dict('records'))
        self.assertEqual(found.stats['skipped'], 0)
        self.assertEqual([row['country'] for row in found['state'].to_pylist()], ['2026-03-01 10:00:00', 'None'])
        self.assertEqual(found['state'].to_pylist(), headrace.transform(spec, events=frame)['state'].to_pylist())
        spec = cases.STREAM.replace('Value: source.country', 'Value: str(gives(source.country))')
        for missing in (pd.NaT, pd.NA):
            tables = [headrace.transform(cases.STREAM, events=[{**EVENTS[0], 'country': c}]) for c in (missing, None)]
            self.assertEqual(tables[0]['state'].to_pylist(), tables[1]['state'].to_pylist())
            given = headrace.transform(spec, events=EVENTS[:1], functions={'gives': lambda value: missing})
            self.assertEqual(given['state'].to_pylist()[0]['country'], 'None')

    def test_what_is_no_event_is_left_out_and_told(self):
        result = headrace.transform(cases.STREAM, events=[*EVENTS[:5], 7, {'user': ''}, {'user': 'a', 'time': 'never'}])
        self.assertEqual(result.stats['events'], 5)
        self.assertEqual([(e['line'], e['reason']) for e in result.errors.to_pylist()],
                         [(6, 'not a dict'), (7, 'identity is empty'), (8, 'time cannot be evaluated')])

    def test_events_that_cannot_be_shown(self):
        class Detached:
            def __repr__(self):
                raise RuntimeError('detached')

        class Odd:
            def __repr__(self):
                return 'odd \ud800'
        deep = []
        for _ in range(1100):
            deep = [deep]
        rows = [EVENTS[0], Detached(), Odd(), {**EVENTS[1], 'country': deep}]
        expected = [(2, 'not a dict', 'it is a Detached', '<repr() failed>'),
                    (3, 'not a dict', 'it is a Odd', 'odd \\ud800'),
                    (4, 'an event cannot be taken over')]
        for threads in (1, 3):
            found = headrace.transform(cases.STREAM, events=rows, threads=threads)
            errors = [(e['line'], e['reason'], e['detail'], e['text']) for e in found.errors.to_pylist()]
            self.assertEqual([*errors[:2], errors[2][:2]], expected)
            self.assertIn('RecursionError', errors[2][2])
        left_out = headrace.Engine(cases.STREAM).push(rows)
        self.assertEqual([entry[1:] for entry in left_out[:2]], expected[:2])

    def test_iterables_are_read_where_they_were_made(self):
        threads = set()

        def here():
            for event in EVENTS:
                threads.add(threading.get_ident())
                yield event
        headrace.transform(cases.STREAM, events=here(), threads=3)
        headrace.Engine(cases.STREAM).push(here())
        self.assertEqual(threads, {threading.get_ident()})

    def test_iterables_of_tables(self):
        batches = pa.Table.from_pylist(EVENTS).to_batches(max_chunksize=100)
        for wrong in ([pd.DataFrame(EVENTS)] * 2, iter(batches), (pl.DataFrame(EVENTS) for _ in range(2))):
            with self.assertRaisesRegex(headrace.UsageError, 'an iterable gives dicts'):
                headrace.transform(cases.STREAM, events=wrong)

    def test_names_that_are_not_utf8(self):
        name = os.fsencode(self.path / 'odd')
        os.mkdir(name)
        for path, text in ((b'caf\xe9.txt', b''), (b'caf\xe9.jsonl', cases.lines(EVENTS).encode())):
            Path(os.fsdecode(os.path.join(name, path))).write_bytes(text)
        self.same(os.fsdecode(name))
        self.same(Path(os.fsdecode(os.path.join(name, b'caf\xe9.jsonl'))))
        with self.assertRaisesRegex(headrace.InputError, 'caf'):
            headrace.transform(cases.STREAM, events=os.fsdecode(os.path.join(name, b'no caf\xe9.jsonl')))

    def test_no_holders(self):
        for wrong in (5, {'user': 'a'}, None):
            with self.assertRaises(headrace.UsageError):
                headrace.transform(cases.STREAM, events=wrong)
        with self.assertRaises(headrace.InputError) as caught:
            headrace.transform(cases.STREAM, events='nowhere.jsonl')
        self.assertIn('nowhere.jsonl', str(caught.exception))

    def test_what_iterables_raise(self):
        class Closed(Exception):
            pass

        def broken(raised):
            yield EVENTS[0]
            raise raised
        for read in (lambda e: headrace.transform(cases.STREAM, events=e, threads=2),
                     headrace.Engine(cases.STREAM).push):
            with self.assertRaisesRegex(headrace.InputError, 'cannot be read: Closed: the tap') as caught:
                read(broken(Closed('the tap')))
            cause = caught.exception.__cause__
            self.assertIsInstance(cause, Closed)
            self.assertIn('broken', [frame.name for frame in traceback.extract_tb(cause.__traceback__)])
            for ends_programs in (KeyboardInterrupt, SystemExit, GeneratorExit):
                with self.assertRaises(ends_programs):
                    read(broken(ends_programs()))

    def test_what_a_stream_raises(self):
        class Mixed:
            def __arrow_c_stream__(self, requested_schema=None):
                raise TypeError('a column of all sorts')
        with self.assertRaisesRegex(headrace.InputError, 'a column of all sorts') as caught:
            headrace.transform(cases.STREAM, events=Mixed())
        self.assertIsInstance(caught.exception.__cause__, TypeError)


if __name__ == '__main__':
    unittest.main()
