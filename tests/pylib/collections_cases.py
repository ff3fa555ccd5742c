"""Cases for src/pylib/collections: short Python texts with CPython 3.11's answers.

    collections_cases.py > src/pylib/collections/collections_cases.inc    the frozen table
    collections_cases.py --random N [--seed S]                            N random programs, one a line

The texts are in the dialect of src/pylib/collections/mini_python.h. Set elements are shown sorted, since their order is
headrace's own (insertion); nothing here hangs on it.
"""

import argparse
import ast
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'oracle', 'expr'))

from containers import List, Map, Record, RecordList, Set  # noqa: E402

FROZEN = os.path.join(os.path.dirname(__file__), 'collections_cases.txt')
WRAPPERS = (Map, List, Set, Record, RecordList, frozenset)


def show(v):
    if isinstance(v, WRAPPERS):
        plain = next(base for base in (dict, list, set, frozenset) if isinstance(v, base))
        body = plain if plain is not frozenset else set
        return '%s(%s)' % (type(v).__name__, show_plain(body(v) if plain is not list else list(list.__iter__(v))))
    return show_plain(v)


def show_text(v):
    points = v if isinstance(v, bytes) else map(ord, v)
    text = ''
    for c in points:
        char = chr(c)
        if char in "'\\":
            text += '\\' + char
        elif 32 <= c < 127:
            text += char
        else:
            text += ('\\x%02x' if isinstance(v, bytes) else '\\u%04x') % c
    return ("b'%s'" if isinstance(v, bytes) else "'%s'") % text


def show_plain(v):
    if isinstance(v, (str, bytes)):
        return show_text(v)
    if v is None or isinstance(v, (bool, int, float)):
        return repr(v)
    if isinstance(v, tuple):
        return '(%s%s)' % (', '.join(map(show, v)), ',' if len(v) == 1 else '')
    if isinstance(v, list):
        return '[%s]' % ', '.join(map(show, v))
    if isinstance(v, dict):
        return '{%s}' % ', '.join('%s: %s' % (show(k), show(x)) for k, x in dict.items(v))
    if isinstance(v, (set, frozenset)):
        return '{%s}' % ', '.join(sorted(map(show, v)))
    if isinstance(v, range):
        return 'range(%d, %d, %d)' % (v.start, v.stop, v.step)
    if isinstance(v, type):
        return "<class '%s'>" % v.__name__
    if isinstance(v, (type({}.keys()), type({}.values()), type({}.items()))):
        return '%s([%s])' % (type(v).__name__, ', '.join(map(show, v)))
    return '<%s>' % type(v).__name__


