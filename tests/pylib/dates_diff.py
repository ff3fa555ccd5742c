#!/usr/bin/env python3
"""Compares the library's datetime and dateutil with CPython 3.11's and dateutil's on random cases.

    dates_diff.py build/dates_driver [--suite parser] [--seed 1] [--count 20000]

Exit code 77: not this Python, or no dateutil 2.8.2 or 2.9.0, which parse alike, so that what needs it was left out. A
case is one line of prefix tokens:

    N T F         None, True, False
    i<hex>        int            f<16 hex digits>  float, IEEE bits
    s<hex>        str (WTF-8)    y<hex>            bytes
    m<path>       a module's member: mdatetime.datetime.now
    a<name> V     attribute      c<n>,<k> V ...    call: callee, n arguments, k times a name and an argument
    o<op> V V     + - * / // %   q<op> V V         == != < <= > >=
    u V           minus          b<name> V [V]     abs bool str repr divmod format parse_time
    d<n> K V ...  dict

The answer is the value's repr (floats as hex, strings as their bytes), or `x`, the class of the exception and its
text. Only that both sides fail must agree; other classes are counted and shown.
"""

import argparse
import collections
import os
import random
import struct
import subprocess
import sys
import time
import warnings

os.environ['TZ'] = 'UTC'
time.tzset()
warnings.simplefilter('ignore')

import datetime

try:
    import dateutil
    import dateutil.parser
    import dateutil.tz
except ImportError:
    dateutil = None
if sys.version_info[:2] != (3, 11):
    sys.exit(77)
if dateutil and not dateutil.__version__.startswith(('2.8.2', '2.9.0')):
    dateutil = None

import dates_cases

EXCEPTIONS = {  # what the library has no class for, and the class it uses
    'OSError': 'ValueError', 'InvalidOperation': 'ArithmeticError', 'UnicodeEncodeError': 'UnicodeError',
    'UnicodeDecodeError': 'UnicodeError',
}


# --- a case is a nested tuple; these turn it into a line, and into a value ---

def line_of(node):
    if node is None:
        return 'N'
    if node is True:
        return 'T'
    if node is False:
        return 'F'
    if isinstance(node, int):
        return 'i' + hex(node).replace('0x', '')
    if isinstance(node, float):
        return 'f' + struct.pack('>d', node).hex()
    if isinstance(node, str):
        return 's' + node.encode('utf-8', 'surrogatepass').hex()
    if isinstance(node, bytes):
        return 'y' + node.hex()
    kind, *rest = node
    if kind == 'call':
        callee, args, kwargs = rest
        parts = ['c%d,%d' % (len(args), len(kwargs)), line_of(callee)] + [line_of(a) for a in args]
        for name, value in kwargs.items():
            parts += [name, line_of(value)]
        return ' '.join(parts)
    if kind == 'dict':
        return ' '.join(['d%d' % len(rest[0])] + [line_of(x) for pair in rest[0] for x in pair])
    if kind == 'member':
        return 'm' + rest[0]
    letter = {'attr': 'a', 'op': 'o', 'cmp': 'q', 'neg': 'u', 'builtin': 'b'}[kind]
    if kind == 'neg':
        return 'u ' + line_of(rest[0])
    return ' '.join([letter + rest[0]] + [line_of(x) for x in rest[1:]])


OPERATORS = {
    '+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b, '/': lambda a, b: a / b,
    '//': lambda a, b: a // b, '%': lambda a, b: a % b, '==': lambda a, b: a == b, '!=': lambda a, b: a != b,
    '<': lambda a, b: a < b, '<=': lambda a, b: a <= b, '>': lambda a, b: a > b, '>=': lambda a, b: a >= b,
}


def parse_time(text, format):
    if '%' not in format:
        tokens = {'YYYY': '%Y', 'mm': '%m', 'dd': '%d', 'HH': '%H', 'MM': '%M', 'SS': '%S'}
        plain = format
        for token, directive in tokens.items():
            plain = plain.replace(token, '\0' + directive)
        if plain == format:
            raise ValueError('no token')
        format = plain.replace('\0', '')
    return datetime.datetime.strptime(text, format)


BUILTINS = {'abs': abs, 'bool': bool, 'str': str, 'repr': repr, 'divmod': divmod, 'format': format,
            'parse_time': parse_time}
MODULES = {'datetime': datetime, 'dateutil': dateutil}


