"""Files that pyarrow writes, of every type, read as events: each element's repr() is what docs/columns.md says."""

import datetime as dt
import decimal
import struct
import unittest
import uuid

from headrace import Case, ipc, pa, pq, write

SPEC = """
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: shown
Identity: source.id
Time: source.at
Aggregates:
  - Type: Blurr:Aggregate:Identity
    Name: all
    Store: memory
    Fields:
      - { Name: seen, Type: list, Value: all.seen.append(repr(source.x)) }
Stores: [ { Type: Blurr:Store:Memory, Name: memory } ]
"""
RECORD_SPEC = SPEC.replace('repr(source.x)', 'sorted(source.items())')

UTC = dt.timezone.utc
AT = dt.datetime(2026, 3, 1, 12, 30, 15, 250001)
NOON = dt.time(12, 0, 0, 1000)

# (type, values as pyarrow takes them, the same as an expression sees them; None stands at the end of each)
INTS = [(pa.int8(), [-128, 127]), (pa.int16(), [-2**15]), (pa.int32(), [-2**31]), (pa.int64(), [-2**63, 2**63 - 1]),
        (pa.uint8(), [255]), (pa.uint16(), [2**16 - 1]), (pa.uint32(), [2**32 - 1]), (pa.uint64(), [7, 2**64 - 1])]
SAME = INTS + [
    (pa.float64(), [0.1, float('inf'), float('nan'), -0.0]),
    (pa.bool_(), [True, False]),
    (pa.string(), ['', 'a', 'España 🐎', 'longer than what fits inside a value']),
    (pa.large_string(), ['', 'x' * 20]),
    (pa.binary(), [b'', b'\x00\xff']),
    (pa.large_binary(), [b'abc']),
    (pa.binary(3), [b'abc']),
    (pa.date32(), [dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(9999, 12, 31)]),
    (pa.time64('us'), [dt.time(23, 59, 59, 999999)]),
    (pa.time32('ms'), [NOON]),
    (pa.timestamp('us'), [AT, dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59, 999999)]),
    (pa.timestamp('ms'), [dt.datetime(1969, 12, 31, 23, 59, 59, 999000)]),
    (pa.duration('us'), [dt.timedelta(days=-1, microseconds=1), dt.timedelta(days=3, seconds=5)]),
    (pa.list_(pa.int64()), [[], [1, None, 3]]),
    (pa.large_list(pa.string()), [['a', 'b']]),
    (pa.list_(pa.float64(), 2), [[1.5, 2.5], [0.0, 1.0]]),
    (pa.list_(pa.list_(pa.int32())), [[[1], [], [2, 3]]]),
    (pa.struct([('a', pa.int64()), ('b', pa.string())]), [{'a': 1, 'b': None}, {'a': None, 'b': 'x'}]),
    (pa.dictionary(pa.int32(), pa.string()), ['red', 'blue', 'red']),
    (pa.list_(pa.struct([('k', pa.list_(pa.bool_()))])), [[{'k': [True]}, {'k': None}], []]),
]
OTHER = [
    (pa.float32(), [0.5, 0.1], [0.5, 0.10000000149011612]),
    (pa.float16(), [1.5, 65504.0, 6e-8, float('-inf')], [1.5, 65504.0, 5.960464477539063e-08, float('-inf')]),
    (pa.date64(), [dt.date(1969, 12, 31)], [dt.date(1969, 12, 31)]),
    (pa.time32('s'), [dt.time(1, 2, 3)], [dt.time(1, 2, 3)]),
    (pa.timestamp('us', 'UTC'), [AT.replace(tzinfo=UTC)], [AT.replace(tzinfo=UTC)]),
    (pa.timestamp('s', 'UTC'), [AT.replace(microsecond=0, tzinfo=UTC)], [AT.replace(microsecond=0, tzinfo=UTC)]),
    (pa.timestamp('us', '+05:30'), [AT.replace(tzinfo=UTC)],
     [AT.replace(tzinfo=UTC).astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30)))]),
    (pa.timestamp('us', 'Europe/Berlin'), [AT.replace(tzinfo=UTC)], [AT.replace(tzinfo=UTC)]),
    (pa.decimal128(9, 2), [decimal.Decimal('12.34'), decimal.Decimal('-0.10')], [12.34, -0.1]),
    (pa.decimal128(38, 0), [decimal.Decimal(10**37), decimal.Decimal(-5)], [10**37, -5]),
    (pa.decimal256(76, 30), [decimal.Decimal('-1.5')], [-1.5]),
    (pa.map_(pa.string(), pa.int64()), [[('b', 1), ('a', None)], []], [{'b': 1, 'a': None}, {}]),
    (pa.map_(pa.int32(), pa.list_(pa.string())), [[(7, ['x'])]], [{7: ['x']}]),
]
# Not to be had in Parquet.
IPC_ONLY = [
    (pa.string_view(), ['', 'short', 'longer than twelve bytes'], None),
    (pa.binary_view(), [b'longer than twelve bytes'], None),
    (pa.list_view(pa.int16()), [[1, 2], []], None),
    (pa.large_list_view(pa.int16()), [[1, 2], []], None),
    (pa.decimal32(5, 1), [decimal.Decimal('2.5')], [2.5]),
    (pa.decimal64(12, 0), [decimal.Decimal(-3)], [-3]),
    (pa.null(), [None], None),
]


