#!/usr/bin/env python3
"""`headrace test`: test_command.py build/headrace"""

import json
import re
import unittest

from commands import ROOT, CommandTest

STREAM = '''
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: S
Import: [{Module: dateutil.parser, Identifiers: [parse]}]
Identity: source.user
Time: parse(source.at)
Stores: [{Type: Blurr:Store:Memory, Name: memory}]
Aggregates:
  - Type: Blurr:Aggregate:Activity
    Name: session
    SeparateByInactiveSeconds: 60
    Fields:
      - {Name: n, Type: integer, Value: session.n + 1}
      - {Name: v, Type: %s, Value: '%s'}
'''
WINDOW = '''
Type: Blurr:Transform:Window
Version: '2018-03-01'
Name: W
SourceBTS: S
Anchor: {Condition: S.session.n > 1}
Aggregates:
  - Type: Blurr:Aggregate:Window
    Name: before
    WindowType: count
    WindowValue: -1
    Source: S.session
    Fields:
      - {Name: n, Type: integer, Value: 'source.n[0]'}
'''
EVENTS = '''
    Given:
      - {user: a, at: '2026-01-01T00:00:00Z'}
      - {user: a, at: '2026-01-01T00:01:01Z'}
      - {user: a, at: '2026-01-01T00:01:02Z'}
      - {user: a, at: never}
'''


def stream(type_='integer', value='source.v'):
    return STREAM % (type_, value)


def test(expect, name='t', events=EVENTS, more=''):
    return f'  - Test: {name}{events}{more}    Expect: {expect}\n'


def document_blocks(language):
    text = (ROOT / 'docs' / 'spec-tests.md').read_text()
    return [b for name, b in re.findall(r'^```(\w*)\n(.*?)^```$', text, re.S | re.M) if name == language]


class Documents(CommandTest):
    def test_the_example_passes(self):
        self.write('sessions.yml', document_blocks('yaml')[0])
        out, _ = self.run_it('test')
        self.assertTrue(out.endswith('1 test: 1 passed\n'), out)

    def test_a_failure_looks_as_shown(self):
        spec = document_blocks('yaml')[0].replace("T01:00:01Z', events: 1", "T01:00:01Z', events: 2")
        self.write('sessions.yml', spec)
        out, _ = self.run_it('test', code=1)
        self.assertEqual(out, next(b for b in document_blocks('') if b.startswith('FAIL')))


