"""What docs/spark.md shows runs."""

import contextlib
import os
import re
import tempfile
import unittest
from pathlib import Path

import session  # noqa: I001 (before the package)

import cases
import pyarrow as pa
import pyarrow.parquet

PAGE = session.ROOT / 'docs' / 'spark.md'


class Docs(unittest.TestCase):
    def test_the_first_example(self):
        code = re.search(r'```python\n(.*?)```', PAGE.read_text(), re.DOTALL)[1]
        names = {'spark': session.get()}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / 'sessions.yml').write_text(cases.STREAM)
            (folder / 'features.yml').write_text(cases.WINDOW)
            os.mkdir(folder / 'events')
            pyarrow.parquet.write_table(pa.Table.from_pylist(cases.events()), folder / 'events' / '1.parquet')
            # The JVM stays in the folder where it was started.
            code = re.sub(r"\('(events|rows|sessions)/'\)", lambda path: f'({str(folder / path[1])!r})', code)
            with contextlib.chdir(name):
                exec(compile(code, str(PAGE), 'exec'), names)
            written = pyarrow.parquet.read_table(folder / 'rows')
            self.assertEqual(written.num_rows, names['rows'].count())
            self.assertGreater(written.num_rows, 0)
            self.assertGreater(pyarrow.parquet.read_table(folder / 'sessions').num_rows, 0)


if __name__ == '__main__':
    unittest.main()
