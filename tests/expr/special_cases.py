"""Expressions that the compiler treats specially, next to those that look alike and must not be, and what CPython makes of them,
for src/expr/special_test.cpp.

Prints one case a line: the source as a JSON string, a tab, then repr() of the result as a JSON string, or the name of the
exception after `!`.

    python3.11 special_cases.py > special_cases.tsv
"""
import json

LOOPS = [
    # what a loop walks without an iterator
    '[x for x in [1, 2.5, None]]', '[x for x in (1, 2)]', "[c for c in 'abc']", "[c for c in 'aé😀b']", '[x for x in range(4)]',
    '[x for x in range(2, -3, -1)]', '[x for x in range(5, 1)]', '[x for x in range(2**63 - 2, 2**63 + 2)]',
    '[x for x in range(-2**63, -2**63 + 2)]', "[b for b in b'ab']", "[k for k in {'a': 1, 'b': 2}]", 'sorted([x for x in {3, 1}])',
    "[k for k in {'a': 1}.keys()]", "[v for v in {'a': 1}.values()]", "[p for p in {'a': 1}.items()]",
    "[k + str(v) for k, v in {'a': 1, 'b': 2}.items()]", '[x for x in 5]', '[x for x in None]', '[x for x in iter([1, 2])]',
    '[x for x in map(abs, [-1, 2])]', '[x for x in (y for y in [1, 2])]', '[x for x in []]', "[c for c in '']",
    # containers that change meanwhile
    '(lambda l: [l.append(x) for x in l if len(l) < 5] and l)([1, 2])', '(lambda l: [l.pop() for x in l] and l)([1, 2, 3, 4])',
    '(lambda l: [l.clear() for x in l])([1, 2, 3])', '(lambda d: [d.update({k + 1: 0}) for k in d])({1: 1})',
    '(lambda d: [d.pop(k) for k in d])({1: 1, 2: 2})', '(lambda d: [d.update({k: 5}) for k in d] and d)({1: 1, 2: 2})',
    '(lambda d: [d.pop(k) for k, v in d.items()])({1: 1, 2: 2})', '(lambda s: [s.add(x + 10) for x in s])({1})',
    '(lambda l: sum(l.append(0) or x for x in l if len(l) < 6))([1, 2])',
    # pairs, enumerate, zip
    '[a + b for a, b in [(1, 2), [3, 4]]]', '[a + b for a, b in [(1, 2), (3,)]]', '[a for a, b in [(1, 2, 3)]]',
    "[a + b for a, b in ['xy', 'zw']]", '[a for a, b in [5]]', '[b for a, *b in [(1, 2, 3)]]', '[a for (a,) in [[1], (2,)]]',
    '[(a, b, c) for a, (b, c) in [(1, (2, 3))]]', '[a for a, a in [(1, 2)]]', "[a for a, b in {1: 2}]",
    "[(i, x) for i, x in enumerate('ab')]", '[(i, x) for i, x in enumerate([7, 8]) if i]', '[i for i, i in enumerate([7, 8])]',
    '[i for i, (i, x) in enumerate([(5, 6), (7, 8)])]', '[(i, x) for i, x in enumerate([7, 8], 5)]',
    '[(i, x) for i, x in enumerate([7, 8], start=5)]', '[p for p in enumerate([7])]', '[i for i, x in enumerate(5)]',
    '[i for i, x in enumerate()]', '[(i, x) for i, x in enumerate([1, 2]) for i in [i, i]]',
    '[(i, j) for i, x in enumerate([1, 2]) for j, x in enumerate([3, 4])]', '[i for i, x, y in enumerate([1])]',
    '(lambda enumerate: [i for i, x in enumerate([1])])(lambda l: [(9, 9)])', '[f() for f in [lambda: i for i, x in enumerate([1, 2])]]',
    "[x + y for x, y in zip([1, 2, 3], [10, 20])]", "[x + y for x, y in zip([1, 2], [10, 20, 30])]", '[x for x, in zip([1, 2])]',
    '[x + y + z for x, y, z in zip([1, 2], (3, 4), range(5))]', '[x for x, y in zip([1], [2], [3])]', '[x for x, x in zip([1], [2])]',
    '[x for x, y in zip(5, 1 / 0)]', '[x for x, y in zip([1], 5)]', '[x for x, y in zip([1], [2, 3], strict=True)]',
    '[x for x, y in zip(*[[1], [2]])]', '(lambda it: [(x, y) for x, y in zip(it, it)] + list(it))(iter([1, 2, 3, 4, 5]))',
    '[(k, c, a) for k in [1, 2] for c in [0 if k == 1 else a] for a, b in zip([10, 20, 30], [1])]',
    '[(k, c, a) for k in [1, 2] for c in [0 if k == 1 else a] for b, a in zip([1], [10, 20, 30])]',
    # scopes
    '[y for x in [1] if y for y in [1]]', '[y for x in [1, 2] if x == 1 or y for y in [x]]', '[y for x in [1, 2] for y in [y]]',
    '[y for x in [1, 2] if x > 5 and y for y in [1]]', '[y() for x in [1] if [lambda: y] for y in [lambda: x]]',
    '{y: 1 for x in [0] if y for y in [1]}', 'list(y for x in [0] if y for y in [1])', 'sum(y for x in [0] if y for y in [1])',
    '[x for x in [1] for x in [x, x + 1]]', '(lambda x: [x for x in [x]] + [x])(3)', '[[x for x in [x + 1]] + [x] for x in [1, 2]]',
    '[f() for f in [lambda: x for x in [1, 2]]]', '[(lambda: x)() for x in [1, 2]]', '[y for x in [1, 2] if (y := x * 2) > 2]',
    '[(y := x) for x in [1, 2]] + [y]', 'sum((y := x) for x in [1, 2]) + y', '(lambda: [sum((y := x) for x in [1, 2]), y])()',

]

