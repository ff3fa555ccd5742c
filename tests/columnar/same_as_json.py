"""Random tables in many layouts of Parquet and Arrow IPC give the blocks that the same rows give as JSON lines."""

import itertools
import json
import random
import unittest

from headrace import Case, ipc, pa, pq

ROWS = 9_000  # more than a batch of the plug-in

SPEC = """
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: shown
Identity: source.row
Time: parse(source.at)
Import: [ { Module: dateutil.parser, Identifiers: [ parse ] } ]
Aggregates:
  - Type: Blurr:Aggregate:Identity
    Name: all
    Store: memory
    Fields:
      - Name: seen
        Type: list
        Value: all.seen.append([source.few, source.many, source.turning, source.scarce, source.none, source.count,
          source.rate, source.yes, source.items, source.nested])
Stores: [ { Type: Blurr:Store:Memory, Name: memory } ]
"""

ITEM = pa.struct([('k', pa.string()), ('n', pa.int32())])
SCHEMA = pa.schema([
    ('row', pa.string()), ('at', pa.string()), ('few', pa.string()), ('many', pa.string()), ('turning', pa.string()),
    ('scarce', pa.string()), ('none', pa.string()), ('count', pa.int64()), ('rate', pa.float64()), ('yes', pa.bool_()),
    ('items', pa.list_(pa.string())), ('nested', pa.struct([('a', pa.string()), ('list', pa.list_(ITEM))]))])


def make_rows(rng):
    words = ['', 'US', 'España', 'a text that is longer than fourteen bytes', '🐎' * 5, 'x' * 14, 'y' * 15]

    def text():
        return rng.choice(words) + str(rng.randrange(10**6))

    def maybe(value, chance=0.1):
        return None if rng.random() < chance else value

    for i in range(ROWS):
        yield {
            'row': f'r{i:06}', 'at': f'2026-01-01T{i // 3600 % 24:02}:{i // 60 % 60:02}:{i % 60:02}+00:00',
            'few': maybe(rng.choice(words)), 'many': maybe(text()),
            # Few texts at first, so that writers begin with a dictionary and give it up.
            'turning': maybe(rng.choice(words) if i < ROWS // 3 else text()),
            'scarce': rng.choice(words) if i > ROWS // 2 and rng.random() < 0.01 else None, 'none': None,
            'count': maybe(rng.randrange(-2**63, 2**63)), 'rate': maybe(rng.uniform(-1e9, 1e9)),
            'yes': maybe(rng.random() < 0.5), 'items': maybe([maybe(text()) for _ in range(rng.randrange(4))]),
            'nested': maybe({'a': maybe(rng.choice(words)),
                             'list': maybe([maybe({'k': text(), 'n': maybe(rng.randrange(1000))})
                                            for _ in range(rng.randrange(3))])}),
        }


def with_texts_as(table, kind):
    """The table with its columns of text, not those inside others, as another type."""
    for i, field in enumerate(table.schema):
        if field.type == pa.string() and field.name not in ('row', 'at'):
            table = table.set_column(i, field.name, table.column(i).cast(kind))
    return table


class SameAsJson(Case):
    @classmethod
    def setUpClass(cls):
        cls.rows = list(make_rows(random.Random(20180301)))
        cls.table = pa.Table.from_pylist(cls.rows, SCHEMA)

    def setUp(self):
        super().setUp()
        self.spec = self.write_text('spec.yml', SPEC)
        lines = self.write_text('events.jsonl', ''.join(json.dumps(row) + '\n' for row in self.rows))
        self.wanted = self.printed(lines)
        self.assertEqual(self.wanted.count(b'\n'), ROWS)

    def printed(self, path, *options):
        return self.run_headrace(f'--streaming-bts={self.spec}', *options, path).stdout

    def check(self, path, *options):
        self.assertTrue(self.printed(path, *options) == self.wanted, 'the blocks differ')

    def test_parquet(self):
        layouts = itertools.product([True, False], [700, 1 << 20], [2000, ROWS])
        for number, (dictionary, page, group) in enumerate(layouts):
            version = '1.0' if number % 3 else '2.0'
            with self.subTest(dictionary=dictionary, version=version, page=page, group=group):
                path = self.folder / 'events.parquet'
                pq.write_table(self.table, path, use_dictionary=dictionary, data_page_version=version,
                               data_page_size=page, dictionary_pagesize_limit=20_000, row_group_size=group,
                               compression=['snappy', 'none', 'zstd', 'gzip'][number % 4],
                               write_page_checksum=number % 3 == 0)
                self.check(path, '--batch-events', [1024, 1, 777][number % 3])

    def test_kinds_of_text_in_parquet(self):
        for kind in (pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()),
                     pa.dictionary(pa.int16(), pa.large_string())):
            if pa.types.is_dictionary(kind) and kind.index_type == pa.int16():
                table = self.table.set_column(2, 'few', self.table.column('few').cast(kind))
            else:
                table = with_texts_as(self.table, kind)
            for limit in (20_000, 1 << 20):
                with self.subTest(kind=str(kind), limit=limit):
                    path = self.folder / 'events.parquet'
                    pq.write_table(table, path, row_group_size=4000, dictionary_pagesize_limit=limit)
                    self.check(path)

    def test_texts_that_may_not_be_null(self):
        table = pa.table([pa.array([row[name] or '' for row in self.rows]) for name in ('row', 'at', 'few', 'turning')],
                         schema=pa.schema([pa.field(name, pa.string(), nullable=False)
                                           for name in ('row', 'at', 'few', 'turning')]))
        path = self.folder / 'events.parquet'
        pq.write_table(table, path, dictionary_pagesize_limit=20_000)
        lines = self.write_text('some.jsonl', ''.join(json.dumps(row) + '\n' for row in table.to_pylist()))
        self.assertEqual(self.printed(path), self.printed(lines))

    def test_arrow(self):
        kinds = (pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()))
        for number, kind in enumerate(kinds):
            compression = [None, 'lz4', 'zstd', None][number]
            for make, suffix in ((ipc.new_file, 'arrow'), (ipc.new_stream, 'arrows')):
                with self.subTest(kind=str(kind), compression=compression, format=suffix):
                    path = self.folder / f'events.{suffix}'
                    table = with_texts_as(self.table, kind)
                    options = ipc.IpcWriteOptions(compression=compression, unify_dictionaries=suffix == 'arrow')
                    with make(str(path), table.schema, options=options) as writer:
                        writer.write_table(table.slice(0, 5), max_chunksize=2)
                        writer.write_table(table.slice(5, 0))
                        writer.write_table(table.slice(5), max_chunksize=[900, 4001, ROWS][number % 3])
                    self.check(path)

    def test_dictionaries_of_their_own(self):
        # Each batch of a stream brings another dictionary, one with a null and with values that nobody uses.
        kind = pa.dictionary(pa.int8(), pa.string())
        path = self.folder / 'events.arrows'
        place = SCHEMA.get_field_index('few')
        schema = SCHEMA.set(place, pa.field('few', kind))
        with ipc.new_stream(str(path), schema) as writer:
            for begin in range(0, ROWS, 1000):
                part = self.table.slice(begin, 1000)
                plain = part.column('few').to_pylist()
                words = [None, 'unused', *sorted({text for text in plain if text is not None}, reverse=begin % 2000 == 0)]
                places = pa.array([words.index(text) for text in plain], pa.int8())
                coded = pa.DictionaryArray.from_arrays(places, pa.array(words))
                writer.write_table(part.set_column(place, schema.field(place), coded))
        self.check(path)


if __name__ == '__main__':
    unittest.main()
