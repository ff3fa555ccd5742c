"""Runs the headrace program for tests. Each test file is a program: HEADRACE=build/headrace test_NAME.py

Expected texts that are longer than a line stand in golden/; UPDATE=1 writes them anew.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SPECS = HERE / 'specs'
GOLDEN = HERE / 'golden'
HEADRACE = os.environ.get('HEADRACE', str(HERE.parents[1] / 'build' / 'headrace'))


def event(user='ann', minute=0, **keys):
    """An event of specs/stream.yml as a line."""
    import json
    at = f'2026-01-01T{10 + minute // 60:02}:{minute % 60:02}:00Z'
    return json.dumps({'user': user, 'app': 'chess', 'at': at, **keys}) + '\n'


class ProgramTest(unittest.TestCase):
    """Each test has a folder of its own, `self.folder`, in which the program runs."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def put(self, *names):
        """Copies files of specs/ into the folder."""
        for name in names:
            shutil.copy(SPECS / name, self.folder / name)

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def run_headrace(self, *arguments, **options):
        options.setdefault('stdin', subprocess.DEVNULL)
        if 'input' in options:
            del options['stdin']
        return subprocess.run([HEADRACE, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60,
                              **options)

    def expect(self, result, code, out=None, err=None):
        """The exit code, and texts that are the whole of an output or, given as a list, parts of it."""
        said = f'exit code {result.returncode}\n--- stdout\n{result.stdout}\n--- stderr\n{result.stderr}'
        self.assertEqual(result.returncode, code, said)
        for text, wanted in ((result.stdout, out), (result.stderr, err)):
            if isinstance(wanted, list):
                for part in wanted:
                    self.assertIn(part, text, said)
            elif wanted is not None:
                self.assertEqual(text, wanted, said)
        return result

    def expect_golden(self, name, text):
        path = GOLDEN / name
        if os.environ.get('UPDATE'):
            path.write_text(text)
        self.assertEqual(text, path.read_text())

    def left_behind(self):
        """Names in the folder that no test put there: temporary files that should be gone."""
        return sorted(p.name for p in self.folder.iterdir() if '.tmp' in p.name)


def main():
    unittest.main(verbosity=1)