def value_of(node):
    if not isinstance(node, tuple):
        return node
    kind, *rest = node
    if kind == 'call':
        callee, args, kwargs = rest
        function = value_of(callee)
        return function(*[value_of(a) for a in args], **{k: value_of(v) for k, v in kwargs.items()})
    if kind == 'dict':
        return {value_of(k): value_of(v) for k, v in rest[0]}
    if kind == 'member':
        names = rest[0].split('.')
        value = MODULES[names[0]]
        for name in names[1:]:
            value = getattr(value, name)
        return value
    if kind == 'attr':
        return getattr(value_of(rest[1]), rest[0])
    if kind == 'neg':
        return -value_of(rest[0])
    if kind == 'builtin':
        return BUILTINS[rest[0]](*[value_of(x) for x in rest[1:]])
    return OPERATORS[rest[0]](value_of(rest[1]), value_of(rest[2]))


def needs_dateutil(node):
    if isinstance(node, dict):
        return any(needs_dateutil(v) for v in node.values())
    if isinstance(node, (tuple, list)):
        return any(needs_dateutil(x) for x in node)
    return isinstance(node, str) and node.startswith('dateutil.')


def text_of(value):
    if value is None:
        return 'N'
    if value is True:
        return 'T'
    if value is False:
        return 'F'
    if isinstance(value, int):
        return 'i%d' % value
    if isinstance(value, float):
        sign = '-' if struct.pack('>d', value)[0] & 0x80 else ''
        return 'f' + float_text(abs(value), sign)
    if isinstance(value, str):
        return 's' + value.encode('utf-8', 'surrogatepass').hex()
    if isinstance(value, tuple):
        named = '' if type(value) is tuple else repr(value)
        return named + '(' + ''.join(text_of(x) + ',' for x in value) + ')'
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo)):
        return repr(value)
    return 'other'


def float_text(value, sign):
    """C's %a."""
    text = value.hex()
    mantissa, exponent = text.split('p')
    if '.' in mantissa:
        mantissa = mantissa.rstrip('0').rstrip('.')
    return sign + mantissa + 'p' + exponent


def answer_of(node):
    try:
        return text_of(value_of(node))
    except Exception as e:
        name = type(e).__name__
        return 'x %s %s' % (EXCEPTIONS.get(name, name), '%s: %s' % (name, e))


def compare(driver, cases):
    now = int(time.time() * 1e6)
    lines = ['now %d' % now] + [line_of(c) for c in cases]
    answers = subprocess.run([driver], input='\n'.join(lines) + '\n', capture_output=True, text=True, check=True)
    got = answers.stdout.split('\n')[:-1]
    if len(got) != len(cases):
        sys.exit('the driver gave %d answers to %d cases' % (len(got), len(cases)))
    wrong, classes, failed = [], collections.Counter(), 0
    for case, ours in zip(cases, got):
        theirs = answer_of(case)
        failed += theirs.startswith('x ')
        if ours.startswith('x ') and theirs.startswith('x '):
            a, b = ours.split(' ')[1], theirs.split(' ')[1]
            if a != b:
                classes['%s, CPython: %s' % (a, b)] += 1
                if classes['%s, CPython: %s' % (a, b)] == 1:
                    print('  class: %r\n    ours %s\n    CPython %s' % (case, bytes.fromhex((ours + ' ').split(' ')[2]), theirs))
        elif ours != theirs:
            wrong.append((case, ours, theirs))
    return wrong, classes, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('driver')
    parser.add_argument('--suite', action='append', choices=sorted(dates_cases.SUITES))
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--count', type=int, default=2000, help='cases a suite')
    parser.add_argument('--show', type=int, default=15)
    options = parser.parse_args()
    bad = False
    for suite in options.suite or sorted(dates_cases.SUITES):
        rng = random.Random('%s %d' % (suite, options.seed))
        cases = [dates_cases.SUITES[suite](rng) for _ in range(options.count)]
        if not dateutil:
            cases = [c for c in cases if not needs_dateutil(c)]
        wrong, classes, failed = compare(options.driver, cases)
        print('%-12s %d cases, %d with errors, %d differ' % (suite, len(cases), failed, len(wrong)))
        for pair, n in classes.most_common():
            print('  %6d times %s' % (n, pair))
        for case, ours, theirs in wrong[:options.show]:
            print('  %r\n    %s\n    ours    %s\n    CPython %s' % (case, line_of(case), ours, theirs))
        bad |= bool(wrong)
    return 1 if bad else 0 if dateutil else 77


if __name__ == '__main__':
    sys.exit(main())