class Outcomes(CommandTest):
    def failures(self, spec, *args):
        self.write('s.yml', spec)
        out, _ = self.run_it('test', '--format=json', *args, code=1)
        report = json.loads(out)
        self.assertEqual(report['failed'], 1)
        return report['tests'][0]['failures']

    def test_blocks_that_match_best_are_compared(self):
        spec = stream() + 'Tests:\n' + test("{Blocks: {session: [{_start_time: '2026-01-01T00:01:01Z', n: 3}]}}")
        first, second = self.failures(spec)
        self.assertEqual((first['code'], first['block'], first['events']), ('unexpected-block', 1, [1]))
        self.assertEqual((second['code'], second['block'], second['events']), ('wrong-value', 2, [2, 3]))
        self.assertEqual((second['field'], second['expected'], second['got']), ('n', '3', '2'))
        self.assertEqual((second['file'], second['line'], second['column']), ('s.yml', 23, 74))

    def test_codes(self):
        cases = {
            '{Blocks: {session: [{n: 1}, {n: 2}, {n: 1}]}}': ['missing-block'],
            '{Blocks: {session: []}}': ['unexpected-block', 'unexpected-block'],
            '{Blocks: {session: {n: 2}}, Partial: yes}': [],
            '{Blocks: {session: {n: 4}}, Partial: yes}': ['wrong-value'],
            '{Blocks: [{n: 1}, {n: 2}], Exactly: yes}': ['unnamed-field'] * 8,
            '{Skipped: 1}': [],
            '{Skipped: 0}': ['wrong-skipped'],
        }
        for expect, codes in cases.items():
            self.write('s.yml', stream() + 'Tests:\n' + test(expect))
            out, _ = self.run_it('test', '--format=json', code=1 if codes else 0)
            got = [f['code'] for f in json.loads(out)['tests'][0]['failures']]
            self.assertEqual(got, codes, expect)

    def test_specs_are_told_as_by_validate(self):
        self.write('s.yml', stream() + 'Tests:\n' + test('{Skipped: 1}'))
        out, _ = self.run_it('test', '--format=json')
        told, _ = self.run_it('validate', '--format=json')
        self.assertEqual(json.loads(out)['specs'], json.loads(told))
        self.assertEqual([s['file'] for s in json.loads(told)['specs']], ['s.yml'])

    def test_identity_now_and_seed(self):
        events = "\n    Given: [{user: a, at: 2026-01-01T00:00:00Z}, {user: b, at: 2026-01-01T00:00:00Z}]\n"
        self.write('s.yml', stream('datetime', 'parse("12:00")') + 'Tests:\n'
                   + test('{Blocks: [{_identity: b}]}', events=events, more='    Identity: b\n')
                   + test("{Blocks: [{v: '2031-05-06T12:00:00Z'}]}", 'u', "\n    Given: [{user: a, at: 2026-01-01T00:00:00Z}]\n",
                          "    Now: 2031-05-06T01:02:03Z\n"))
        self.run_it('test')

    def test_skipped_events_are_named_when_a_test_fails(self):
        self.write('s.yml', stream() + 'Tests:\n' + test('{Blocks: []}'))
        out, _ = self.run_it('test', code=1)
        self.assertIn('event 4 was skipped: time cannot be evaluated', out)

    def test_rows_of_a_window_spec_found_beside(self):
        self.write('stream.yml', stream())
        expect = '{Rows: [{_identity: a, before.n: 1}], Blocks: {session: [{n: 1}, {n: 2}]}}'
        self.write('window.yml', WINDOW + 'Tests:\n' + test(expect))
        self.write('other.yml', 'key: value\n')
        for args in ([], ['window.yml'], ['window.yml', 'stream.yml']):
            out, _ = self.run_it('test', *args)
            self.assertTrue(out.endswith('1 test: 1 passed\n'), out)
        self.write('window.yml', WINDOW + 'Tests:\n' + test('{Rows: [{before.n: 2}]}'))
        out, _ = self.run_it('test', code=1)
        self.assertIn("row 1 of 'a':\n      before.n: expected 2, got 1   [window.yml:22:", out)


class Finding(CommandTest):
    """Which specs are tested: as for validate, files, folders, or what is here."""

    def test_a_folder(self):
        self.write('specs/s.yml', stream() + 'Tests:\n' + test('{Skipped: 1}'))
        self.write('specs/other.yml', 'key: value\n')
        self.write('specs/notes.txt', 'Type: no spec\n')
        out, _ = self.run_it('test', 'specs')
        self.assertEqual(out, 'ok    specs/s.yml:17:11: t\n1 test: 1 passed\n')

    def test_a_file_named_twice_is_tested_once(self):
        self.write('specs/s.yml', stream() + 'Tests:\n' + test('{Skipped: 1}'))
        out, _ = self.run_it('test', 'specs', './specs/s.yml')
        self.assertTrue(out.endswith('1 test: 1 passed\n'), out)

    def test_what_is_wrong_with_the_streaming_spec_beside_is_said(self):
        self.write('stream.yml', stream(value='sorce.v'))
        self.write('window.yml', WINDOW + 'Tests:\n' + test('{Rows: []}'))
        self.run_it('validate', 'window.yml')
        out, err = self.run_it('test', 'window.yml', code=1)
        self.assertEqual(out, '')
        self.assertIn("stream.yml:15:42: error: unknown name 'sorce'", err)

    def test_a_file_that_cannot_be_read_does_not_stop_the_others(self):
        self.write('s.yml', stream() + 'Tests:\n' + test('{Skipped: 1}'))
        (self.folder / 'gone.yml').symlink_to('nowhere')
        out, err = self.run_it('test', code=1)
        self.assertIn('1 test: 1 passed\n', out)
        self.assertIn('gone.yml: error: cannot open: No such file or directory', err)


