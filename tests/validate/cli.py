#!/usr/bin/env python3
"""How `headrace validate`, `explain` and `schema` behave as commands: files, folders, streams, exit codes, speed.

    cli.py --headrace build/headrace
"""

import argparse
import json
import os
import pathlib
import pty
import resource
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADRACE = None
# A 500-line spec is meant to take less than 20 ms; the bound is for busy machines.
CPU_SECONDS_MAX = 0.1

HEAD = '''Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: Long
Import: [{ Module: dateutil.parser, Identifiers: [parse] }]
Identity: source.user
Time: parse(source.time)
Stores: [{ Type: Blurr:Store:Memory, Name: memory }]
Aggregates:
'''


def long_spec(lines=500):
    spec = HEAD
    while spec.count('\n') < lines:
        n = spec.count('\n')
        spec += f'  - Type: Blurr:Aggregate:Activity\n    Name: session_{n}\n    SeparateByInactiveSeconds: 1800\n'
        spec += '    Fields:\n'
        for k in range(16):
            spec += (f'      - {{ Name: f{k}, Type: integer, Value: \'max(session_{n}.f{k}, len(source.text{k} or "")) '
                     f'+ 1\', When: source.kind == "k{k}" and not source.won }}\n')
    return spec


def run(*arguments, cwd=None, environment=None, stdout=subprocess.PIPE, stdin=None):
    done = subprocess.run([HEADRACE, *arguments], cwd=cwd, input=stdin, stdout=stdout, stderr=subprocess.PIPE,
                          env={**os.environ, **(environment or {})}, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


class Commands(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def good_spec(self, name='Good', extra=''):
        return HEAD.replace('Long', name) + extra + ('  - Type: Blurr:Aggregate:Identity\n    Name: state\n    Fields:\n'
                                                     '      - { Name: n, Type: integer, Value: state.n + 1 }\n')

    def test_the_files_of_the_current_folder(self):
        self.write('b.yaml', self.good_spec('B'))
        self.write('a.yml', self.good_spec('A'))
        self.write('notes.txt', 'no spec')
        self.assertEqual(run('validate', cwd=self.folder), (0, 'a.yml: ok\nb.yaml: ok\n2 specs, no errors\n', ''))

    def test_an_empty_folder(self):
        code, out, _ = run('validate', cwd=self.folder)
        self.assertEqual(code, 1)
        self.assertIn('no .yml or .yaml file', out)

    def test_a_file_named_twice_is_one(self):
        path = self.write('a.yml', self.good_spec())
        self.assertIn('1 spec, no errors', run('validate', str(path), str(self.folder), str(path))[1])

    def test_standard_input(self):
        self.assertEqual(run('validate', '-', stdin=self.good_spec()), (0, 'standard input: ok\n1 spec, no errors\n', ''))

    def test_a_truncated_file(self):
        path = self.write('a.yml', self.good_spec()[:-30])
        self.assertEqual(run('validate', str(path))[0], 1)

    def test_an_endless_file(self):
        code, out, _ = run('validate', '/dev/zero')
        self.assertEqual(code, 1)
        self.assertIn('yaml-too-large', out)

    def test_files_that_cannot_be_read_do_not_hide_the_others(self):
        good = self.write('a.yml', self.good_spec())
        code, out, _ = run('validate', 'missing.yml', str(good))
        self.assertEqual(code, 1)
        self.assertIn('missing.yml: error: cannot open', out)
        self.assertIn('a.yml: ok', out)

    def test_usage(self):
        for arguments in (['validate', '--formt=json'], ['validate', '--format=xml'], ['validate', '-W', 'all'],
                          ['explain', '--strict-mode'], ['schema', 'x']):
            self.assertEqual(run(*arguments)[0], 2, arguments)

    def test_a_full_disk(self):
        path = str(self.write('a.yml', self.good_spec()))
        for command in (['validate', path], ['explain', path], ['schema']):
            with open('/dev/full', 'w', encoding='utf-8') as full:
                code, _, err = run(*command, stdout=full)
            self.assertEqual(code, 3, command)
            self.assertIn('No space left', err)

    def colours(self, environment):
        path = str(self.write('a.yml', self.good_spec().replace('state.n', 'state.m')))
        terminal, child = pty.openpty()
        with subprocess.Popen([HEADRACE, 'validate', path], stdout=child, env={**os.environ, **environment}):
            os.close(child)
            out = b''
            try:
                while chunk := os.read(terminal, 4096):
                    out += chunk
            except OSError:  # the other end is closed
                pass
        os.close(terminal)
        return b'\x1b[' in out

    def test_colours_are_for_terminals(self):
        self.assertTrue(self.colours({'TERM': 'xterm', 'NO_COLOR': ''}))
        self.assertFalse(self.colours({'TERM': 'xterm', 'NO_COLOR': '1'}))
        self.assertFalse(self.colours({'TERM': 'dumb', 'NO_COLOR': ''}))
        path = str(self.write('a.yml', self.good_spec().replace('state.n', 'state.m')))
        self.assertNotIn('\x1b', run('validate', path)[1])

    def test_each_spec_imports_from_its_own_folder(self):
        for folder in ('one', 'two'):
            spec = self.good_spec(folder).replace('Import: [', 'Import: [{ Module: helper, Identifiers: [%s] }, ' % folder)
            self.write(f'{folder}/spec.yml', spec.replace('state.n + 1', f'{folder}(state.n)'))
            self.write(f'{folder}/helper.py', f'def {folder}(x):\n    return x\n')
        self.write('three/spec.yml', self.good_spec('three').replace('Import: [', 'Import: [{ Module: helper }, '))
        specs = [str(self.folder / folder / 'spec.yml') for folder in ('one', 'two', 'three')]
        code, out, _ = run('validate', *specs)
        self.assertEqual(code, 1)
        self.assertEqual(out.count('ok\n'), 2)
        self.assertIn("No module named 'helper'", out)
        self.assertEqual(run('validate', specs[1], specs[0], specs[1])[0], 0)

    def test_a_module_that_is_nearly_there(self):
        self.write('helpers.py', '')
        path = self.write('a.yml', self.good_spec().replace('Import: [', 'Import: [{ Module: helper }, '))
        self.assertIn("did you mean 'helpers'?", run('validate', str(path))[1])

    def starts_python(self, path):
        code, _, err = run('validate', str(path), environment={'LD_DEBUG': 'files'})
        self.assertEqual(code, 0)
        return 'libpython' in err

    def test_python_starts_only_for_foreign_imports(self):
        self.assertFalse(self.starts_python(self.write('a.yml', self.good_spec())))
        foreign = self.good_spec().replace('Import: [', 'Import: [{ Module: zlib }, ')
        self.assertTrue(self.starts_python(self.write('b.yml', foreign)))

    def test_the_streaming_spec_beside_a_window_spec(self):
        window = str(ROOT / 'tests' / 'spec_errors' / 'leak' / 'window.yml')
        code, out, _ = run('validate', window)
        self.assertEqual(code, 0)
        self.assertNotIn('unchecked-source', out)

    def test_the_only_streaming_spec_beside_a_window_spec_that_names_none(self):
        self.write('stream.yml', self.good_spec('Shop', '  - { Type: Blurr:Aggregate:Block, Name: visit, Fields: '
                                                '[{ Name: n, Type: integer, Value: visit.n + 1 }] }\n'))
        window = ("Type: Blurr:Transform:Window\nVersion: '2018-03-01'\nName: Rows\n"
                  'Anchor: { Condition: Shop.visit.n > 1 }\nAggregates:\n  - Type: Blurr:Aggregate:Variable\n    Name: at\n'
                  '    Fields: [{ Name: n, Type: integer, Value: Shop.visit.%s }]\n')
        self.write('window.yml', window % 'n')
        code, out, _ = run('validate', 'window.yml', cwd=self.folder)
        self.assertEqual(code, 0, out)
        self.assertNotIn('unchecked-source', out)
        self.assertEqual(run('explain', 'window.yml', cwd=self.folder)[0], 0)
        self.write('window.yml', window % 'm')
        self.assertIn("has no field 'm'", run('validate', 'window.yml', cwd=self.folder)[1])

    def test_transform_says_warnings_unless_quiet(self):
        spec = str(ROOT / 'tests' / 'spec_errors' / 'clock.yml')
        events = str(self.write('events.json', '{"user": "a", "time": "2020-01-01"}\n'))
        code, _, err = run('transform', f'--streaming-bts={spec}', events)
        self.assertEqual(code, 0)
        self.assertIn('[clock]', err)
        self.assertNotIn('[clock]', run('transform', '--quiet', f'--streaming-bts={spec}', events)[2])

    def test_transform_says_all_errors_at_once(self):
        spec = str(ROOT / 'tests' / 'spec_errors' / 'both_kinds.yml')
        code, out, err = run('transform', f'--streaming-bts={spec}', '/dev/null')
        self.assertEqual((code, out), (1, ''))
        for wanted in ('[missing-key]', '[unknown-field]', '[bad-expression]'):
            self.assertIn(wanted, err)

    def test_the_schema_is_that_of_the_docs(self):
        code, out, _ = run('schema')
        self.assertEqual(code, 0)
        self.assertEqual(out, (ROOT / 'docs' / 'spec.schema.json').read_text())
        json.loads(out)

    def test_long_specs_are_quick(self):
        path = str(self.write('long.yml', long_spec()))
        for command in ('validate', 'explain'):
            times = []
            for _ in range(5):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                code, _, err = run(command, path)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                self.assertEqual((code, err), (0, ''))
                times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            print(f'{command} of {long_spec().count(chr(10))} lines: {min(times) * 1000:.1f} ms of CPU time')
            self.assertLess(min(times), CPU_SECONDS_MAX)


if __name__ == '__main__':
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument('--headrace', required=True)
    options, rest = arguments.parse_known_args()
    HEADRACE = str(pathlib.Path(options.headrace).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