def events(array, schema_field=None):
    count = len(array)
    field = schema_field or pa.field('x', array.type)
    at = [dt.datetime(2026, 1, 1, tzinfo=UTC) + dt.timedelta(seconds=i) for i in range(count)]
    return pa.table([pa.array(['a'] * count), pa.array(at, pa.timestamp('us', 'UTC')), array],
                    schema=pa.schema([('id', pa.string()), ('at', pa.timestamp('us', 'UTC')), field]))


def moved(data, begin):
    """The bytes of a file with one record batch as other writers lay it out: its first message begins later."""
    footer_size = struct.unpack('<i', data[-10:-6])[0]
    footer_begin = len(data) - 10 - footer_size
    source = pa.BufferReader(data)
    source.seek(8)
    ipc.read_message(source)
    old, new = (struct.pack('<q', source.tell() + by) for by in (0, begin - 8))  # where the index says it stands
    footer = data[footer_begin:-10]
    assert footer.count(old) == 1
    return data[:8].ljust(begin, b'\0') + data[8:footer_begin] + footer.replace(old, new) + data[-10:]


class ColumnsIn(Case):
    def setUp(self):
        super().setUp()
        self.spec = self.write_text('spec.yml', SPEC)

    def seen(self, path, **options):
        return self.blocks(f'--streaming-bts={self.spec}', path, **options)[0]['seen']

    def check(self, kind, values, wanted, suffixes, array=None):
        for suffix in suffixes:
            with self.subTest(type=str(kind), format=suffix):
                path = self.folder / f'events.{suffix}'
                write(events(array or pa.array([*values, None], kind)), path)
                self.assertEqual(self.seen(path), [repr(v) for v in [*(wanted or values), None]])

    def test_types_that_stay_what_they_are(self):
        for number, (kind, values) in enumerate(SAME):
            # Each type in one format or the other; the columns are read by the same code.
            self.check(kind, values, None, ['parquet', 'arrow', 'arrows'][number % 3:][:1])

    def test_types_that_become_others(self):
        for kind, values, wanted in OTHER:
            self.check(kind, values, wanted, ['arrow' if kind == pa.float16() else 'parquet'])

    def test_types_of_ipc_alone(self):
        for kind, values, wanted in IPC_ONLY:
            self.check(kind, values, wanted, ['arrow'])

    def test_all_formats_and_units(self):
        self.check(pa.string(), ['a'], None, ['parquet', 'arrow', 'arrows'])
        nanoseconds = pa.array([1_500, -1, None], pa.timestamp('ns'))
        self.check(pa.timestamp('ns'), None, [dt.datetime(1970, 1, 1, 0, 0, 0, 1),
                                              dt.datetime(1969, 12, 31, 23, 59, 59, 999999)], ['parquet'], nanoseconds)

    def test_run_ends_and_unions(self):
        runs = pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(['a', None]))
        self.check(runs.type, None, ['a', 'a'], ['arrow'], runs)
        for union in (pa.UnionArray.from_dense(pa.array([0, 1, 0], pa.int8()), pa.array([0, 0, 1], pa.int32()),
                                               [pa.array([5, None]), pa.array(['x'])]),
                      pa.UnionArray.from_sparse(pa.array([0, 1, 0], pa.int8()),
                                                [pa.array([5, 6, None]), pa.array(['w', 'x', 'y'])])):
            self.check(union.type, None, [5, 'x'], ['arrow'], union)

    def test_json_and_uuid(self):
        text = pa.array(['{"a": [1, 2.5, null]}', '"x"', None], pa.json_(pa.string()))
        self.check(text.type, None, [{'a': [1, 2.5, None]}, 'x'], ['parquet', 'arrow'], text)
        key = uuid.UUID('00112233-4455-6677-8899-aabbccddeeff')
        uuids = pa.array([key.bytes, None], pa.uuid())
        self.check(uuids.type, None, [str(key)], ['parquet', 'arrow'], uuids)

    def test_slices_start_anywhere(self):
        for kind, values in SAME:
            array = pa.array([*values, *values, None], kind)[1:]
            self.check(kind, None, [*values, *values][1:], ['arrow'], array)

    def test_only_what_is_read_counts(self):
        table = events(pa.array([1], pa.int64()))
        intervals = pa.array([pa.MonthDayNano([1, 2, 3])], pa.month_day_nano_interval())
        path = self.folder / 'events.arrow'
        write(table.append_column('unread', intervals), path)
        self.assertEqual(self.seen(path), ['1'])
        write(table.set_column(2, 'x', intervals), path)
        error = self.run_headrace(f'--streaming-bts={self.spec}', path, code=1).stderr.decode()
        self.assertIn("column 'x': error: the column's type is not supported", error)

    def test_names_that_are_no_text(self):
        name = pa.field(b'a\xf0', pa.int64())
        path = self.folder / 'events.arrow'
        write(events(pa.StructArray.from_arrays([pa.array([1])], fields=[name])), path)
        error = self.run_headrace(f'--streaming-bts={self.spec}', path, code=1).stderr.decode()
        self.assertIn("column 'x': error: a field's name is not UTF-8", error)
        write(events(pa.array([1])).append_column(name, pa.array([2])), path)
        self.assertEqual(self.seen(path), ['1'])
        record = self.write_text('record.yml', RECORD_SPEC)
        error = self.run_headrace(f'--streaming-bts={record}', path, code=1).stderr.decode()
        self.assertIn("error: the column's name is not UTF-8", error)

    def test_a_missing_column_is_a_missing_key(self):
        path = self.folder / 'events.parquet'
        write(events(pa.array([1])).drop_columns(['x']), path)
        self.assertEqual(self.seen(path), ['None'])

    def test_the_last_of_equal_names(self):
        table = events(pa.array([1]))
        path = self.folder / 'events.parquet'
        write(table.append_column('x', pa.array([2])), path)
        self.assertEqual(self.seen(path), ['2'])

    def test_the_event_as_a_whole(self):
        spec = self.write_text('record.yml', RECORD_SPEC)
        path = self.folder / 'events.parquet'
        write(events(pa.array([{'k': 1}])), path)
        seen = self.blocks(f'--streaming-bts={spec}', path)[0]['seen']
        self.assertEqual(seen, [[['at', '2026-01-01T00:00:00+00:00'], ['id', 'a'], ['x', {'k': 1}]]])

    def test_rows_without_a_form_are_skipped(self):
        for values, kind in (([b'\xff', b'good'], pa.binary()), (None, None)):
            array = pa.array(values, kind).view(pa.string()) if values else pa.array([10**9, 0], pa.date32())
            path = self.folder / 'events.parquet'
            write(events(array), path)
            run = self.run_headrace(f'--streaming-bts={self.spec}', path)
            self.assertIn('skipped', run.stderr.decode())
            self.assertEqual(len(run.stdout.splitlines()), 1)

    def test_text_inside_others_that_is_no_utf8(self):
        """Costs its row as in a column of its own, in Parquet and in Arrow."""
        texts = pa.array([b'\xff', b'good', b'longer than twelve bytes, \xff'], pa.binary()).view(pa.string())
        offsets = pa.array([0, 1, 2, 3], pa.int32())
        views = pa.array([b'\xff', b'good', b'longer than twelve bytes, \xff'], pa.binary_view()).view(pa.string_view())
        for array, wanted in ((pa.ListArray.from_arrays(offsets, texts), ['good']),
                              (pa.StructArray.from_arrays([texts], ['a']), {'a': 'good'}),
                              (pa.MapArray.from_arrays(offsets, pa.array(['k'] * 3), texts), {'k': 'good'}),
                              (pa.DictionaryArray.from_arrays(pa.array([0, 1, 2], pa.int8()), texts), 'good'),
                              (views, 'good')):
            for suffix in ('arrow', 'arrows'):
                with self.subTest(type=str(array.type), format=suffix):
                    path = self.folder / f'events.{suffix}'
                    write(events(array), path)
                    run = self.run_headrace(f'--streaming-bts={self.spec}', path)
                    self.assertIn('2 of 3 events were skipped', run.stderr.decode())
                    self.assertEqual(self.seen(path), [repr(wanted)])

    def test_streams_one_behind_the_other(self):
        path = self.folder / 'events.arrows'
        data = b''
        for values in ([1, 2], [], [3]):
            table = events(pa.array(values, pa.int64()))
            write(table.replace_schema_metadata({'rows': str(len(values))}), path)
            data += path.read_bytes()
        path.write_bytes(data)
        in_time = ['1', '3', '2']  # each table begins at the same time
        self.assertEqual(self.seen(path), in_time)
        self.assertEqual(self.seen('-', input=data), in_time)
        write(events(pa.array(['4'])), path)
        path.write_bytes(data + path.read_bytes())
        error = self.run_headrace(f'--streaming-bts={self.spec}', path, code=1).stderr.decode()
        self.assertIn('behind its first stream stands one with other columns', error)
        path.write_bytes(data + b'more')
        error = self.run_headrace(f'--streaming-bts={self.spec}', path, code=1).stderr.decode()
        self.assertIn('is damaged', error)

    def test_files_whose_first_message_begins_later(self):
        path = self.folder / 'events.arrow'
        write(events(pa.array([1, 2])), path)
        data = path.read_bytes()
        for begin in (16, 64, 128):
            with self.subTest(begin=begin):
                path.write_bytes(moved(data, begin))
                self.assertEqual(self.seen(path), ['1', '2'])

    def test_a_pipe(self):
        for suffix in ('parquet', 'arrow', 'arrows'):
            path = self.folder / f'events.{suffix}'
            write(events(pa.array([1, 2])), path)
            self.write_text('<stdin>', 'as messages call it')
            self.assertEqual(self.seen('-', input=path.read_bytes()), ['1', '2'])

    def test_no_columns_at_all(self):
        constant = (SPEC.replace('source.id', '"\'me\'"').replace('source.at', 'datetime(2026, 1, 1)')
                    .replace('repr(source.x)', '1')
                    .replace('Aggregates:', 'Import: [ { Module: datetime, Identifiers: [ datetime ] } ]\nAggregates:'))
        spec = self.write_text('constant.yml', constant)
        for suffix in ('parquet', 'arrow', 'arrows'):
            path = self.folder / f'events.{suffix}'
            write(events(pa.array([1, 2, 3])), path)
            self.assertEqual(self.blocks(f'--streaming-bts={spec}', path)[0]['seen'], [1, 1, 1])

    def test_many_row_groups(self):
        path = self.folder / 'events.parquet'
        pq.write_table(events(pa.array(range(5000))), path, row_group_size=77)
        self.assertEqual(self.seen(path), [str(i) for i in range(5000)])


if __name__ == '__main__':
    unittest.main()
