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
from headrace.distributed import Job
from headrace.spark import chunks, lines
from headrace.spark.files import pieces, read_columns, read_lines

EVENTS = cases.events(60)


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

    def test_lines_are_divided_by_identity(self):
        text = b'\n' + cases.lines(EVENTS[:30]).encode() + b'no event\n\n' + cases.lines(EVENTS[30:]).encode()
        parts = lines.divide(Job(cases.STREAM), text, 4)
        here = [bytes(part or b'').splitlines() for part in parts]
        self.assertEqual(sorted(line for part in here for line in part), sorted(text.splitlines()))
        users = [{e['user'] for e in EVENTS if cases.lines([e]).strip().encode() in part} for part in here]
        self.assertEqual(sum(map(len, users)), len(set.union(*users)))
        self.assertGreater(sum(map(bool, users)), 1)
        for part in here:  # in their order
            self.assertEqual([x for x in part if x], [x for x in text.splitlines() if x in set(part) - {b''}])

    def test_chunks_come_back_in_order(self):
        payloads = [[pa.py_buffer(b'%d%d' % (n, p)) if (n, p) != (1, 0) else None for p in range(3)] for n in range(12)]
        batches = [*chunks.packed(payloads, 10), *chunks.packed(payloads, 9)][::-1]
        mine = [b.filter(pa.compute.equal(b['partition'], 0)) for b in batches]
        self.assertEqual([bytes(p) for p in chunks.unpacked(mine)], [b'%d0' % n for n in range(12) if n != 1] * 2)


if __name__ == '__main__':
    unittest.main()
