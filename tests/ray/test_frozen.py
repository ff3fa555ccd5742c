"""The oracle's frozen pairs through Ray: the tables that the command writes, row by row and bit by bit.

Each key of the events is a column of JSON, so that every value arrives as the line had it. What columns cannot say, that an event
has a key at all, is left to the pairs that do not ask for it: those of which headrace.transform() makes the command's tables out of
the same columns. HEADRACE_PAIRS says how many pairs are run, evenly chosen; all of them where it is `all`.
"""

import json
import unittest

import cluster  # noqa: I001 (before ray)

import headrace
import headrace.ray
import pyarrow as pa
from frozen_pairs import SampledPairs
from frozen_pairs import comparable as comparable_by
from test_pairs import as_dicts, command_tables, write


def as_table(rows):
    """None where a key cannot be a column's name."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    texts = {key: [json.dumps(row[key]) if key in row else None for row in rows] for key in keys}
    try:
        return pa.table({key: pa.array(column, pa.string()).cast(pa.json_()) for key, column in texts.items()})
    except (UnicodeEncodeError, ValueError):
        return None


def arrows(result):
    return {t.name: t.arrow for t in ([result.rows] if result.rows is not None else result.tables.values())}


def comparable(tables):
    return comparable_by(tables, cluster.by_identity)


def setUpModule():
    cluster.start()


class Frozen(SampledPairs, unittest.TestCase):
    sample, engine = 24, 'Ray'

    def run_pair(self, case, folder):
        """Whether there was anything to compare."""
        arguments = write(case, folder)
        events = as_dicts(case) if case['processor'] == 'simple' else None
        table = as_table(events) if events else None
        expected = command_tables(arguments, folder) if table is not None and table.num_columns else None
        if expected is None:
            return False
        specs = folder / 'stream.yml', folder / 'window.yml' if case['window'] is not None else None
        here = arrows(headrace.transform(*specs, events=table))
        expected = comparable(expected)
        if comparable(here) != expected:
            return False
        found = headrace.ray.run(cluster.dataset(table, 3), *specs, partitions=3)
        tables = found.tables if found.rows is None else {next(iter(here)): found.rows}
        self.assertEqual(comparable({name: cluster.collected(t) for name, t in tables.items()}), expected)
        return True


if __name__ == '__main__':
    unittest.main()
