"""Files that are not what they should be, disks that are full and plug-ins that are missing: each a clear error with
the proper exit code, never a crash, and nothing under the output's name."""

import os
import pathlib
import random
import shutil
import subprocess
import unittest

from headrace import HEADRACE, Case, ipc, pa, pq, write

SPEC = """
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: shown
Import: [ { Module: datetime, Identifiers: [ datetime ] } ]
Stores: [ { Type: Blurr:Store:Memory, Name: memory } ]
Identity: source.id
Time: datetime(2026, 1, 1)
Aggregates:
  - Type: Blurr:Aggregate:Identity
    Name: every
    Store: memory
    Fields:
      - { Name: seen, Type: list, Value: 'every.seen.append([source.x, source.s, source.l])' }
"""
SUFFIXES = ('parquet', 'arrow', 'arrows')
FLIPS = 15


def message_starts(data, begin):
    """Where the messages of a stream stand that begins there."""
    source = pa.BufferReader(data)
    source.seek(begin)
    starts = []
    while True:
        at = source.tell()
        try:
            ipc.read_message(source)
        except EOFError:
            return starts
        starts.append(at)


class DamagedFiles(Case):
    def setUp(self):
        super().setUp()
        self.spec = self.write_text('spec.yml', SPEC)
        count = 300
        self.table = pa.table({
            'id': [f'user {i % 7}' for i in range(count)],
            'x': list(range(count)),
            's': pa.array([f'text {i % 5}' for i in range(count)]).dictionary_encode(),
            'l': [[{'k': str(i)}] * (i % 3) for i in range(count)]})

    def transform(self, path, code, *more, **options):
        return self.run_headrace(f'--streaming-bts={self.spec}', path, *more, code=code, **options).stderr.decode()

    def whole(self, suffix):
        path = self.folder / f'events.{suffix}'
        write(self.table, path)
        return path

    def test_cut_short(self):
        for suffix in SUFFIXES:
            path = self.whole(suffix)
            data = path.read_bytes()
            for size in (8, len(data) // 3, len(data) - 100 if suffix == 'arrows' else len(data) - 1):
                with self.subTest(format=suffix, size=size):
                    path.write_bytes(data[:size])
                    error = self.transform(path, 1, '--output', 'out.parquet')
                    self.assertIn(f'{path}: error: is damaged or no Parquet or Arrow file', error)
                    self.assertIn('hint:', error)
                    self.assertFalse((self.folder / 'out.parquet').exists())

    def test_zeros_where_a_message_begins(self):
        """As a crash or a sparse copy leaves them: to Arrow such a message ends the stream."""
        table = self.table.drop_columns(['s'])  # with a dictionary a file is read by its index
        for suffix, make in (('arrow', ipc.new_file), ('arrows', ipc.new_stream)):
            path = self.folder / f'events.{suffix}'
            with make(str(path), table.schema) as writer:
                writer.write_table(table, max_chunksize=60)
            data = path.read_bytes()
            batches = message_starts(data, 8 if suffix == 'arrow' else 0)[1:]
            self.assertEqual(len(batches), 5)
            for at in batches:
                with self.subTest(format=suffix, at=at):
                    path.write_bytes(data[:at] + bytes(64) + data[at + 64:])
                    self.assertIn('is damaged', self.transform(path, 1))

    def test_a_page_with_another_checksum(self):
        path = self.folder / 'events.parquet'
        pq.write_table(self.table, path, write_page_checksum=True, compression='none')
        data = bytearray(path.read_bytes())
        data[data.index(b'user 3')] = ord('U')
        path.write_bytes(data)
        self.assertIn('damaged', self.transform(path, 1))

    def test_flipped_bytes_never_crash(self):
        chance = random.Random(20260301)
        for suffix in SUFFIXES:
            path = self.whole(suffix)
            data = path.read_bytes()
            for _ in range(FLIPS):
                broken = bytearray(data)
                for _ in range(chance.randint(1, 4)):
                    broken[chance.randrange(8, len(data))] = chance.randrange(256)
                path.write_bytes(broken)
                run = self.run_any(path)
                self.assertIn(run.returncode, (0, 1), (suffix, run.stderr.decode()))

    def run_any(self, path):
        return subprocess.run([HEADRACE, 'transform', f'--streaming-bts={self.spec}', str(path)], capture_output=True,
                              cwd=self.folder, timeout=60)

    def test_known_by_content(self):
        path = self.whole('parquet')
        renamed = self.folder / 'events.jsonl'
        path.rename(renamed)
        self.assertEqual(self.transform(renamed, 0), '')
        self.assertIn('is damaged or no Parquet or Arrow file', self.transform(self.spec, 1, '--input-format=parquet'))

    def test_a_full_disk(self):
        path = self.whole('parquet')
        for form in ('parquet', 'arrow'):
            error = self.transform(path, 3, '--output', '/dev/full', f'--output-format={form}')
            self.assertIn('/dev/full: error: cannot write: No space left on device', error)

    def test_output_into_no_folder(self):
        error = self.transform(self.whole('parquet'), 3, '--output', 'nowhere/out.parquet')
        self.assertIn('nowhere/out.parquet: error: cannot write', error)

    def test_without_the_plugin(self):
        alone = self.folder / 'bin' / 'headrace'
        alone.parent.mkdir()
        shutil.copy(HEADRACE, alone)
        path = self.whole('parquet')
        for more in ([], ['--output', 'out.parquet']):
            events = path if not more else self.write_text('none.jsonl', '')
            error = self.transform(events, 3, *more, headrace=alone)
            self.assertIn('need the plug-in lib/headrace/columnar.so: it is not there', error)
            self.assertIn('make install', error)
        self.assertFalse((self.folder / 'out.parquet').exists())

    def test_installed_beside_its_libraries(self):
        """As `make install` lays it out, the plug-in finds Arrow's libraries without any other path."""
        build = pathlib.Path(HEADRACE).parent
        prefix = self.folder / 'prefix'
        os.environ.pop('LD_LIBRARY_PATH', None)
        subprocess.run(['cmake', '--install', build, '--prefix', prefix], check=True, capture_output=True)
        plugin = prefix / 'lib' / 'headrace' / 'columnar.so'
        needed = subprocess.run(['ldd', plugin], check=True, capture_output=True, text=True).stdout
        for line in needed.splitlines():
            if 'libarrow' in line or 'libparquet' in line:
                self.assertIn(str(plugin.parent), line)
        path = self.whole('parquet')
        self.assertEqual(self.transform(path, 0, headrace=prefix / 'bin' / 'headrace'), '')


if __name__ == '__main__':
    unittest.main()
