"""A run in partitions, one after the other in this process: together they are one run. The engines of clusters have tests of their
own; this is what they have in common."""

import pickle
import unittest

import cases
import headrace
import numpy as np
import pyarrow as pa
from headrace.columns import kinds_of, merged_schema, with_schema
from headrace.distributed import Job, conformed, in_order, joinable, merged_stats, tables_of, unified

EVENTS = cases.events(1000, users=30)
TABLE = pa.Table.from_pylist(EVENTS)

MAPS = cases.WINDOW.replace(
    '      - { Name: games, Type: float, Value: sum(source.games) / len(source.games) }\n',
    '      - { Name: games, Type: float, Value: sum(source.games) / len(source.games) }\n'
    '      - { Name: mixed, Type: map, Value: "mixed(Sessions.state.country, sum(source.games), len(source.games))" }\n')


def mixed(country, games, blocks):
    """Keys and types that hang on the row."""
    return {country: games, 'n': games if games % 2 else float(blocks), 'text' + country: country, 'none': None,
            'any': [games, country, True][blocks % 3], 'many' + str(blocks % 4): games > 2, 'big': games + 2 ** 53 * (blocks % 2)}


def run_divided(job, table, count, pieces=3):
    """The table of each name, its rows by partition, and the statistics."""
    rows = -(-table.num_rows // pieces)
    divided = [job.divide(table.slice(i, rows), count)[0] for i in range(0, table.num_rows, rows)]
    results = [job.run_table(pa.concat_tables([parts[p] for parts in divided])) for p in range(count)]
    tables = {}
    for name, fixed in job.schemas.items():
        found = [tables_of(r)[name].arrow for r in results]
        schema = merged_schema(fixed, [kinds_of(t, fixed) for t in found])
        tables[name] = pa.concat_tables([with_schema(t, schema) for t in found])
    return tables, merged_stats([r.stats for r in results])


def sorted_rows(table):
    """The schema and the rows by identity, which keep their order otherwise; floats by their bits."""
    identity = next(name for name in table.column_names if name.split('.')[-1] == '_identity')
    table = table.take(np.argsort(np.array(table[identity].to_pylist()), kind='stable')).combine_chunks()
    rows = [(c.combine_chunks().view(pa.int64()) if pa.types.is_float64(c.type) else c).to_pylist() for c in table.columns]
    return table.schema, rows


class Distributed(unittest.TestCase):
    def test_partitions_are_together_one_run(self):
        for specs in ((cases.STREAM,), (cases.STREAM, cases.WINDOW)):
            expected = headrace.transform(*specs, events=TABLE)
            for count in (1, 4, 50):
                tables, stats = run_divided(Job(*specs), TABLE, count)
                for name, table in tables_of(expected).items():
                    self.assertEqual(sorted_rows(tables[name]), sorted_rows(table.arrow))
                self.assertEqual({**stats, 'seconds': 0}, {**expected.stats, 'seconds': 0})

    def test_maps_have_the_columns_of_all_partitions(self):
        functions = {'mixed': mixed}
        expected = headrace.transform(cases.STREAM, MAPS, events=TABLE, functions=functions).rows.arrow
        tables, _ = run_divided(Job(cases.STREAM, MAPS, functions=functions), TABLE, 6)
        found = tables['Features']
        self.assertEqual(set(found.column_names), set(expected.column_names))
        self.assertEqual(sorted_rows(found.select(expected.column_names)), sorted_rows(expected))

    def test_dictionaries_of_many_pieces_are_joined(self):
        def piece(letter):
            users = pa.array([f'{letter}{i}' for i in range(100)]).cast(pa.dictionary(pa.int8(), pa.string()))
            return pa.table({'user': users, 'tags': pa.StructArray.from_arrays([users], ['first'])})
        pieces = [joinable(piece(letter)) for letter in 'abcde']
        joined = pa.concat_tables(pieces).combine_chunks()
        self.assertEqual(joined['user'].to_pylist(), [f'{letter}{i}' for letter in 'abcde' for i in range(100)])
        self.assertEqual(joined['tags'].to_pylist()[-1], {'first': 'e99'})
        plain = TABLE.select(['user', 'score'])
        self.assertIs(joinable(plain), plain)

    def test_specs_that_read_nothing_count_events(self):
        job = Job(cases.READS_NOTHING)
        self.assertEqual(job.columns(TABLE.column_names), TABLE.column_names[:1])
        tables, _ = run_divided(job, TABLE.select(job.columns(TABLE.column_names)), 3)
        self.assertEqual(tables['counts']['events'].to_pylist(), [len(EVENTS)])

    def test_types_of_map_columns(self):
        mixed_kinds = 'extension<arrow.json>' if hasattr(pa, 'json_') else 'string'  # known to pyarrow from 19 on
        fixed = Job(cases.STREAM, MAPS, functions={'mixed': mixed}).schemas['Features']
        for parts, expected in (([{'small'}, {'float'}], 'double'), ([{'int'}, {'float'}], mixed_kinds),
                                ([{'small'}, {'int'}], 'int64'), ([set(), {'text'}], 'string'), ([set()], mixed_kinds),
                                ([{'bool'}, {'small'}], mixed_kinds)):
            schema = merged_schema(fixed, [{'before.x': held} for held in parts])
            self.assertEqual(str(schema.field('before.x').type), expected, parts)

    def test_json_and_texts_of_one_column(self):
        """One partition has texts, another JSON, and this pyarrow knows JSON by the metadata of the field alone."""
        if hasattr(pa, 'json_'):
            self.addCleanup(setattr, pa, 'json_', pa.json_)
            del pa.json_
        fixed = pa.schema([('before._identity', pa.string()),
                           pa.field('_exact', pa.string(), True, {b'headrace.exact_values': b''})])

        def part(text, metadata):
            schema = pa.schema([fixed.field(0), pa.field('before.x', pa.string(), True, metadata), fixed.field(1)])
            return pa.table([pa.array(['a']), pa.array([text]), pa.array([None], pa.string())], schema=schema)
        json_metadata = {b'ARROW:extension:name': b'arrow.json', b'ARROW:extension:metadata': b''}
        parts = [part('abc', None), part('{"a": 1}', json_metadata)]
        kinds = [kinds_of(p, fixed) for p in parts]
        self.assertEqual(kinds, [{'before.x': {'text'}}, {'before.x': {'json'}}])
        schema = merged_schema(fixed, kinds)
        self.assertEqual([with_schema(p, schema)['before.x'].to_pylist() for p in parts], [['"abc"'], ['{"a": 1}']])

    def test_a_map_with_a_key_called_like_an_offset(self):
        functions = {'mixed': lambda country, games, blocks: {'a': games if blocks % 2 else country,
                                                              'a__offset': int(games)}}
        expected = headrace.transform(cases.STREAM, MAPS, events=TABLE, functions=functions).rows.arrow
        tables, _ = run_divided(Job(cases.STREAM, MAPS, functions=functions), TABLE, 6)
        self.assertEqual(sorted_rows(tables['Features'].select(expected.column_names)), sorted_rows(expected))

    def test_a_number_hangs_on_the_identity_alone(self):
        job = pickle.loads(pickle.dumps(Job(cases.STREAM)))
        numbers = job.numbers(TABLE, 8)
        found = {}
        for user, number in zip(TABLE['user'].to_pylist(), numbers.tolist()):
            self.assertEqual(found.setdefault(user, number), number)
        self.assertEqual(set(found.values()), set(range(8)))
        # The same in every version; without an identity 0.
        self.assertEqual(job.numbers(pa.table({'user': ['u1', 'u2', 'ünï', '', None]}), 1000).tolist(), [220, 713, 163, 0, 0])

    def test_numbers_of_texts_that_are_not_texts_in_arrow(self):
        numbers = [Job(cases.STREAM).numbers(pa.table({'user': column}), 1000).tolist()
                   for column in (pa.array(['u1', '17']).dictionary_encode(), pa.array(['u1', '17'], pa.large_string()))]
        self.assertEqual(numbers[0], numbers[1])
        integers = Job(cases.STREAM).numbers(pa.table({'user': [17]}), 1000).tolist()
        self.assertEqual(integers, numbers[0][1:])  # an identity is str() of its value

    def test_what_is_read_of_an_event(self):
        job = Job(cases.STREAM)
        names = ['x', 'user', 'time__offset', 'time', '_exact', 'score', 'y__offset']
        self.assertEqual(job.columns(names), ['user', 'time__offset', 'time', '_exact', 'score'])
        self.assertEqual(job.columns(names, ['y__offset'])[-1], 'y__offset')
        whole = Job(cases.STREAM.replace('Value: source.country', 'Value: str(source)'))
        self.assertEqual(whole.columns(names), names)

    def test_the_clock_is_one(self):
        spec = cases.STREAM.replace('Value: source.country', 'Value: str(now())').replace(
            'Identifiers: [ parse ] }', 'Identifiers: [ parse ] }\n  - { Module: datetime, Identifiers: [ datetime ] }').replace(
            'str(now())', 'str(datetime.now())')
        job = Job(spec)
        first, second = (pickle.loads(pickle.dumps(job)).run_table(TABLE)['state'].to_pylist() for _ in range(2))
        self.assertEqual(first, second)

    def test_order(self):
        table = pa.table({'a': [2, 1, None, 1], 'b': ['w', 'x', 'y', 'z']})
        found, places = in_order(table, ['a'])
        self.assertEqual((found['b'].to_pylist(), places.tolist()), (['x', 'z', 'w', 'y'], [1, 3, 0, 2]))

    def test_pieces_of_one_schema(self):
        pieces = [pa.table({'a': [1], 'b': [None]}), pa.table({'b': ['x']})]
        schema = unified(p.schema for p in pieces)
        self.assertEqual(pa.concat_tables([conformed(p, schema) for p in pieces]).to_pylist(),
                         [{'a': 1, 'b': None}, {'a': None, 'b': 'x'}])
        self.assertEqual(unified([]), pa.schema([]))
        with self.assertRaisesRegex(headrace.InputError, 'a column is not of one type'):
            unified([pa.schema([('a', pa.int64())]), pa.schema([('a', pa.float64())])])


if __name__ == '__main__':
    unittest.main()
