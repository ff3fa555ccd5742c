"""CPython as the reference for expressions: evaluates a case and encodes the result (see ENCODING.md).

The few named deviations that reach into a single expression are made here, so that the comparison can be exact:
no complex numbers, `is` only for constants, no names that lead out of the expression, sets in insertion order where
a row asks for it.
"""

import ast
import builtins
import datetime as dt
import json
import math
import os
import re
import signal
import statistics
import string
import struct
import sys
import time
import warnings

import dateutil.parser
import dateutil.tz

os.environ['TZ'] = 'UTC'
time.tzset()
warnings.simplefilter('ignore')

from containers import List, Map, Record, Set  # noqa: E402  (after TZ is set)
from names import unknown_names  # noqa: E402
from ordered_set import OrderedSet  # noqa: E402

CPU_SECONDS_MAX = 20
BANNED_NAMES = frozenset(
    '__import__ open eval exec compile globals locals vars dir input breakpoint print hash id complex help exit quit '
    'copyright credits license memoryview setattr delattr super property classmethod staticmethod'.split())


class Refused(SyntaxError):
    """What headrace refuses at load although CPython would run it."""


def checked_pow(base, exp, mod=None):
    result = pow(base, exp, mod)
    if isinstance(result, complex):
        raise ValueError('no complex numbers')
    return result


def _is_constant(node):
    return isinstance(node, ast.Constant) and (node.value is None or node.value is True or node.value is False)


def _is_type_name(node):
    """type(x).__name__, the one name of that form that leads nowhere."""
    return (node.attr == '__name__' and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
            and node.value.func.id == 'type')


class Rewriter(ast.NodeTransformer):
    """Refuses what headrace refuses at load and calls checked_pow for `**`."""

    def __init__(self, ordered_sets):
        self._ordered_sets = ordered_sets

    def visit_Name(self, node):
        if node.id.startswith('__'):
            raise NameError(node.id)
        return node

    def visit_Attribute(self, node):
        if node.attr.startswith('__') and not _is_type_name(node):
            raise AttributeError(node.attr)
        return self.generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, complex):
            raise Refused('complex')
        return node

    def visit_Compare(self, node):
        operands = [node.left] + node.comparators
        for i, op in enumerate(node.ops):
            if isinstance(op, (ast.Is, ast.IsNot)) and not (_is_constant(operands[i])
                                                            or _is_constant(operands[i + 1])):
                raise Refused('is')
        return self.generic_visit(node)

    def visit_BinOp(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow):
            return node
        return self._call('_checked_pow', [node.left, node.right], node)

    def visit_Set(self, node):
        self.generic_visit(node)
        if not self._ordered_sets:
            return node
        return self._call('set', [ast.copy_location(ast.List(node.elts, ast.Load()), node)], node)

    def visit_SetComp(self, node):
        self.generic_visit(node)
        if not self._ordered_sets:
            return node
        return self._call('set', [ast.copy_location(ast.ListComp(node.elt, node.generators), node)], node)

    @staticmethod
    def _call(name, args, where):
        call = ast.Call(ast.Name(name, ast.Load()), args, [])
        return ast.fix_missing_locations(ast.copy_location(call, where))


def _safe_builtins():
    names = {k: v for k, v in vars(builtins).items() if not k.startswith('_') and k not in BANNED_NAMES}
    names['pow'] = checked_pow
    names['__import__'] = __import__  # strptime imports its module at first use; expressions cannot name it
    return names


BUILTINS = _safe_builtins()
_ORDERED_BUILTINS = dict(BUILTINS, set=OrderedSet)

_SCOPE = {
    'math': math, 'statistics': statistics, 'json': json, 're': re, 'string': string, 'dt': dt, 'dateutil': dateutil,
    'datetime': dt.datetime, 'date': dt.date, 'timedelta': dt.timedelta, 'timezone': dt.timezone,
    'parse': dateutil.parser.parse, '_checked_pow': checked_pow,
}

_KNOWN = frozenset(_SCOPE) | frozenset(BUILTINS) | {'source'}
_FIELD_OF = {'map': Map, 'list': List, 'set': Set, 'integer': int, 'float': float, 'string': str, 'boolean': bool}


class _Aggregate:
    """The aggregate `a` of a case with fields."""

    def __init__(self, fields):
        for name, kind, value in fields:
            vars(self)[name] = _FIELD_OF[kind](value)


class OutOfTime(BaseException):
    """An expression takes longer than anyone waits: a pattern that backtracks without end."""


def _out_of_time(*_):
    raise OutOfTime


