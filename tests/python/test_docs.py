"""The blocks of docs/python.md run from top to bottom, and print what the page shows (tests/docs/markdown.py says how it is marked)."""

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import headrace

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'docs'))
import markdown  # noqa: E402

COMMAND = f'#!/bin/sh\nPYTHONPATH={Path(headrace.__file__).parents[1]} exec {sys.executable} -W ignore -m headrace "$@"\n'


def run_python(text, names):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text, 'docs/python.md', 'exec'), names)
    return printed.getvalue()


def run_commands(text):
    path = f'{os.getcwd()}/bin{os.pathsep}{os.environ["PATH"]}'
    return subprocess.run(['bash', '-euo', 'pipefail', '-c', text], env={**os.environ, 'PATH': path}, check=True, text=True,
                          stdout=subprocess.PIPE).stdout


class Page(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        os.mkdir('bin')
        Path('bin/headrace').write_text(COMMAND)
        os.chmod('bin/headrace', 0o755)

    def test_python(self):
        names = {'__name__': 'page'}
        printed, ran = None, 0
        for line, info, content, adjacent in markdown.blocks((ROOT / 'docs' / 'python.md').read_text()):
            language, _, rest = info.partition(' ')
            if rest.startswith('file='):
                Path(rest.partition('=')[2]).write_text(content)
            elif language in ('python', 'sh'):
                printed = run_python(content, names) if language == 'python' else run_commands(content)
                ran += 1
                continue
            elif language == 'text' and adjacent and printed is not None:
                self.assertTrue(markdown.output_matches(printed.splitlines(), content.splitlines()),
                                f'line {line}: shown\n{content}printed\n{printed}')
            printed = None
        self.assertGreater(ran, 12)
        for name in ('ana.png', 'ana.svg', 'ana.html', 'features.svg', 'features.html'):
            self.assertTrue(Path(name).stat().st_size > 1000, name)


if __name__ == '__main__':
    unittest.main()
