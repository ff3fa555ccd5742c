"""Types: the stub of the native module is what the module has; the package is clean under mypy --strict, where mypy is there."""

import ast
import importlib.util
import inspect
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import headrace
from headrace import _headrace

PACKAGE = Path(headrace.__file__).parent
ROOT = Path(__file__).resolve().parents[2]
USER = """\
import headrace
import pyarrow

spec: headrace.Spec = headrace.load('sessions.yml')
found: list[headrace.Diagnostic] = spec.check()
result: headrace.Result = headrace.transform(spec, None, events=[{'user': 'ana'}], threads=2)
table: headrace.Table = result['session']
rows: list[dict[str, object]] = table.to_pylist()
engine: headrace.Engine = headrace.Engine(spec)
state: bytes = engine.snapshot()
result.plot('ana', by='event').save('ana.svg', dpi=100)
"""
WRONG = USER + "headrace.transform(spec, evnts=[])\nrows = engine.snapshot()\n"


def signature(function):
    """'name(parameters)' as nanobind tells of it."""
    text = function.__nb_signature__[0][0] if hasattr(function, '__nb_signature__') else ''
    return parameters(ast.parse(re.sub(r'\\\d+', 'object', text) + ': ...').body[0])


def parameters(function):
    return [a.arg for a in function.args.posonlyargs + function.args.args]


def stub():
    """{name: parameters, or {member: parameters} of a class}"""
    out = {}
    for node in ast.parse((PACKAGE / '_headrace.pyi').read_text()).body:
        if isinstance(node, ast.FunctionDef):
            out[node.name] = parameters(node)
        elif isinstance(node, ast.ClassDef):
            out[node.name] = {m.name: parameters(m) for m in node.body if isinstance(m, ast.FunctionDef)}
        elif isinstance(node, ast.AnnAssign):
            out[node.target.id] = None
    return out


def native():
    out = {}
    for name, value in vars(_headrace).items():
        if name.startswith('_'):
            continue
        if inspect.isclass(value) and not issubclass(value, Exception):
            members = {n: m for n, m in vars(value).items() if not n.startswith('_') or n == '__init__'}
            out[name] = {n: ['self'] if isinstance(m, property) else signature(m) for n, m in members.items()}
        else:
            out[name] = {} if inspect.isclass(value) else signature(value) if callable(value) else None
    return out


def mypy(*arguments):
    """mypy over the package where it is: installed, or a folder of its own, which mypy is then told of."""
    installed = PACKAGE.parent.name == 'site-packages'
    environment = {**os.environ, 'MYPYPATH': '' if installed else str(PACKAGE.parent)}
    return subprocess.run([sys.executable, '-m', 'mypy', f'--config-file={ROOT}/pyproject.toml', '--no-error-summary',
                           '--cache-dir=/dev/null', *arguments],
                          capture_output=True, text=True, env=environment, cwd=tempfile.gettempdir())


class Types(unittest.TestCase):
    def test_the_stub_is_what_the_module_has(self):
        self.assertEqual(stub(), native())

    def test_the_package_says_that_it_is_typed(self):
        self.assertTrue((PACKAGE / 'py.typed').exists())

    @unittest.skipUnless(importlib.util.find_spec('mypy'), 'mypy is not there: tests/python/requirements-dev.txt')
    def test_mypy(self):
        done = mypy('-p', 'headrace')
        self.assertEqual((done.returncode, done.stdout), (0, ''))

    @unittest.skipUnless(importlib.util.find_spec('mypy'), 'mypy is not there: tests/python/requirements-dev.txt')
    def test_mypy_of_a_program_that_uses_it(self):
        done = mypy('-c', USER)
        self.assertEqual((done.returncode, done.stdout), (0, ''))
        wrong = mypy('-c', WRONG)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn('evnts', wrong.stdout)
        self.assertIn('bytes', wrong.stdout)


if __name__ == '__main__':
    unittest.main()