def evaluate(case, ordered_sets=False):
    """The result of a case, as ENCODING.md says. Never raises for what the expression does."""
    signal.signal(signal.SIGVTALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS_MAX)
    try:
        return _evaluate(case, ordered_sets)
    except OutOfTime:
        return {'x': 'OutOfTime'}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _evaluate(case, ordered_sets):
    scope = dict(_SCOPE, __builtins__=_ORDERED_BUILTINS if ordered_sets else BUILTINS)
    scope['source'] = Record(json.loads(case['s']) if isinstance(case.get('s'), str) else case.get('s', {}))
    fields = _Aggregate(case['f']) if 'f' in case else None
    if fields is not None:
        scope['a'] = fields
    try:
        tree = Rewriter(ordered_sets).visit(ast.parse(case['e'], '<case>', 'eval'))
        if unknown_names(case['e'], _KNOWN if fields is None else _KNOWN | {'a'}):
            raise NameError('at load')
        value = eval(compile(tree, '<case>', 'eval'), scope)
        if isinstance(value, complex):
            raise ValueError('no complex numbers')
        result = {'v': encode(value)}
    except Exception as error:
        result = {'x': 'SyntaxError' if isinstance(error, SyntaxError) else type(error).__name__}
    if fields is not None:
        result['f'] = [[name, encode(getattr(fields, name))] for name, _, _ in case['f']]
    return result


def is_too_large(result):
    """Whether the case ran out of memory or time here: not a fair question."""
    return result.get('x') in ('MemoryError', 'OutOfTime')


def _int_text(value):
    return str(value) if abs(value) < 10**18 else hex(value)


def _float_text(value):
    return 'nan' if value != value else struct.pack('>d', value).hex()


def _utcoffset(value):
    """The offset, also one of dateutil's beyond a day, which utcoffset() does not tell."""
    try:
        return value.utcoffset()
    except ValueError:
        return value.tzinfo._offset


def _microseconds(delta):
    return None if delta is None else (delta.days * 86400 + delta.seconds) * 10**6 + delta.microseconds


def _clock(value):
    return '%02d:%02d:%02d.%06d' % (value.hour, value.minute, value.second, value.microsecond)


def _day(value):
    return '%04d-%02d-%02d' % (value.year, value.month, value.day)


def encode(value):
    """A value as the JSON structure of ENCODING.md."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {'int': _int_text(value)}
    if isinstance(value, float):
        return {'float': _float_text(value)}
    if isinstance(value, list):
        return {'list': [encode(v) for v in list.__iter__(value)]}
    if isinstance(value, tuple):
        return {'tuple': [encode(v) for v in value]}
    if isinstance(value, dict):
        return {'dict': [[encode(k), encode(v)] for k, v in dict.items(value)]}
    if isinstance(value, (set, frozenset)):
        return {'set': [encode(v) for v in value]}
    if isinstance(value, range):
        return {'range': [_int_text(value.start), _int_text(value.stop), _int_text(value.step)]}
    if isinstance(value, bytes):
        return {'bytes': value.hex()}
    return _encode_time(value)


def _encode_time(value):
    if isinstance(value, dt.datetime):
        return {'datetime': _day(value) + 'T' + _clock(value), 'offset': _microseconds(_utcoffset(value)),
                'tzname': value.tzname(), 'fold': value.fold}
    if isinstance(value, dt.date):
        return {'date': _day(value)}
    if isinstance(value, dt.time):
        return {'time': _clock(value), 'offset': _microseconds(_utcoffset(value)), 'tzname': value.tzname(),
                'fold': value.fold}
    if isinstance(value, dt.timedelta):
        return {'timedelta': str(_microseconds(value))}
    if isinstance(value, dt.tzinfo):
        return {'timezone': _microseconds(value.utcoffset(dt.datetime(2020, 1, 1)))}
    return _encode_rest(value)


def _encode_rest(value):
    if isinstance(value, type({}.keys())):
        return {'keys': [encode(v) for v in value]}
    if isinstance(value, type({}.values())):
        return {'values': [encode(v) for v in value]}
    if isinstance(value, type({}.items())):
        return {'items': [encode(v) for v in value]}
    return {'other': type(value).__name__}


def main():
    """Reads cases and prints results, as `headrace eval --cases` does."""
    with (sys.stdin if len(sys.argv) < 2 or sys.argv[1] == '-' else open(sys.argv[1])) as lines:
        for line in lines:
            print(json.dumps(evaluate(json.loads(line))))


if __name__ == '__main__':
    main()
