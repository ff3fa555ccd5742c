#!/usr/bin/env python3
"""`headrace eval`: eval_command.py build/headrace"""

import json
import unittest

from commands import CommandTest

CASES = [
    # arguments, what is printed
    (['1 + 1'], '2\nint, native\n'),
    (['source.a.b + len(source["c"])', '--event', '{"a": {"b": 2}, "c": [1, 2]}'], '4\nint, native\n'),
    (['source.nowhere'], 'None\nNoneType, native\n'),
    (["parse('2026-01-02T03:04:05Z')"], 'datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=tzlocal())\ndatetime, native\n'),
    (['datetime.datetime.utcnow()', '--now', '2026-01-02T03:04:05Z'],
     'datetime.datetime(2026, 1, 2, 3, 4, 5)\ndatetime, native\n'),
    (['time.hour', '--time', '2026-01-02T03:04:05+02:00'], '3\nint, native\n'),
    (["[math.sqrt(4), statistics.mean([1, 2]), json.loads('[1]'), re.sub('a', 'b', 'a')]"],
     "[2.0, 1.5, [1], 'b']\nlist, native\n"),
    (['sqrt(source.x)', '--import', 'math:sqrt,floor', '--event', '{"x": 9}'], '3.0\nfloat, native\n'),
    (['--import', 'math:sqrt', 'sqrt(4)'], '2.0\nfloat, native\n'),
    (["source.update({'b': source.a}) or source.b", '--event', '{"a": 1}'], '1\nint, native\n'),
    (["'\u00fc\\n'"], "'\u00fc\\n'\nstr, native\n"),
]

OWN = '''
class Marked(str):
    """As a template engine's safe text."""

    def __str__(self):
        return self


class Row(list):
    pass


SEEN = [[1], {'a': 1}]


def marked():
    return Marked('abc')


def row(*items):
    return Row(items)


def first(items):
    return next(iter(items))


def quietly(function):
    try:
        return function()
    except Exception:
        return 0
'''
OWN_IMPORTS = ['--import=own', '--import=own:SEEN', '--import=collections', '--import=functools']
OWN_CASES = [
    ("f'{own.marked()}!'", "'abc!'"), ("f'{own.marked():>5}'", "'  abc'"), ("f'{own.marked()!s:.2}'", "'ab'"),
    ("str(own.marked()) + 'd'", "'abcd'"), ("[str(own.marked())][0].upper()", "'ABC'"),
    ('own.row(1, 2, 3)[1:]', '[2, 3]'), ('own.row(1, 2, 3)[::-2]', '[3, 1]'), ('own.row(1, 2, 3)[slice(1)]', '[1]'),
    ("collections.namedtuple('P', 'x y')(1, 2)[:1]", '(1,)'), ("{**collections.Counter('aab')}", "{'a': 2, 'b': 1}"),
    ('dict(**collections.OrderedDict(a=1), b=2)', "{'a': 1, 'b': 2}"),
    ("(lambda **k: k)(**collections.Counter('a'))", "{'a': 1}"), ('own.first(x * 2 for x in [4])', '8'),
    ("getattr(own.row(), 'nowhere', 7)", '7'), ("hasattr(own.row(), 'append')", 'True'),
    ('len(SEEN)', '2'), ('SEEN + [2]', "[[1], {'a': 1}, 2]"), ('SEEN.copy().append(2)', 'None'),
]
OWN_ERRORS = [
    ('own.first(1 / x for x in [0, 1])', 'ZeroDivisionError: division by zero'),
    ('{**own.row(1)}', "TypeError: 'Row' object is not a mapping"),
    # what a module holds is there for all threads
    ('SEEN.append(2)', 'TypeError: a list of a module'), ('list.append(SEEN, 2)', 'TypeError: a list of a module'),
    ('(lambda add: add(2))(SEEN.append)', 'TypeError: a list of a module'),
    ('SEEN[0].clear()', 'TypeError: a list of a module'), ("SEEN[1].setdefault('b', 2)", 'TypeError: a dict of a module'),
    # an exceeded budget stays one, also where Python catches it
    ("functools.reduce(lambda a, b: 'x' * 10**9, [1, 2])", 'BudgetError'),
    ("own.quietly(lambda: 'x' * 10**9)", 'BudgetError'),
]


class Eval(CommandTest):
    def test_values(self):
        for args, printed in CASES:
            out, err = self.run_it('eval', *args)
            self.assertEqual((out, err), (printed, ''), args)

    def test_cpython_is_named(self):
        self.write('own.py', 'def twice(x):\n    return [x, x]\n')
        out, _ = self.run_it('eval', 'own.twice(3)', '--import', 'own')
        self.assertEqual(out.splitlines()[0], '[3, 3]')
        self.assertIn('calls CPython: ', out)

    def test_what_cpython_gives_and_takes(self):
        self.write('own.py', OWN)
        for expression, printed in OWN_CASES:
            out, _ = self.run_it('eval', expression, *OWN_IMPORTS)
            self.assertEqual(out.splitlines()[0], printed, expression)
        for expression, error in OWN_ERRORS:
            _, err = self.run_it('eval', expression, *OWN_IMPORTS, code=1)
            self.assertIn(error, err, expression)

    def test_json(self):
        out, _ = self.run_it('eval', '(1, "a")', '--format=json')
        self.assertEqual(json.loads(out), {'value': [1, 'a'], 'repr': "(1, 'a')", 'type': 'tuple', 'cpython': []})
        out, _ = self.run_it('eval', '1 / 0', '--format=json', code=1)
        self.assertEqual(json.loads(out), {'error': 'ZeroDivisionError: division by zero'})
        out, _ = self.run_it('eval', '1 +', '--format=json', code=1)
        self.assertEqual(json.loads(out)['errors'], 1)
        self.assertTrue(out.endswith('}\n'), out)
        self.assertEqual(len(out.splitlines()), 1, out)

    def test_errors_point_to_their_place(self):
        _, err = self.run_it('eval', 'len(sorce.a)', code=1)
        self.assertIn('<expression>:1:5: error: ', err)
        self.assertIn('    1 | len(sorce.a)\n      |     ^~~~~\n', err)
        self.assertIn("did you mean 'source'?", err)
        _, err = self.run_it('eval', '1 / 0', code=1)
        self.assertIn('<expression>: error: ZeroDivisionError: division by zero', err)
        _, err = self.run_it('eval', 'x', '--import', 'no_such_module_here', code=1)
        self.assertIn('--import:1:1: error: ', err)

    def test_wrong_arguments(self):
        _, err = self.run_it('eval', code=2)
        self.assertIn('no expression was given', err)
        _, err = self.run_it('eval', '1', '--now', 'noon', code=2)
        self.assertIn("'noon' is not a time", err)
        for event, why in (('{"a": ', 'not JSON: Expecting value: line 1 column 7'),
                           ('[1]', 'not a JSON object: it is an array')):
            _, err = self.run_it('eval', 'source.a', '--event', event, code=1)
            self.assertIn('--event: error: ' + why, err)

    def test_lines_that_are_no_case(self):
        for line in ('{"e": 1}', '[]', '{', '{"e": "1", "s": []}', '{"e": "1", "f": 3}', '{"e": "1", "f": [3]}',
                     '{"e": "1", "f": [["n", "integer"]]}', '{"e": "1", "f": [["n", "text", 1]]}'):
            self.write('cases.jsonl', line + '\n')
            _, err = self.run_it('eval', '--cases', 'cases.jsonl', code=1)
            self.assertIn('cases.jsonl:1: error: this line is no case', err)


if __name__ == '__main__':
    unittest.main()
