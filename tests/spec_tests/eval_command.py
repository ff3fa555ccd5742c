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
    (["source.update({'b': source.a}) or source.b", '--event', '{"a": 1}'], '1\nint, native\n'),
    (["'\u00fc\\n'"], "'\u00fc\\n'\nstr, native\n"),
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

    def test_json(self):
        out, _ = self.run_it('eval', '(1, "a")', '--format=json')
        self.assertEqual(json.loads(out), {'value': [1, 'a'], 'repr': "(1, 'a')", 'type': 'tuple', 'cpython': []})
        out, _ = self.run_it('eval', '1 / 0', '--format=json', code=1)
        self.assertEqual(json.loads(out), {'error': 'ZeroDivisionError: division by zero'})
        out, _ = self.run_it('eval', '1 +', '--format=json', code=1)
        self.assertEqual(json.loads(out)['errors'], 1)

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


if __name__ == '__main__':
    unittest.main()