REDUCTIONS = [
    # builtins that run their generator in place
    'sum(x for x in [1, 2, 3])', 'sum(x for x in [])', 'sum(x for x in [0.1] * 10)', 'sum(x for x in [1, 0.5, True])',
    'sum(x for x in [-0.0])', 'sum(x for x in [1e16, 1.0, -1e16])', 'sum(x for x in [2**62, 2**62, 2**62])',
    'sum(x for x in [2**63 - 1, 1, -1])', "sum(x for x in ['a'])", 'sum([x] for x in [1])', "sum(x for x in [float('nan')])",
    'sum((x for x in [1, 2]), 10)', 'sum((x for x in [[1], [2]]), [])', 'sum(x for x in [True, True])', 'sum(1 / x for x in [1, 0])',
    'sum(x for x in [None])', 'sum(x * y for x in [1, 2] for y in [3, 4])', 'sum(sum(y for y in [x, x]) for x in [1, 2])',
    'any(x for x in [])', 'all(x for x in [])', 'any(x for x in [0, 3, 1 / 1])', 'all(x for x in [1, 0])', 'any(x > 1 for x in [1, 2])',
    'any(1 / x for x in [1, 0])', 'any(1 / x for x in [0, 1])', 'all(x < 2 for x in [1, 2] for y in [1])', "any(x for x in ['', ' '])",
    'any([] for x in [1])', 'all(None for x in [1])', 'any(any(x == y for y in [2]) for x in [1, 2])',
    'min(x for x in [3, 1, 2])', 'max(x for x in [3, 1, 2])', 'min(x for x in [])', 'max(x for x in [])', 'max((x for x in []), default=7)',
    'max((x for x in [1]), default=7)', 'min((x for x in []), default=None)', 'max((x for x in [1, 2]), key=lambda x: -x)',
    'max(x for x in [1, 1.0, True])', 'max(x for x in [True, 1, 1.0])', 'min(x for x in [0.0, -0.0])', 'min(x for x in [-0.0, 0.0])',
    "max(x for x in [float('nan'), 1.0])", "max(x for x in [1.0, float('nan')])", "max(x for x in [1, 'a'])", 'min(x for x in [None])',
    'max(x for x in [2**53, float(2**53), 2**53 + 1])', "max(x for x in ['a', 'b'])", 'max((x for x in [1]), (2,))',
    'max(1 / x for x in [1, 0])', 'list(x for x in (1, 2))', 'tuple(x for x in [1, 2])', 'set(x for x in [1, 1])', 'set([] for x in [1])',
    'sorted(x for x in [2, 1])', 'sorted((x for x in [1, 2]), reverse=True)', 'sorted((x for x in [1, 2]), key=lambda x: -x)',
    "','.join(c for c in 'abc')", "','.join(x for x in ['a', 1])", "''.join(str(x) for x in range(3))", 'len(x for x in [1])',
    'list((x for x in [1]), 2)', 'sum(x for x in 5)', 'any(x for x in None)', 'sum(x for x in [y])',
    'sum(next(it) for it in [iter([1])] for _ in range(3))', 'list(next(iter([])) for x in [1])', '[next(iter([])) for x in [1]]',
    'sum(x for x in [next(iter([]))])', 'max([next(iter([])) for x in [1]] for y in [1])', 'any(next(iter([])) for x in [1])',
    # names that are not the builtins
    '(lambda sum: sum(x for x in [1, 2]))(list)', '(lambda any: any(x for x in [0]))(lambda g: type(g).__name__)',
    '[sum(x for x in [1]) for sum in [tuple]]', '(lambda f: f(x for x in [1, 2]))(sum)', 'list(map(sum, [(x for x in [1])]))',
    '(lambda g: [sum(g), sum(g)])(x for x in [1, 2])', '(sum := tuple) and sum(x for x in [1])', 'sum(*[[1, 2]])', 'sum(*[x for x in [[1]]])',
    '(lambda n: sum((lambda: x + n)() for x in [1, 2]))(10)', '[f() for f in list(lambda: x for x in [1, 2])]',
    '(lambda n: (lambda: sum(x * n for x in [1, 2]))())(3)', 'next(x for x in [1])', 'sum(x for x in (y for y in [1, 2]))',
]

