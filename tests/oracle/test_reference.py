#!/usr/bin/env python3
"""Holds the references themselves: that expr/containers.py behaves as Blurr's classes, that the ordered set is a set, that the
comparison tells types apart, that the shrinker shrinks. Needs the virtual environment with Blurr."""

import json
import os
import random
import sys

if os.environ.get('PYTHONHASHSEED') != '0' or os.environ.get('TZ') != 'UTC':
    os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, PYTHONHASHSEED='0', TZ='UTC'))

from blurr_runner import run_pair  # noqa: E402
from compare import compare_lines, first_difference  # noqa: E402
from deviations import Patches  # noqa: E402
from generate import make_pair  # noqa: E402
from shrink import shrink  # noqa: E402

import compare_values  # noqa: E402  (expr/ is in the path by now)
import reference  # noqa: E402
from generate_cases import Generator  # noqa: E402
from ordered_set import OrderedSet  # noqa: E402

from blurr.core import field_complex, record  # noqa: E402

ROUNDS = 60


def containers_are_blurrs():
    """Rows on records and field containers give the same with Blurr's own classes, which take in what JSON can print."""
    generator = Generator('containers')
    own = reference.Record, dict(reference._FIELD_OF)
    for number in range(ROUNDS):
        for row, case in generator.round(number, {'record', 'container'}):
            line = json.dumps(case)
            expected = reference.evaluate(json.loads(line))
            reference.Record = record.Record
            reference._FIELD_OF.update(map=field_complex.Map, list=field_complex.List, set=field_complex.Set)
            with Patches([11]):
                actual = reference.evaluate(json.loads(line))
            reference.Record, fields = own
            reference._FIELD_OF.update(fields)
            assert compare_values.same(expected, actual) is None, (row.id, line, expected, actual)


def ordered_set_is_a_set():
    """Each operation gives what a plain set gives, element for element (1 or True), in the documented order."""
    r = random.Random(1)
    elements = [1, True, 1.0, 0, False, 2, 2.0, 'a', 'b', None, 3, 4, (1,), '']
    for _ in range(20000):
        left, right = ([r.choice(elements) for _ in range(r.randint(0, 6))] for _ in range(2))
        name = r.choice(['union', 'intersection', 'difference', 'symmetric_difference', '__or__', '__and__',
                         '__sub__', '__xor__', 'update',
                         'intersection_update', 'difference_update', 'symmetric_difference_update'])
        plain, ordered = set(left), OrderedSet(left)
        argument = r.choice([right, set(right)]) if not name.startswith('__') else set(right)
        wrapped = OrderedSet(right) if isinstance(argument, set) else argument
        want, got = getattr(plain, name)(argument), getattr(ordered, name)(wrapped)
        want, got = (plain, ordered) if want is None else (want, got)
        assert sorted(map(repr, want)) == sorted(map(repr, got)), (name, left, right, want, got)
        assert len(got) == len(list(got)) == len(set(got))


def comparison_tells_types_apart():
    assert first_difference({'a': 1}, {'a': 1.0})
    assert first_difference([True], [1])
    assert first_difference({'a': 1, 'b': 2}, {'b': 2, 'a': 1})
    assert not first_difference([float('nan'), None], [float('nan'), None])
    assert compare_lines(['[1]'], ['[1 ]']).kind == 'text'
    assert compare_lines(['[1]'], []).kind == 'lines'
    assert compare_values.same({'v': {'set': [1, 2]}}, {'v': {'set': [2, 1]}}) is None
    assert compare_values.same({'v': True}, {'v': {'int': '1'}}) == 'value'
    assert compare_values.same({'x': 'KeyError'}, {'x': 'TypeError'}) == 'class'


def shrinker_shrinks():
    """A pair that shows deviation 12 stays one that does, and gets small."""
    without = set(range(1, 16)) - {12}
    numbers = [n for n in without if n in __import__('deviations').PATCHES]

    def differs(pair):
        try:
            return run_pair(pair) != run_pair(pair, numbers=numbers)
        except Exception:
            return False

    pair = next(p for p in (make_pair('shrink', n) for n in range(500)) if differs(p))
    small = shrink(pair, differs, seconds=20)
    assert differs(small)
    assert len(small.files[0]) <= 4, small.files


def main():
    for test in (containers_are_blurrs, ordered_set_is_a_set, comparison_tells_types_apart, shrinker_shrinks):
        test()
        print('ok  ' + test.__name__, flush=True)


if __name__ == '__main__':
    main()
