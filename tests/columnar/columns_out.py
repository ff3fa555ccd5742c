"""Files that headrace writes, as pyarrow reads them: types and values are those of docs/columns.md, the bytes hang
on nothing else, and headrace reads its own files back as what they were."""

import datetime as dt
import hashlib
import json
import unittest

from headrace import Case, ipc, pa, pq

FIELDS = ['integer', 'boolean', 'string', 'float', 'datetime', 'map', 'list', 'set']
COPY = '\n'.join(f"      - {{ Name: a_{t}, Type: {t}, Value: source.a_{t}, When: 'source.a_{t} is not None' }}"
                 for t in FIELDS)
SPEC = f"""
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: copy
Import: [ {{ Module: dateutil.parser, Identifiers: [ parse ] }} ]
Stores: [ {{ Type: Blurr:Store:Memory, Name: memory }} ]
Identity: source.id
Time: parse(source.at)
Aggregates:
  - Type: Blurr:Aggregate:Block
    Name: copy
    Store: memory
    Dimensions: [ {{ Name: n, Type: integer, Value: source.n }} ]
    Fields:
{COPY}
"""
SPEC = SPEC.replace('Value: source.a_datetime', 'Value: parse(source.a_datetime)')
# Reads what SPEC wrote.
BACK = (SPEC.replace('source.id', 'source._identity').replace('parse(source.at)', 'source._start_time')
        .replace('parse(source.a_datetime)', 'source.a_datetime'))

EVENTS = [
    {'a_integer': 5, 'a_boolean': True, 'a_string': 'España', 'a_float': 0.1, 'a_datetime': '2018-03-07T23:35:31.000001+05:30',
     'a_map': {'a': 1, 'b': [None, 2.5]}, 'a_list': [1, 'x', {'k': float('nan')}], 'a_set': [3, 1, 2]},
    {},
    {'a_integer': 2**63 - 1, 'a_float': float('inf'), 'a_datetime': '9999-12-31T23:59:59Z', 'a_string': ''},
    {'a_integer': -2**63, 'a_float': float('nan'), 'a_datetime': '0001-01-01T00:00:00Z'},
    {'a_integer': 2**65, 'a_string': 'a lone \ud83d one', 'a_datetime': '1969-12-31T23:59:59.999999-03:00'},
    {'a_integer': True, 'a_list': list(range(50)), 'a_float': -0.0},
]

WINDOW = """
Type: Blurr:Transform:Window
Version: '2018-03-01'
Name: around
SourceBTS: copy
Anchor: { Condition: copy.copy.a_boolean }
Aggregates:
  - Type: Blurr:Aggregate:Window
    Name: past
    WindowType: count
    WindowValue: -1
    Source: copy.copy
    Fields:
      - { Name: n, Type: integer, Value: 'source.a_integer[-1]' }
      - { Name: last, Type: map, Value: 'source.a_map[-1]' }
      - { Name: all, Type: list, Value: source.a_map }
"""
PLAIN_WINDOW = '\n'.join(line for line in WINDOW.split('\n') if 'Name: last' not in line)


def timestamps(values):
    return [None if v is None else dt.datetime.fromisoformat(v).astimezone(dt.timezone.utc) for v in values]