# what may change a list by its name; keywords and keys that come again
CHANGES = [
    '(x := [1.0])[x.insert(0, 7) or 0] * 2.0', "(x := [1.0])[x.insert(0, 'a') or 0] + 2.5", '(x := [1.0])[0] * 2.0',
    "[(x := [1.0])[x.insert(0, 'some longer text') or 0] * 2][0]", "dict(**{'level': 1}, level=5)", "dict(level=5, **{'level': 1})",
    "(lambda **k: k)(**{'b': 2}, b=1)", "dict(**{'a': 1}, b=2, **{'b': 3})", "dict(**{'a': 1}, b=2, c=3, **{'d': 4}, e=5)",
    "dict(a=1, **{}, b=2)", "dict(**{'a': 1}, **{'a': 2})", 'dict(**{1: 2}, b=1)', "dict(**[1], b=1)",
    '{1: 2, 1: 3}', '{1: 2, **{3: 4}, 5: 6, **{1: 7}}', '{[]: 1, 2: 1 / 0}', '{1: 1 / 0, []: 2}',
    '{' + '[]: 1, ' + ', '.join(f'{i}: 0' for i in range(13)) + ', 99: 1 / 0}', '{' + '[]: 1, ' + ', '.join(f'{i}: 0' for i in range(14)) + ', 99: 1 / 0}',
    '{' + ', '.join(f'{i}: {i}' for i in range(40)) + '}', '{' + ', '.join(f'{i % 7}: {i}' for i in range(40)) + '}',
    '{' + ', '.join(f'{i}: 0' for i in range(17)) + ', []: 1, 98: 1 / 0}',
]

