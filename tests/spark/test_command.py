"""`headrace transform --runner=spark` and `headrace package-spark`: the command, its Python, and spark-submit."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import session  # noqa: I001 (finds the shared cases)

import cases
import pyarrow.parquet

HEADRACE = os.environ.get('HEADRACE', str(session.ROOT / 'build' / 'headrace'))
SPEC = cases.STREAM.replace('Value: source.country', 'Value: shout(source.country)').replace(
    'Identifiers: [ parse ] }', 'Identifiers: [ parse ] }\n  - { Module: my_shouting, Identifiers: [ shout ] }')
ENVIRONMENT = {**os.environ, 'HEADRACE_PACKAGE_PYTHON': sys.executable,
               'PYSPARK_SUBMIT_ARGS': f'--master {session.CONF["spark.master"]} {session.SUBMIT} pyspark-shell'}


class Command(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        app = cls.folder / 'app'
        app.mkdir()
        (app / 'stream.yml').write_text(SPEC)
        (app / 'window.yml').write_text(cases.WINDOW)
        (app / 'my_shouting.py').write_text('def shout(text):\n    return text.lower()\n')
        events = cases.events()
        (cls.folder / 'a.jsonl').write_text(cases.lines(events[:250]) + 'no event\n')
        (cls.folder / 'b.jsonl').write_text(cases.lines(events[250:]))
        local = cls.run_it('transform', '--streaming-bts=app/stream.yml', 'a.jsonl', 'b.jsonl')
        cls.lines = sorted(local.stdout.splitlines())
        assert len(cls.lines) > 20

    @classmethod
    def run_it(cls, *arguments, command=HEADRACE, **environment):
        return subprocess.run([command, *arguments], cwd=cls.folder, env={**ENVIRONMENT, **environment}, capture_output=True,
                              text=True, timeout=600)

    def test_lines_are_those_of_one_process(self):
        done = self.run_it('transform', '--runner=spark', '--streaming-bts=app/stream.yml', 'a.jsonl', 'b.jsonl')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(done.stdout.splitlines()), self.lines)
        self.assertIn('headrace: 1 event was skipped\n  1  not JSON\n', done.stderr)

    def test_every_partition_is_tried_once(self):
        several = ENVIRONMENT['PYSPARK_SUBMIT_ARGS']
        one_attempt = several.replace('local[2,4]', 'local[2]').replace('partitions=3', 'partitions=8')
        self.assertIn('local[2] ', one_attempt)
        done = self.run_it('transform', '--runner=spark', '--streaming-bts=app/stream.yml', 'a.jsonl', 'b.jsonl',
                           PYSPARK_SUBMIT_ARGS=one_attempt)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(done.stdout.splitlines()), self.lines)

    def test_what_a_partition_raises_arrives(self):
        spec = SPEC.replace('Value: shout(source.country)', "Value: str('a' * 10 ** 11)")
        (self.folder / 'app' / 'large.yml').write_text(spec)
        for output in ((), ('--output=large', '--output-format=parquet')):
            done = self.run_it('transform', '--runner=spark', '--streaming-bts=app/large.yml', 'a.jsonl', *output)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertRegex(done.stderr, 'headrace: error: .*size budget.*\n  hint: ')
            # Tracebacks of tasks stand in Spark's log, and its workers have their own when it cuts them off: none is the command's.
            self.assertNotIn('headrace/spark/__main__.py', done.stderr)

    def test_trouble_of_spark_is_a_line(self):
        (self.folder / 'taken' / 'state').mkdir(parents=True)
        done = self.run_it('transform', '--runner=spark', '--streaming-bts=app/stream.yml', 'a.jsonl', '--output=taken')
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertRegex(done.stderr, 'headrace: error: .*PATH_ALREADY_EXISTS')
        self.assertNotIn('Traceback', done.stderr)

    def test_no_output_of_any_format(self):
        done = self.run_it('transform', '--runner=spark', '--streaming-bts=app/stream.yml', 'a.jsonl', '--output=none',
                           '--output-format=jsonl')
        self.assertEqual((done.returncode, done.stdout), (0, ''), done.stderr)
        self.assertFalse((self.folder / 'none').exists())

    def test_without_the_package(self):
        done = self.run_it('transform', '--runner=spark', '--streaming-bts=app/stream.yml', 'a.jsonl', HEADRACE_PACKAGE_PYTHON='/bin/false')
        self.assertEqual(done.returncode, 3)
        self.assertIn('needs the Python package headrace, which /bin/false cannot import', done.stderr)
        self.assertIn('hint: ', done.stderr)

    def test_what_is_of_one_process(self):
        for option in ('--threads=2', '--state-out=x', '--memory=1MiB', '--identity=u1', '--stats'):
            done = self.run_it('transform', '--runner=spark', '--streaming-bts=app/stream.yml', 'a.jsonl', option)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(option.split('=')[0], done.stderr)

    def test_errors_are_told_as_by_the_command(self):
        done = self.run_it('transform', '--runner=spark', '--streaming-bts=app/stream.yml', '--data-processor=ipfix', 'a.jsonl')
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn('headrace: error: ', done.stderr)
        done = self.run_it('package-spark', '--source-dir=nowhere', '--target=x.zip')
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn('nowhere', done.stderr)

    def test_a_package_run_by_spark_submit(self):
        app = self.folder / 'app'
        done = self.run_it('package-spark', '--source-dir=app', '--target=app.zip')
        self.assertEqual((done.returncode, 'requirements.txt' in done.stderr), (1, True))
        (app / 'requirements.txt').write_text('# nothing\n')
        done = self.run_it('package-spark', '--source-dir=app', '--target=app.zip')
        self.assertEqual(done.returncode, 0, done.stderr)
        with zipfile.ZipFile(self.folder / 'app.zip') as content:
            names = set(content.namelist())
        self.assertLessEqual({'stream.yml', 'window.yml', 'my_shouting.py', 'requirements.txt', 'headrace/spark/tasks.py'}, names)
        self.assertTrue(any(name.startswith('headrace/_headrace.') for name in names))

        submit = shutil.which('spark-submit') or str(Path(sys.executable).parent / 'spark-submit')
        # Nothing but the archive knows of headrace.
        done = self.run_it('--master', session.CONF['spark.master'], *session.SUBMIT.split(), '--archives', 'app.zip#headrace_app',
                           'app.py', '--output=out', 'a.jsonl', 'b.jsonl', command=submit, PYTHONPATH='', PYSPARK_SUBMIT_ARGS='',
                           PYSPARK_PYTHON=sys.executable)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = pyarrow.parquet.read_table(self.folder / 'out' / 'Features')
        local = self.run_it('transform', '--streaming-bts=app/stream.yml', '--window-bts=app/window.yml', 'a.jsonl', 'b.jsonl')
        rows = [row for line in local.stdout.splitlines() for row in json.loads(line)[1]]
        self.assertEqual(sorted(map(str, found.drop_columns('_exact').to_pylist())), sorted(map(str, rows)))


if __name__ == '__main__':
    unittest.main()
