"""What the frozen pairs have in common wherever a cluster runs them: a sample, and tables compared bit by bit."""

import gzip
import json
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import pyarrow as pa
from test_pairs import PAIRS


def rows_by_identity(table):
    """The rows of each identity in their order: -0.0 is not 0.0, and NaN is NaN. JSON is its text."""
    columns = []
    for column in table.columns:
        if isinstance(column.type, pa.BaseExtensionType):
            column = pa.chunked_array([c.storage for c in column.chunks], column.type.storage_type)
        if pa.types.is_float64(column.type):
            column = pa.chunked_array([c.view(pa.int64()) for c in column.chunks], pa.int64())
        columns.append(column.to_pylist())
    identity = next(i for i, name in enumerate(table.column_names) if name.split('.')[-1] == '_identity')
    rows = defaultdict(list)
    for row in zip(*columns):
        rows[row[identity]].append(row)
    return dict(rows)


def comparable(tables, by_identity):
    """Columns by name: which come first hangs on the order of rows, where maps give columns."""
    return {name: by_identity(table.select(sorted(table.column_names))) for name, table in tables.items()}


class SampledPairs:
    """A test case that runs pairs, evenly chosen: `sample` of them, HEADRACE_PAIRS, or all where that is `all`.

    run_pair(case, folder) compares one and says whether there was anything to compare.
    """

    sample: int
    engine: str

    def takes(self, case):
        return True

    def chosen(self):
        with gzip.open(PAIRS, 'rt') as lines:
            cases = [case for case in map(json.loads, lines) if self.takes(case)]
        count = os.environ.get('HEADRACE_PAIRS', str(self.sample))
        return cases if count == 'all' else cases[::max(1, len(cases) // int(count))]

    def test_values_are_those_of_the_command(self):
        cases = self.chosen()
        compared = 0
        root = tempfile.TemporaryDirectory()  # modules stay where they were imported from
        self.addCleanup(root.cleanup)
        for case in cases:
            with self.subTest(pair=case['name']):
                compared += self.run_pair(case, Path(tempfile.mkdtemp(dir=root.name)))
        self.assertGreater(compared, len(cases) // 3)
        print(f'{compared} of {len(cases)} pairs through {self.engine}', file=sys.stderr)