BIG = 9223372036854775807
NUMBERS = [
    '(1 + True, True + True, True * 2, -True, True / 2, True // 2, True % 2)', f'{BIG} + 1', f'-{BIG} - 2', f'{BIG} * 2', f'{BIG} * -1 - 1',
    f'(-{BIG} - 1) // -1', f'(-{BIG} - 1) % -1', '(7 // 2, -7 // 2, 7 // -2, -7 // -2, 0 // 5)', '(7 % 3, -7 % 3, 7 % -3, -7 % -3)',
    '1 // 0', '1 % 0', '1 / 0', '1.0 / 0', '1 / 0.0', '(1 / 3, -1 / 3, 4 / 2, 0 / 5, 0 / -5)', f'{BIG} / 3', f'{BIG} / {BIG - 1}',
    f'(2**53 + 1) / 1', f'(2**53 + 1) + 0.0', f'(2**53 + 1) * 1.0', '(1 + 0.5, 0.5 + 1, 2 * 0.25, 1 - 0.5, 0.5 - 1)', '(7.5 // 2, -7.5 % 2, 7 // 2.0)',
    '(-0.0 + 0, 0 - 0.0, -0.0 * 1, 0 * -0.0, 0 / -3.0)', "(float('nan') < 1, 1 < float('nan'), float('nan') == float('nan'))",
    '(2**53 < 2.0**53, 2**53 + 1 > 2.0**53, 2**53 + 1 <= 2.0**53, 2.0**53 < 2**53 + 1)', f'({BIG} < 2.0**63, {BIG} >= 2.0**63)',
    '(1 < 1.5, 1.5 < 1, 1 >= 1.0, True < 2, True >= 1.0, None == 0, 1 == 1.0, 1 == True, 0.0 == -0.0)', "1 < 'a'", 'None < 1',
    "(1 == 'a', [1] == [1.0], (1, 2) == [1, 2])", '(not 0, not 0.0, not None, not [], not "", not 2**64)',
    '[1 if x else 0 for x in [0, 1, -1, 0.0, None, True, False, "", "a", [], [0], 2**64]]', '[[1, 2, 3][i] for i in [0, -1, True, -3]]',
    '[1, 2][2]', '[1, 2][-3]', '[1, 2][0.0]', '[1, 2][2**64]', "[1]['a']", '(1, 2)[True]', '"abc"[-1]', '{1: 2}[True]', '{1: 2}[2]',
    '(sum([1, 2]), sum([0.1] * 10), sum([1, 0.5, 2]), sum([-0.0]), sum([]), sum([True, 2]), sum([2**63 - 1, 1]))', "sum([1, 'a'])",
    'sum([0.5, None])', 'sum((1, 2.5))', 'sum([[1], [2]], [])', 'sum(["a"])', '(max([1, 3, 2]), min([3, 1, 2]), max(1, 2), min(2.5, 1.5))',
    '(max([1, 1.0]), max([1.0, 1]), min([True, 1]), max(0.0, -0.0), max(-0.0, 0.0))', "(max([float('nan'), 1.0]), max([1.0, float('nan')]))",
    'max([])', "max([1, 'a'])", 'max(1)', 'max()', "max([2**64, 1])", 'sorted([3, 1, 2])', 'sorted([3, 1, 2], reverse=True)', 'sorted([True, 0, 1, False])',
    'sorted([0.0, -0.0, 0])', 'sorted([2**64, 1, -2**64])', "sorted([1, 'a'])", "f'{1}{True}{None}{1.5}{2**64}'", "f'{-9223372036854775808}'",
    "f'{\"a\" * 20}b{1:3}{\"x\"!r}{\"é\"!s}{\"é\"!a}'", "f'{\"é\"}{\"a\" * 13}'", "f''", "f'{\"\"}'", '[len(x) for x in ["é", "abc", b"ab", [1], (), {1: 1}, {1}, range(3)]]',
    'len(5)', 'len()', 'len([], [])', 'int("x")', '(int("7"), float("1.5"), str(1), bool([]), int(), str())', 'abs("a")', '(abs(-1), abs(-1.5), abs(True), abs(-2**63))',
]


def outcome(source):
    try:
        return repr(eval(source, {}))
    except NameError:
        return '!NameError'  # an unbound local variable too
    except Exception as e:
        return '!' + type(e).__name__


if __name__ == '__main__':
    for one in LOOPS + REDUCTIONS + CHANGES + NUMBERS:
        print(json.dumps(one), json.dumps(outcome(one)), sep='\t')
