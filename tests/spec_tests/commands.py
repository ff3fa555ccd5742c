"""What the tests of the commands share: a folder of files, and the program run in it."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HEADRACE = sys.argv.pop(1) if len(sys.argv) > 1 else 'build/headrace'
HEADRACE = str(Path(HEADRACE).resolve())
ROOT = Path(__file__).resolve().parents[2]


class CommandTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def write_events(self, name, events):
        self.write(name, ''.join(json.dumps(e) + '\n' for e in events))

    def run_it(self, *args, code=0, stdin=''):
        """Runs headrace in the folder, checks its exit code, gives standard output and error."""
        done = subprocess.run([HEADRACE, *args], cwd=self.folder, input=stdin, capture_output=True, text=True)
        self.assertEqual(done.returncode, code, f'{args}\n{done.stdout}\n{done.stderr}')
        return done.stdout, done.stderr
