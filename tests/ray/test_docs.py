"""What docs/ray.md shows runs."""

import contextlib
import os
import re
import tempfile
import unittest
from pathlib import Path

import cluster  # noqa: I001 (before ray)

import cases
import pyarrow as pa
import pyarrow.parquet

PAGE = Path(__file__).resolve().parents[2] / 'docs' / 'ray.md'


def setUpModule():
    cluster.start()


class Docs(unittest.TestCase):
    def test_the_first_example(self):
        code = re.search(r'```python\n(.*?)```', PAGE.read_text(), re.DOTALL)[1]
        with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
            folder = Path(name)
            (folder / 'sessions.yml').write_text(cases.STREAM)
            (folder / 'features.yml').write_text(cases.WINDOW)
            os.mkdir('events')
            pyarrow.parquet.write_table(pa.Table.from_pylist(cases.events()), 'events/1.parquet')
            names = {}
            # Ray's workers have folders of their own.
            code = code.replace("'events/'", repr(f'{name}/events')).replace("'rows/'", repr(f'{name}/rows'))
            exec(compile(code, str(PAGE), 'exec'), names)
            written = pyarrow.parquet.read_table('rows')
        self.assertEqual(written.num_rows, names['rows'].count())
        self.assertGreater(written.num_rows, 0)


if __name__ == '__main__':
    unittest.main()