class Values(CommandTest):
    # field type, value, what matches, what does not
    CASES = [
        ('integer', '7', ['7'], ['8', 'true']),
        ('integer', '1 == 1', ['true'], ['1']),
        ('float', '0.1 + 0.2', ['0.30000000000000004', "'0.30000000000000004'"], ['0.3']),
        ('float', '2.0', ['2', '2.0', "'2'"], ['2.5']),
        ('float', 'float("nan")', ['.nan', "'nan'"], ['0.0']),
        ('float', '-0.0', ['-0.0', '0'], ['0.0']),
        ('float', '1e300', ["'1e300'", "'1E+300'"], ["'1e301'"]),
        ('string', '"7"', ["'7'"], ["'8'"]),
        ('datetime', 'parse("2026-01-01T02:00:00+02:00")', ["'2026-01-01T02:00:00+02:00'", '2026-01-01T02:00:00+02:00'],
         ['2026-01-01T00:00:00Z', "'2026-01-01T02:00:01+02:00'", 'null']),
        ('datetime', 'None', ['null'], ['2026-01-01']),
        ('list', '[1, (2.0, None), "x"]', ['[1, [2, null], x]'], ['[1, [2, null]]', '[x, 1, [2, null]]', '[1.0, [2, null], x]']),
        ('set', '{1, "a", (2, 3)}', ['[a, 1, [2, 3]]'], ['[1, a]', '[1, a, 2]', '!!set {1, a}']),
        ('set', '{1, "a"}', ['[a, 1]', '!!set {a, 1}'], ['[a, 2]', '!!set {1}', '!!set {1, b}']),
        ('map', '{"a": {"b": [True]}, 1: parse("2026-01-01")}', ["{1: '2026-01-01T00:00:00', a: {b: [true]}}"],
         ['{a: {b: [true]}}', "{1: '2026-01-01T00:00:00', a: {b: [1]}}"]),
        ('list', '[parse("2026-01-01").date()]', ['[2026-01-01]'], ['[2026-01-02]']),
    ]

    def test_values_match_exactly(self):
        events = "\n    Given: [{user: a, at: 2026-01-01T00:00:00Z}]\n"
        for type_, value, right, wrong in self.CASES:
            for expected in right + wrong:
                self.write('s.yml', stream(type_, value.replace("'", "''")) + 'Tests:\n'
                           + test(f'{{Blocks: {{session: {{v: {expected}}}}}}}', events=events))
                out, err = self.run_it('test', '--format=json', code=0 if expected in right else 1)
                failures = json.loads(out)['tests'][0]['failures']
                self.assertEqual([f['code'] for f in failures], [] if expected in right else ['wrong-value'], expected)


class Refusals(CommandTest):
    def test_a_spec_with_errors_is_not_run(self):
        self.write('s.yml', stream(value='sorce.v') + 'Tests:\n' + test('{Skipped: 1}'))
        out, err = self.run_it('test', code=1)
        self.assertEqual(out, '')
        self.assertIn("did you mean 'source'?", err)

    def test_an_unknown_field_is_shown_with_its_place(self):
        self.write('s.yml', stream() + 'Tests:\n' + test('{Blocks: {session: {nn: 1}}}'))
        _, err = self.run_it('test', code=1)
        self.assertIn("s.yml:23:33: error: the aggregate 'session' has no field 'nn' [unknown-field]", err)
        self.assertIn("did you mean 'n'?", err)

    def test_filter(self):
        self.write('s.yml', stream() + 'Tests:\n' + test('{Skipped: 1}', 'one') + test('{Skipped: 5}', 'two'))
        self.run_it('test', '--filter', 'one')
        self.run_it('test', '--filter', 'two', code=1)
        _, err = self.run_it('test', '--filter', 'three', code=1)
        self.assertIn("no test has 'three' in its name", err)

    def test_nothing_to_test(self):
        _, err = self.run_it('test', code=1)
        self.assertIn('there is no .yml or .yaml file in this folder', err)
        self.write('other.yml', 'key: value\n')
        _, err = self.run_it('test', code=1)
        self.assertIn('.: error: there are no specs here', err)
        self.write('specs/other.yml', 'key: value\n')
        _, err = self.run_it('test', 'specs', code=1)
        self.assertIn('specs: error: there are no specs here', err)
        self.write('s.yml', stream())
        _, err = self.run_it('test', code=1)
        self.assertIn('there are no tests in these specs', err)

    def test_wrong_arguments(self):
        self.run_it('test', '--format=xml', code=2)
        self.run_it('test', '--threads=0', code=2)
        _, err = self.run_it('test', 'nowhere.yml', code=1)
        self.assertIn('nowhere.yml', err)

    def test_a_window_spec_without_its_streaming_spec(self):
        self.write('w.yml', WINDOW + 'Tests:\n' + test('{Skipped: 1}'))
        _, err = self.run_it('test', code=1)
        self.assertIn("the streaming spec 'S' is not among the files", err)


if __name__ == '__main__':
    unittest.main()