class ColumnsOut(Case):
    def setUp(self):
        super().setUp()
        self.spec = self.write_text('copy.yml', SPEC)
        self.back = self.write_text('back.yml', BACK)

    def write_events(self, events, name='events.jsonl'):
        lines = [json.dumps({'id': 'u', 'n': n, 'at': f'2026-01-01T00:{n // 60:02}:{n % 60:02}+02:00', **event})
                 for n, event in enumerate(events)]
        return self.write_text(name, '\n'.join(lines) + '\n')

    def window(self, spec, events, output):
        self.write_text('window.yml', spec)
        path = self.folder / output
        self.run_headrace(f'--streaming-bts={self.spec}', '--window-bts=window.yml', self.write_events(events),
                          '--output', path)
        return pq.read_table(path)

    def test_each_type_is_its_column(self):
        events = self.write_events(EVENTS)
        printed = self.blocks(f'--streaming-bts={self.spec}', events)
        for name in ('out.parquet', 'out.arrow'):
            path = self.folder / name
            self.run_headrace(f'--streaming-bts={self.spec}', events, '--output', path)
            table = pq.read_table(path) if name.endswith('parquet') else ipc.open_file(path).read_all()
            utc, text_json = pa.timestamp('us', 'UTC'), pa.json_(pa.string())
            self.assertEqual([(f.name, f.type) for f in table.schema], [
                ('_identity', pa.string()), ('_start_time', utc), ('_end_time', utc), ('a_integer', pa.int64()),
                ('a_boolean', pa.bool_()), ('a_string', pa.string()), ('a_float', pa.float64()), ('a_datetime', utc),
                ('a_map', text_json), ('a_list', text_json), ('a_set', text_json), ('n', pa.int64()),
                ('_start_time__offset', pa.int32()), ('_end_time__offset', pa.int32()),
                ('a_datetime__offset', pa.int32()), ('_exact', text_json)])
            columns = {c: table[c].to_pylist() for c in table.column_names}
            for c in ('_start_time', '_end_time', 'a_datetime'):
                self.assertEqual(columns[c], timestamps([block[c] for block in printed]))
            self.assertEqual(columns['a_datetime__offset'], [19800, None, None, None, -10800, None])
            self.assertEqual(columns['_start_time__offset'], [7200] * len(EVENTS))
            self.assertEqual(columns['a_integer'], [5, 0, 2**63 - 1, -2**63, None, 1])
            self.assertEqual(columns['a_string'], ['España', '', '', '', 'a lone \ufffd one', ''])
            self.assertEqual(repr(columns['a_float']), '[0.1, 0.0, inf, nan, 0.0, -0.0]')
            self.assertEqual(columns['a_boolean'], [True] + [False] * 5)
            for c in ('a_map', 'a_list', 'a_set'):
                self.assertEqual(columns[c], [json.dumps(block[c]) for block in printed])
            self.assertEqual(columns['_exact'],
                             [None] * 4 + [json.dumps({'a_integer': 2**65, 'a_string': 'a lone \ud83d one'})] + [None])

    def test_own_files_read_back(self):
        events = self.write_events(EVENTS)
        printed = self.run_headrace(f'--streaming-bts={self.spec}', events).stdout
        for name in ('out.parquet', 'out.arrow'):
            self.run_headrace(f'--streaming-bts={self.spec}', events, '--output', name)
            # True is 1 once it has been stored.
            self.assertEqual(self.run_headrace(f'--streaming-bts={self.back}', name).stdout,
                             printed.replace(b'"a_integer": true', b'"a_integer": 1'))

    def test_a_file_an_aggregate(self):
        second = ('  - { Type: Blurr:Aggregate:Identity, Name: total, Store: memory, Fields: [ { Name: n, Type: integer, '
                  'Value: total.n + 1 } ] }\n')
        self.write_text('two.yml', SPEC + second)
        events = self.write_events(EVENTS)
        self.run_headrace('--streaming-bts=two.yml', events, '--output', 'out/', '--output-format=parquet')
        self.assertEqual(sorted(p.name for p in (self.folder / 'out').iterdir()), ['copy.parquet', 'total.parquet'])
        total = pq.read_table(self.folder / 'out' / 'total.parquet').to_pylist()
        self.assertEqual(total, [{'_identity': 'u', 'n': len(EVENTS), '_exact': None}])
        self.assertEqual(pq.read_metadata(self.folder / 'out' / 'copy.parquet').num_rows, len(EVENTS))

    def test_window_rows(self):
        events = [{'a_integer': 7, 'a_map': {'x': 1}}, {'a_boolean': True, 'a_map': {'x': 2, 'y': 3}}]
        table = self.window(PLAIN_WINDOW, events, 'rows.parquet')
        self.assertEqual(table.to_pylist(), [{'past._identity': 'u', 'past.n': 7, 'past.all': '[{"x": 1}]', '_exact': None}])

    def test_keys_of_maps_are_columns(self):
        maps = [{'x': 1, 'b': True}, {'x': 2, 'f': 1, 't': 'a', 'm': 1, 'd': {'k': 0.5}}, {'f': 0.5, 'm': 'two', 'l': [1]},
                {'none': None, 'f': 2**53 + 1}, {}]
        events = [{'a_boolean': i > 0, 'a_map': m} for i, m in enumerate(maps)] + [{'a_boolean': True}]
        table = self.window(WINDOW, events, 'rows.parquet')
        text_json = pa.json_(pa.string())
        self.assertEqual([(f.name, f.type) for f in table.schema], [
            ('past._identity', pa.string()), ('past.n', pa.int64()), ('past.all', text_json), ('last.x', pa.int64()),
            ('last.b', pa.bool_()), ('last.f', text_json), ('last.t', pa.string()), ('last.m', text_json),
            ('d.k', pa.float64()), ('last.l', text_json), ('last.none', text_json), ('_exact', text_json)])
        self.assertEqual(table['last.x'].to_pylist(), [1, 2, None, None, None])
        self.assertEqual(table['last.m'].to_pylist(), [None, '1', '"two"', None, None])
        self.assertEqual(table['last.f'].to_pylist(), [None, '1', '0.5', str(2**53 + 1), None])
        self.assertEqual(table['d.k'].to_pylist(), [None, 0.5, None, None, None])
        self.assertEqual(table['last.l'].to_pylist(), [None, None, '[1]', None, None])

    def test_integers_beside_floats(self):
        events = [{'a_boolean': True, 'a_map': {'f': v}} for v in (1, 0.5, 2**53, 0)]
        table = self.window(WINDOW, events, 'rows.parquet')
        self.assertEqual(table.schema.field('last.f').type, pa.float64())
        self.assertEqual(table['last.f'].to_pylist(), [1.0, 0.5, 2.0**53])

    def test_too_many_keys(self):
        events = [{'a_map': {str(i): 1 for i in range(10_001)}}, {'a_boolean': True}]
        self.write_text('window.yml', WINDOW)
        run = self.run_headrace(f'--streaming-bts={self.spec}', '--window-bts=window.yml', self.write_events(events),
                                '--output', 'rows.parquet', code=1)
        self.assertIn('more than 10000 different keys', run.stderr.decode())
        self.assertFalse((self.folder / 'rows.parquet').exists())

    def test_the_same_bytes_on_any_number_of_threads(self):
        lines = [json.dumps({'id': f'user {n * 7919 % 500}', 'n': n % 40, 'at': f'2026-01-01T{n % 24:02}:00:00Z',
                             'a_integer': n, 'a_boolean': n % 3 == 0, 'a_map': {f'k{n % 5}': n / 7}, 'a_list': [n] * (n % 9)})
                 for n in range(6000)]
        events = self.write_text('events.jsonl', '\n'.join(lines))
        self.write_text('window.yml', WINDOW)
        for name, more in (('a.parquet', []), ('b.arrow', []), ('c.parquet', ['--window-bts=window.yml'])):
            digests = set()
            for threads in (1, 2, 7):
                self.run_headrace(f'--streaming-bts={self.spec}', *more, f'--threads={threads}', events, '--output', name)
                digests.add(hashlib.sha256((self.folder / name).read_bytes()).hexdigest())
            self.assertEqual(len(digests), 1, name)

    def test_where_it_comes_from(self):
        events = self.write_events(EVENTS)
        self.run_headrace(f'--streaming-bts={self.spec}', events, '--output', 'out.parquet')
        self.run_headrace(f'--streaming-bts={self.spec}', events, '--output', 'out.arrow')
        spec_digest = hashlib.sha256(self.spec.read_bytes()).hexdigest().encode()
        for metadata in (pq.read_metadata(self.folder / 'out.parquet').metadata,
                         ipc.open_file(self.folder / 'out.arrow').metadata):
            self.assertEqual(metadata[b'headrace.streaming_spec_sha256'], spec_digest)
            self.assertEqual(metadata[b'headrace.rows'], str(len(EVENTS)).encode())
            self.assertEqual(metadata[b'headrace.events'], str(len(EVENTS)).encode())
            self.assertEqual(metadata[b'headrace.input_bytes'], str(events.stat().st_size).encode())

    def test_the_digest_of_columnar_input_covers_the_file(self):
        self.run_headrace(f'--streaming-bts={self.spec}', self.write_events(EVENTS), '--output', 'in.parquet')
        self.run_headrace(f'--streaming-bts={self.back}', 'in.parquet', '--output', 'out.parquet')
        metadata = pq.read_metadata(self.folder / 'out.parquet').metadata
        self.assertEqual(metadata[b'headrace.input_bytes'], str((self.folder / 'in.parquet').stat().st_size).encode())

    def test_no_events_give_a_table_without_rows(self):
        events = self.write_text('events.jsonl', '')
        for name in ('out.parquet', 'out.arrow'):
            self.run_headrace(f'--streaming-bts={self.spec}', events, '--output', name)
        self.assertEqual(pq.read_table(self.folder / 'out.parquet').shape, (0, 16))
        self.assertEqual(ipc.open_file(self.folder / 'out.arrow').read_all().shape, (0, 16))

    def test_a_field_named_as_an_offset(self):
        self.write_text('clash.yml', SPEC.replace('Name: a_string', 'Name: a_datetime__offset'))
        run = self.run_headrace('--streaming-bts=clash.yml', self.write_events(EVENTS), '--output', 'out.parquet', code=1)
        self.assertIn("two columns of the output would be named 'a_datetime__offset'", run.stderr.decode())
        self.assertFalse((self.folder / 'out.parquet').exists())

    def test_groups_of_rows(self):
        events = [{'a_list': ['x' * 1_000_000]} for _ in range(130)]
        self.run_headrace(f'--streaming-bts={self.spec}', self.write_events(events), '--output', 'out.parquet')
        metadata = pq.read_metadata(self.folder / 'out.parquet')
        groups = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
        self.assertEqual(groups, [67, 63])


if __name__ == '__main__':
    unittest.main()
