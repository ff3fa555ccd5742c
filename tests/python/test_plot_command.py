"""`headrace plot`: as `python -m headrace plot`, and from the command, which starts the Python that has the package."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import cases

PYTHON = [sys.executable, '-m', 'headrace']
PACKAGE = os.pathsep.join(p for p in sys.path if p)


class Plot(unittest.TestCase):
    command = PYTHON

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        files = {'stream.yml': cases.STREAM, 'window.yml': cases.WINDOW, 'events.jsonl': cases.lines(cases.events()),
                 'wrong.yml': cases.STREAM.replace('Type: float', 'Type: flaot')}
        for name, text in files.items():
            (Path(cls.folder.name) / name).write_text(text)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def plot(self, *arguments, **environment):
        return subprocess.run([*self.command, 'plot', *arguments], cwd=self.folder.name, capture_output=True, text=True,
                              env={**os.environ, 'HEADRACE_PACKAGE_PYTHON': sys.executable, 'PYTHONPATH': PACKAGE, **environment})

    def written(self, name):
        path = Path(self.folder.name) / name
        content = path.read_bytes()
        path.unlink()
        return content

    def test_a_time_line(self):
        for specs in (['stream.yml', 'window.yml'], ['window.yml', 'stream.yml'], ['stream.yml']):
            done = self.plot(*specs, '--source', 'events.jsonl', '--identity', 'u3', '--by', 'event', '--output', 'a.svg')
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, '', ''))
            svg = self.written('a.svg').decode()
            self.assertIn('events by event', svg)
            self.assertEqual('before: 7 days before' in svg, len(specs) == 2)

    def test_distributions(self):
        done = self.plot('--output=a.html', '--source=events.jsonl', 'stream.yml', 'window.yml')
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, '', ''))
        self.assertIn(b'before.score', self.written('a.html'))
        done = self.plot('stream.yml', '--table=session', '--columns', 'wins', 'score', '--bins=5', '--source', 'events.jsonl',
                         '--output', 'a.png')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertTrue(self.written('a.png').startswith(b'\x89PNG'))

    def test_what_can_be_wrong(self):
        rest = ['--source', 'events.jsonl', '--output', 'a.png']
        for arguments, code, said in (
                ([], 2, 'SPEC'), (['stream.yml', *rest[:2]], 2, '--output'),
                (['stream.yml', *rest, '--idendity=u3'], 2, '--idendity'),
                (['stream.yml', '--source', 'events.jsonl', '--output', 'a.gif'], 2, '.png, .svg or .html'),
                (['stream.yml', 'window.yml', 'stream.yml', *rest], 2, '3 specs'),
                (['wrong.yml', *rest, '--identity=u3'], 1, "did you mean 'float'?"),
                (['stream.yml', *rest, '--identity=nobody'], 1, "'nobody'"),
                (['stream.yml', *rest], 2, 'state, session'),
                (['nowhere.yml', *rest], 1, 'nowhere.yml'),
                (['stream.yml', '--source', 'nowhere.jsonl', '--output', 'a.png', '--identity=u3'], 1, 'nowhere.jsonl'),
                (['stream.yml', '--source', 'events.jsonl', '--output', 'no/a.png', '--identity=u3'], 1, 'no/')):
            done = self.plot(*arguments)
            self.assertEqual((done.returncode, done.stdout), (code, ''), (arguments, done.stderr))
            self.assertIn(said, done.stderr)
            self.assertNotIn('Traceback', done.stderr)
        self.assertFalse((Path(self.folder.name) / 'a.png').exists())

    def test_help(self):
        done = self.plot('--help')
        self.assertEqual(done.returncode, 0)
        self.assertIn('--identity', done.stdout)

    def test_without_matplotlib(self):
        with tempfile.TemporaryDirectory() as hidden:
            (Path(hidden) / 'matplotlib.py').write_text('raise ImportError("not here")\n')
            done = self.plot('stream.yml', '--source', 'events.jsonl', '--output', 'a.png', '--identity', 'u3',
                             PYTHONPATH=os.pathsep.join([hidden, PACKAGE]))
        self.assertEqual(done.returncode, 3)
        self.assertIn("hint: pip install 'headrace[plot]'", done.stderr)


def has_plot(command):
    if not command:
        return False
    return 'plot' in subprocess.run([command, '--help'], capture_output=True, text=True).stdout


@unittest.skipUnless(has_plot(os.environ.get('HEADRACE')), 'needs the command: HEADRACE=build/headrace')
class FromTheCommand(Plot):
    command = [os.path.abspath(os.environ.get('HEADRACE', ''))]

    def test_no_python_has_it(self):
        with tempfile.TemporaryDirectory() as empty:
            for environment in ({'HEADRACE_PACKAGE_PYTHON': '/nowhere/python'}, {'HEADRACE_PACKAGE_PYTHON': '', 'PATH': empty},
                                {'HEADRACE_PACKAGE_PYTHON': '/bin/false'}):
                done = self.plot('stream.yml', '--source', 'events.jsonl', '--output', 'a.png', **environment)
                self.assertEqual((done.returncode, done.stdout), (3, ''))
                self.assertIn('headrace: error: ', done.stderr)
                self.assertIn('HEADRACE_PACKAGE_PYTHON', done.stderr)


if __name__ == '__main__':
    unittest.main()
