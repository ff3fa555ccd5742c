"""Files cut into pieces: every line once and in order, wherever the cuts fall."""

import gzip
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import session  # noqa: F401 I001 (finds the shared cases)

import cases
import headrace
import pyarrow as pa
import pyarrow.compute
import pyarrow.fs
import pyarrow.parquet
from headrace.distributed import Job, tables_of
from headrace.spark import chunks, lines
from headrace.spark.files import pieces, read_columns, read_lines

EVENTS = cases.events(60)

SEEN = '''
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: Values
Import: [{ Module: dateutil.parser, Identifiers: [parse] }]
Identity: source.user
Time: parse(source.time)
Stores: [{ Type: Blurr:Store:Memory, Name: memory }]
Aggregates:
  - Type: Blurr:Aggregate:Identity
    Name: all
    Store: memory
    Fields: [{ Name: seen, Type: list, Value: VALUE }]
'''


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def written(self, name, content):
        (self.folder / name).write_bytes(content)
        return str(self.folder / name)

    def read(self, path, split_bytes, chunk_bytes=100, format=''):
        return b''.join(text for piece in pieces([path], format, split_bytes) for text in read_lines(piece, chunk_bytes))

    def test_every_line_once(self):
        text = cases.lines(EVENTS).encode()
        for content in (text, text[:-1], text.replace(b'\n', b'\r\n'), text.replace(b'\n', b'\n\n'), b'\xef\xbb\xbf' + text):
            path = self.written('events.jsonl', content)
            whole = content.removeprefix(b'\xef\xbb\xbf').removesuffix(b'\n') + b'\n'
            for split_bytes in (1, 7, len(EVENTS[0]), 150, 1000, 1 << 20):
                self.assertEqual(self.read(path, split_bytes).removesuffix(b'\n') + b'\n', whole)

    def test_compressed(self):
        text = cases.lines(EVENTS).encode()
        path = self.written('events.jsonl.gz', gzip.compress(text[:500]) + gzip.compress(text[500:]))
        self.assertEqual(self.read(path, 100), text)

    def test_folders_and_patterns(self):
        for name in ('b.jsonl', 'a.jsonl', '_SUCCESS', '.hidden.jsonl'):
            self.written(name, b'{}\n')
        names = [Path(piece.path).name for piece in pieces([str(self.folder)])]
        self.assertEqual(names, ['a.jsonl', 'b.jsonl'])
        self.assertEqual([Path(p.path).name for p in pieces([str(self.folder / 'b*'), str(self.folder / 'a.jsonl')])],
                         ['b.jsonl', 'a.jsonl'])

    def tree(self):
        """Files of a folder; the names of those that are events."""
        taken = ['a.jsonl', 'b.json.gz', 'gz', 'part-00000', 'part-1.gz', 'sub/C.NDJSON']
        for name in (*taken, '_delta_log/0.json', '_temporary/0/part-0.jsonl', '.x/a.jsonl', 'rows.meta.json',
                     'rows.meta.json.gz', 'README.md', 'x.tar.gz', 'spec.yml', '_SUCCESS'):
            path = self.folder / 'events' / name
            path.parent.mkdir(parents=True, exist_ok=True)
            line = cases.lines(EVENTS[:1]).encode()
            path.write_bytes(gzip.compress(line) if name.endswith('.gz') else line)
        return taken

    def test_a_folder_is_what_it_is_for_one_process(self):
        taken = self.tree()
        found = pieces([str(self.folder / 'events')])
        self.assertEqual([str(Path(p.path).relative_to(self.folder / 'events')) for p in found], taken)
        self.assertEqual(headrace.transform(cases.STREAM, events=self.folder / 'events').stats['events'], len(taken))
        self.assertEqual(b''.join(text for p in found for text in read_lines(p, 100)).count(b'\n'), len(taken))

    def test_addresses(self):
        taken = self.tree()
        there = pyarrow.fs.SubTreeFileSystem(str(self.folder), pyarrow.fs.LocalFileSystem())
        with mock.patch('headrace.spark.files.fs.FileSystem') as filesystem:
            filesystem.from_uri.side_effect = lambda uri: (there, uri.split('://')[1].split('?')[0].rstrip('/'))
            for address in ('s3://events', 's3://events/', 's3://events?endpoint_override=minio:9000'):
                found = pieces([address])
                self.assertEqual([p.path.removeprefix('events/') for p in found], taken)
                self.assertEqual({p.address for p in found}, {address})
                for piece in found:
                    self.assertEqual(b''.join(read_lines(piece, 100)), cases.lines(EVENTS[:1]).encode())
            for wrong, said in (('s3://events/*.jsonl', 'a pattern stands for files of this machine'),
                                ('s3://nowhere', 'no such file')):
                with self.assertRaisesRegex(headrace.InputError, said):
                    pieces([wrong])

    def test_columns(self):
        table = pa.Table.from_pylist(EVENTS)
        pyarrow.parquet.write_table(table, self.folder / 'events.parquet')
        with pa.ipc.new_file(self.folder / 'events.arrow', table.schema) as out:
            out.write_table(table, max_chunksize=7)
        with pa.ipc.new_stream(self.folder / 'stream.arrow', table.schema) as out:
            out.write_table(table, max_chunksize=7)
        with pa.ipc.new_stream(self.folder / 'two.arrow', table.schema) as out:
            out.write_table(table[:5])
        with (self.folder / 'two.arrow').open('ab') as file, pa.ipc.new_stream(file, table.schema) as out:
            out.write_table(table[5:])
        (self.folder / 'part-0').write_bytes((self.folder / 'events.parquet').read_bytes())
        for name in ('events.parquet', 'events.arrow', 'stream.arrow', 'two.arrow', 'part-0'):
            piece, = pieces([str(self.folder / name)])
            found = pa.Table.from_batches(read_columns(piece, lambda names: [n for n in names if n in ('user', 'score')]))
            self.assertEqual(found.to_pylist(), table.select(found.column_names).to_pylist())

    def test_what_has_no_pieces(self):
        for name, content, said in (('a.csv', b'a,b\n', 'JSON lines, Parquet and Arrow'),
                                    ('a.json', b'[{"user": "a"}]\n', 'an event on each'),
                                    ('b.json', b'{"user":\n"a"}\n', 'an event on each')):
            with self.assertRaisesRegex(headrace.InputError, said):
                self.read(self.written(name, content), 1 << 20)
        for text in (b'[1, 2]\n{"user": "a"}\n', b'{"user": "a\n{"user": "b"}\n'):  # bad lines, but lines
            self.assertEqual(self.read(self.written('lines.json', text), 1 << 20), text)
        with self.assertRaisesRegex(headrace.InputError, 'No such file'):
            pieces([str(self.folder / 'nowhere.jsonl')])
        with self.assertRaisesRegex(headrace.InputError, 'standard input'):
            pieces(['-'])

    def assert_divided_as_whole(self, spec, text, window=None):
        """Lines divided, encoded and evaluated part by part, against one run over them; gives the run's reasons."""
        job = Job(spec, window, now='2026-01-01T00:00:00Z')
        whole = headrace.transform(spec, window, events=self.written('all.jsonl', text), format='json', now=job.now)
        found = [lines.evaluate(job, [pa.py_buffer(part)], 2) for part in lines.divide(job, text, 4) if part]
        self.assertGreater(len(found), 1)
        for name, table in tables_of(whole).items():
            identity = next(c for c in table.columns if c.split('.')[-1] == '_identity')
            rows = pa.concat_tables([tables_of(part)[name].arrow for part in found])
            self.assertEqual(*(sorted(map(repr, sorted(t.to_pylist(), key=lambda row: row[identity]))) for t in (rows, table.arrow)))
        reasons = sorted(e['reason'] + e['detail'] + e['text'] for e in whole.errors.to_pylist())
        self.assertEqual(sorted(e['reason'] + e['detail'] + e['text'] for part in found for e in part.errors.to_pylist()), reasons)
        self.assertEqual(sum(part.stats['events'] for part in found), whole.stats['events'])
        return reasons

    def test_lines_are_divided_by_identity(self):
        text = b'\n' + cases.lines(EVENTS[:30]).encode() + b'no event\n\n{"time": 5}\n' + cases.lines(EVENTS[30:]).encode()
        for window in (None, cases.WINDOW):
            self.assertEqual(len(self.assert_divided_as_whole(cases.STREAM, text, window)), 2)
        self.assertEqual(lines.divide(Job(cases.STREAM), b'', 3), [None] * 3)
        with self.assertRaisesRegex(headrace.InputError, 'damaged'):
            lines.evaluate(Job(cases.STREAM), [pa.py_buffer(b'\x05\x01abcd')], 1)

    def test_what_lines_hold_comes_through_to_the_bit(self):
        values = ['1', '1.0', '-0.0', '1e308', '1e999', 'NaN', str(1 << 70), '"\\u00e9\\ud800"', '"' + 'long ' * 9 + '"', 'null', '[1, [2.5]]',
                  '{"k": [true, {}]}', '{"k": 1, "k": 2}', '""']
        text = ''.join(f'{{"user": "u{i % 3}", "time": "2026-01-01T00:{i:02}:00Z", "v": {v}}}\n' for i, v in enumerate(values))
        for value in ('all.seen.append(repr(source.v))', 'all.seen.append(repr(source) + repr(source.v))'):
            spec = SEEN.replace('VALUE', value)
            self.assertEqual(self.assert_divided_as_whole(spec, text.encode() + b'{"user": "u0", "time": "2026-01-02T00:00:00Z"}\n'), [])

    def test_an_identity_that_changes_its_event_is_evaluated_on_the_event(self):
        spec = SEEN.replace('Identity: source.user', "Identity: source.pop('user', '')").replace('VALUE', 'all.seen.append(str(source))')
        self.assertEqual(self.assert_divided_as_whole(spec, cases.lines(EVENTS).encode()), [])

    def test_chunks_come_back_in_order(self):
        payloads = [[b'%d%d' % (n, p) if (n, p) != (1, 0) else None for p in range(3)] for n in range(12)]
        batches = [*chunks.packed(payloads, 10), *chunks.packed(payloads, 9)][::-1]
        mine = [b.filter(pa.compute.equal(b['partition'], 0)) for b in batches]
        self.assertEqual([bytes(p) for p in chunks.unpacked(mine)], [b'%d0' % n for n in range(12) if n != 1] * 2)


if __name__ == '__main__':
    unittest.main()