def attempt(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__


def evaluate(text):
    scope = {'attempt': attempt, 'Map': Map, 'List': List, 'Set': Set, 'Record': Record}
    try:
        value = None
        for statement in ast.parse(text).body:
            if isinstance(statement, ast.Assign):
                exec(compile(ast.Module([statement], []), '', 'exec'), scope)
            else:
                value = eval(compile(ast.Expression(statement.value), '', 'eval'), scope)
        return show(value)
    except Exception as error:
        detail = error.args[0] if isinstance(error, KeyError) and error.args else error
        return '!%s%s' % (type(error).__name__, ': %s' % (detail,) if str(detail) else '')


class Programs:
    """Random programs: a container, some calls on it, and what it is afterwards."""

    def __init__(self, seed):
        self.r = random.Random(seed)

    def pick(self, *options):
        option = self.r.choice(options)
        return option() if callable(option) else option

    def small(self):
        return str(self.r.randint(-6, 7))

    def scalar(self):
        return self.pick(self.small, self.small, self.text, 'None', 'True', 'False', '1.0', '2.5', '10 ** 20', "b'ab'")

    def text(self):
        return "'%s'" % ''.join(self.r.choice('abc\u00e9') for _ in range(self.r.randint(0, 3))).replace('\u00e9', '\\u00e9')

    def hashable(self):
        return self.pick(self.scalar, self.scalar, self.scalar, lambda: '(%s, %s)' % (self.scalar(), self.scalar()))

    def joined(self, item, low=0, high=6):
        return ', '.join(item() for _ in range(self.r.randint(low, high)))

    def list_(self, item=None):
        return '[%s]' % self.joined(item or self.any)

    def any(self):
        return self.pick(self.scalar, self.scalar, self.scalar, '[1]', '{1: 2}', '(1, [2])', '()', '[]')

    def tuple_(self, item=None):
        return 'tuple(%s)' % self.list_(item)

    def pair(self):
        return '(%s, %s)' % (self.hashable(), self.any())

    def dict_(self):
        return '{%s}' % self.joined(lambda: '%s: %s' % (self.hashable(), self.any()))

    def set_(self):
        return 'set([%s])' % self.joined(self.pick(lambda: self.small, lambda: self.hashable), 0, 5)

    def range_(self):
        return 'range(%s, %s, %s)' % (self.small(), self.small(), self.pick(self.small, '-2', '3'))

    def long_range(self):
        bound = lambda: self.pick('10 ** 20', '-10 ** 20', '2 ** 63', '-2 ** 63 - 1', '9223372036854775807', self.small)
        return 'range(%s, %s, %s)' % (bound(), bound(), self.pick(bound, self.small))

    def range_call(self):
        index = lambda: self.pick(self.small, '10 ** 20', '-10 ** 19', '2 ** 62')
        return self.pick(lambda: 'a[%s]' % index(), lambda: 'a[%s]' % self.slice_(), lambda: '%s in a' % index(),
                         lambda: 'a.index(%s)' % index(), lambda: 'a.count(%s)' % index(), 'len(a)', 'next(iter(a))',
                         'next(reversed(a))', lambda: 'a == %s' % self.long_range(), 'a.start', 'a.step', 'a.stop')

    def iterable(self):
        return self.pick(self.ordered, self.ordered, self.set_)

    def ordered(self):
        return self.pick(self.list_, self.tuple_, self.dict_, 'range(4)', self.text,
                         lambda: 'iter(%s)' % self.list_(self.hashable), lambda: self.list_(self.hashable), '5')

    def bound(self):
        return self.pick('', '', self.small, self.small, 'None', '10 ** 20', '-10 ** 20')

    def slice_(self):
        return '%s:%s%s' % (self.bound(), self.bound(), self.pick('', '', ':2', ':-1', ':-2', ':3', ':0', ':10 ** 20'))

    def reader(self, container):
        return self.pick(lambda: '%s[%s]' % (container, self.slice_()), lambda: '%s[%s]' % (container, self.small()),
                         lambda: '%s in %s' % (self.any(), container), 'len(%s)' % container,
                         'list(reversed(%s))' % container, 'list(enumerate(%s, -1))' % container,
                         'sorted(%s, key=str)' % container, 'list(zip(%s, range(3)))' % container,
                         'list(map(lambda x: [x], %s))' % container, 'list(filter(None, %s))' % container,
                         'any(%s)' % container, 'all(%s)' % container, lambda: '%s == %s' % (container, self.iterable()))

    def list_call(self):
        m = self.r.choice('append extend insert remove pop clear index count sort reverse copy read read add'.split())
        if m == 'read':
            return self.reader('a')
        if m == 'add':
            return self.pick(lambda: 'a + %s' % self.ordered(), lambda: 'a * %s' % self.small(), 'a == a.copy()')
        args = {'append': self.any, 'extend': self.ordered, 'insert': lambda: '%s, %s' % (self.small(), self.any()),
                'remove': self.any, 'pop': lambda: self.pick('', self.small), 'count': self.any,
                'index': lambda: self.pick(self.any, lambda: '%s, %s' % (self.any(), self.small()),
                                           lambda: '%s, %s, %s' % (self.any(), self.small(), self.small())),
                'sort': lambda: self.pick('', 'reverse=True', 'key=str', 'key=lambda x: str(x), reverse=True', 'key=len')}
        return 'a.%s(%s)' % (m, args.get(m, str)())

    def dict_call(self):
        m = self.r.choice('clear copy get items keys pop popitem setdefault update values read merge view'.split())
        if m == 'read':
            return self.pick(lambda: 'a[%s]' % self.hashable(), lambda: '%s in a' % self.any(), 'list(a)', 'len(a)',
                             'list(reversed(a))', 'list(reversed(a.items()))', 'sorted(a, key=str)')
        if m == 'merge':
            return self.pick(lambda: 'a | %s' % self.dict_(), lambda: '%s | a' % self.dict_(), 'a | 5', lambda: 'a == %s' % self.dict_())
        if m == 'view':
            view = self.pick('a.keys()', 'a.items()')
            op = self.r.choice('| & - ^ == < <= > >='.split())
            other = self.pick(self.set_, self.dict_, lambda: self.dict_() + '.keys()', lambda: self.list_(self.hashable),
                              lambda: self.dict_() + '.items()')
            return self.pick('%s %s %s' % (view, op, other), '%s %s %s' % (other, op, view),
                             '%s.isdisjoint(%s)' % (view, other), '%s in %s' % (self.pair(), view))
        args = {'get': lambda: self.pick(self.hashable, self.any, lambda: '%s, %s' % (self.hashable(), self.any())),
                'setdefault': lambda: self.pick(self.hashable, lambda: '%s, %s' % (self.hashable(), self.any())),
                'pop': lambda: self.pick(self.hashable, lambda: '%s, %s' % (self.hashable(), self.any())),
                'update': lambda: self.pick(self.dict_, '', 'a', 'x=1, y=2', lambda: '[%s]' % self.joined(self.pair), self.ordered)}
        return 'a.%s(%s)' % (m, args.get(m, str)())

    def set_call(self):
        changing = 'add clear discard remove update difference_update intersection_update symmetric_difference_update'
        m = self.r.choice((changing + ' copy union intersection difference symmetric_difference isdisjoint issubset '
                           'issuperset op op op read').split())
        if m == 'op':
            op = self.r.choice('| & - ^ == != < <= > >='.split())
            other = self.pick(self.set_, self.set_, lambda: 'frozenset(%s)' % self.list_(self.hashable), self.iterable, 'a')
            return self.pick('a %s %s' % (op, other), '%s %s a' % (other, op))
        if m == 'read':
            return self.pick(lambda: '%s in a' % self.any(), 'len(a)', 'sorted(a, key=str)', '{1} in a', 'frozenset(a)')
        if m in ('add', 'discard', 'remove'):
            return 'a.%s(%s)' % (m, self.pick(self.hashable, self.hashable, self.any, '{1}'))
        if m in ('clear', 'copy'):
            return 'a.%s()' % m
        one = m in ('isdisjoint', 'issubset', 'issuperset', 'symmetric_difference', 'symmetric_difference_update')
        return 'a.%s(%s)' % (m, self.joined(self.iterable, 1, 1 if one else 3))

    def map_call(self):
        return self.pick(self.dict_call, lambda: 'a.set(%s, %s)' % (self.any(), self.any()),
                         lambda: 'a.increment(%s)' % self.any(), lambda: 'a.increment(%s, by=%s)' % (self.scalar(), self.scalar()))

    def program(self):
        if self.r.random() < 0.05:
            return self.sort()
        kind = self.r.choice(['list', 'list', 'dict', 'dict', 'set', 'set', 'tuple', 'range', 'long', 'text', 'List', 'Map', 'Set',
                              'Record'])
        make = {'list': self.list_, 'dict': self.dict_, 'set': self.set_, 'tuple': self.tuple_, 'range': self.range_, 'long': self.long_range,
                'text': self.text, 'List': lambda: 'List(%s)' % self.list_(), 'Map': lambda: 'Map(%s)' % self.dict_(),
                'Set': lambda: 'Set(%s)' % self.set_(), 'Record': self.record}[kind]
        call = {'list': self.list_call, 'dict': self.dict_call, 'set': self.set_call, 'List': self.list_call,
                'Map': self.map_call, 'Set': self.set_call, 'Record': self.record_call, 'long': self.range_call}.get(kind)
        if call is None:
            call = self.tuple_call if kind == 'tuple' else lambda: self.reader('a')
        calls = [call() for _ in range(self.r.randint(1, 3))]
        form = self.pick('r%d = %s', 'r%d = attempt(lambda: %s)', 'r%d = attempt(lambda: %s)')
        results = [form % (i, c) for i, c in enumerate(calls)]
        names = ['r%d' % i for i in range(len(calls))]
        return '; '.join(['a = ' + make()] + results + ['(%s, a)' % ', '.join(names)])

    def sort(self):
        """A long sort, also of what has no total order: then the very order of the comparisons shows."""
        r = self.r
        n = r.choice([5, 20, 63, 64, 65, 100, 200, 700])
        span = r.choice([3, n, 10 * n])
        items = [r.randrange(span) for _ in range(n)]
        for _ in range(r.randint(0, 4)):  # runs
            i, j = sorted((r.randrange(n), r.randrange(n)))
            items[i:j] = sorted(items[i:j], reverse=r.random() < 0.5)
        texts = [str(i) for i in items]
        how = r.choice(['ints', 'floats', 'nan', 'nan', 'sets', 'sets', 'fail', 'pairs'])
        if how == 'floats':
            texts = [t + '.5' for t in texts]
        if how == 'nan':
            texts = [t + '.0' if r.random() < 0.8 else "float('nan')" for t in texts]
        if how == 'sets':
            texts = ['set([%d, %d])' % (i % 7, i % 5) for i in items]
        if how == 'pairs':
            texts = ['(%d, %d)' % (i % 9, i) for i in items]
        if how == 'fail':
            texts[r.randrange(n)] = 'None'
        options = r.choice(['', 'reverse=True', 'key=lambda x: [x]', 'key=lambda x: (x, 1), reverse=True'])
        return 'a = [%s]; r = attempt(lambda: a.sort(%s)); (r, a)' % (', '.join(texts), options)

    def tuple_call(self):
        return self.pick(lambda: self.reader('a'), lambda: 'a.count(%s)' % self.any(), lambda: 'a.index(%s)' % self.any(),
                         lambda: 'a + %s' % self.ordered(), lambda: 'a * %s' % self.small())

    def record(self):
        return "Record({'a': %s, 'b': [%s], 'c': {'d': %s, 'e': [{'f': 1}]}})" % (self.any(), self.joined(self.any), self.any())

    def record_call(self):
        return self.pick('a.%s' % self.r.choice('a b c zz c.d c.zz c.e c.e[0].f c.zz.x b[0] b[1:] b[::-1]'.split()),
                         "a['b']", "a['zz']", 'a[[1]]', 'a.c', "a.c['e']", 'list(a.b)', 'a.b.copy()', 'a.b + [1]', 'a.b * 2',
                         "a.get('c')", 'list(a.values())', 'a.copy()', "a | {'x': 1}", 'isinstance(a, dict)', 'a.b.index(1)',
                         "getattr(a, 'c')", "getattr(a, 'zz', 5)", "hasattr(a, 'zz')", 'a.fromkeys([1])', 'type(a.c)', 'type(a.b)',
                         "a.pop('c')", "a.setdefault('q', {})", 'a.c.e.append(3)', 'sorted(a)', 'max(a.b, key=str)')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--random', type=int, default=0)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    if options.random:
        programs = Programs(options.seed)
        for _ in range(options.random):
            text = programs.program()
            print('%s\t%s' % (text, evaluate(text)))
        return
    print('// Made by tests/pylib/collections_cases.py from collections_cases.txt with CPython 3.11.')
    for line in open(FROZEN, encoding='utf-8'):
        line = line.rstrip('\n')
        if line and not line.startswith('#'):
            print('{R"(%s)", R"(%s)"},' % (line, evaluate(line)))


if __name__ == '__main__':
    main()
