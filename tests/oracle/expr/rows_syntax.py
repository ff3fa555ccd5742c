"""The expression grammar: comprehensions, lambdas, walrus, starred, calls, precedence, errors."""

from rows import Table

TABLE = Table('syntax', 'Comprehensions, lambdas, calls')
T = TABLE

T.row('list-comprehension', 'list', '[x * 2 for x in $ints]', '[x for x in $list if x]', '[str(x) for x in $list]',
      '[(x, y) for x in $ints for y in $strs]',
      '[x + y for x, y in zip($ints, $ints)]', '[x for x in $ints if x > 0 if x % 2 == 0]',
      '[[y for y in x] for x in $lists]', '[y for x in $lists for y in x if y]',
      '[x if x else -1 for x in $ints]', '[len(w) for w in $str.split()]',
      '[k for k, v in $count_dict.items() if v > 2]',
      '[(i, x) for i, x in enumerate($list)]', '[x for i, x in enumerate($str) if i % 2]', '[c for c in $str]',
      '[(k, x) for k in $dict for x in $list[:2]]', '[v for v in $dict.values()]', '[p for p in $count_dict.items()]',
      '[x for x in range($small)]', '[(x, y, z) for x, y, z in zip($list, $str, $ints)]',
      '[i for i, x in enumerate($list) for i in [i, x]]', '[f() for f in [lambda: (i, x) for i, x in enumerate($ints)]]')
T.row('comprehension-unpack', None, '[a for a, *b in [[1, 2, 3], $ints]]', '[b for a, *b in [$ints]]',
      '[(a, b) for a, (b, c) in [(1, (2, 3)), (4, $ints)]]', '[a for a, b in $lists]',
      '[k + str(v) for k, v in $pairs]', '[a for (a,) in [$ints]]', '[a + b for a, b in $pairs]')
T.row('comprehension-error', None, '[x / 0 for x in $ints]', '[x.foo for x in $ints]', '[x for x in $small]',
      '[y for x in $ints]', '[x for x in $none]')
T.row('comprehension-scope', None, '(lambda x: [x for x in $ints] + [x])($small)', '[(lambda: x)() for x in $ints]',
      '[f() for f in [lambda: x for x in $ints]]',
      '[x for x in [x for x in $ints]]', '(lambda n: [x + n for x in $ints])($small)',
      '[[x, [x for x in $ints]] for x in $ints]')
T.row('generator', None, 'sum(x for x in $ints)', 'list(x for x in $list)', 'max((x for x in $ints), default=0)',
      "','.join(str(x) for x in $ints)", 'any(x > 3 for x in $ints)',
      'all(x for x in $list)', 'sorted((x * x for x in $ints), reverse=True)', 'tuple(x for x in $ints if x)',
      'dict((x, x + 1) for x in $ints)', 'next((x for x in $ints if x > 2), None)',
      'sum(x for x in $list)', 'min(x for x in $list)', 'max((x for x in $list), default=$num)', 'any(x < 0 for x in $list)',
      'all(x == y for x in $ints for y in $ints)', 'set(x for x in $ints) == set($ints)', 'sum(v for k, v in $count_dict.items())',
      "','.join(c for c in $str)", 'sum(len(w) for w in $strs)', '(lambda n: sum((lambda: x * n)() for x in $ints))($small)',
      'sum((t := x) for x in $ints) + t', 'max(i * x for i, x in enumerate($ints))', 'sum(next(it) for it in [iter($ints)] for x in $ints)',
      'sum(1 for x in $list if x)', 'sum(x * y for x in $ints for y in $ints)',
      '[sum(x + n for x in $ints[1:]) for n in $ints]', '(lambda n: list((x, n) for x in $list[:3]))($small)',
      '{k: sum(d.get(k, 0) for d in [$count_dict][:]) for k in $strs}')
T.row('generator-object', None, '(x for x in $ints)', 'list(zip((x for x in $ints), (y for y in $ints)))',
      '(lambda g: [list(g), list(g)])(x for x in $ints)',
      '(lambda g: [next(g, 0), sum(g)])(x for x in $ints)', '2 in (x for x in $ints)', 'len(x for x in $ints)')
T.row('lambda', 'any', '(lambda: $any)()', '(lambda x: x)($any)', '(lambda x, y: x + y)($num, $num)',
      '(lambda x, y=$num: x * y)($num)', '(lambda x, *, k: (x, k))($num, k=$num)',
      '(lambda *a: a)($num, $num)', '(lambda **k: k)(a=$num, b=$num)', '(lambda x, /, y: (x, y))($num, y=$num)',
      '(lambda a, *b, c=1, **d: (a, b, c, d))($num, $num, e=$num)')
T.row('lambda-wrong', None, '(lambda x: x)()', '(lambda: 1)($num)', '(lambda x: x)(y=$num)',
      '(lambda x: x)($num, x=1)', '(lambda *, k: k)($num)', '(lambda x, /: x)(x=$num)', '(lambda x: y)($num)',
      '(lambda x, x: 1)', '(lambda x=1, y: 1)')
T.row('closure', None, '(lambda n: lambda x: x + n)($num)($num)',
      '(lambda f: f(f, $nat))(lambda f, n: 1 if n < 2 else n * f(f, n - 1))',
      'list(map(lambda x: x * $small, $ints))',
      '(lambda x: (lambda y: x - y))($num)($num)', '[f($num) for f in (lambda x: x, lambda x: -x, abs)]',
      '(lambda f, g: f(g($num)))(str, abs)', '(lambda x, f=lambda v: v + 1: f(x))($num)',
      '(lambda f: [f(x) for x in $ints])(lambda x: x % 3)')
T.row('walrus', None, '(x := $any)', '[(y := x * 2), y + 1] if (x := $num) is not None else 0',
      '(n := len($str)) and n * 2', '[y for x in $ints if (y := x * x) > 4]', '(a := 1, b := a + $num, a + b)',
      '(x := $num) + x', '[last := v for v in $ints]', '{(k := $small): k}', '(lambda: (z := $num) + z)()',
      '([t := x for x in $ints], t)', 'f"{(w := $num)}{w}"',
      '(total := 0, [total := total + v for v in $ints], total)')
T.row('walrus-wrong', None, 'x := 1', '[x := y for x in $ints]', '(x.y := 1)', '(x[0] := 1)',
      '[i for i in (j := $ints)]', 'f(x := 1)', '(1 := 2)', '{a := 1: 2}', '$ints[a := 0:1]', '[i for i in (lambda: (j := $ints))()]')
T.row('star-display', None, '[*$ints, $num, *$ints]', '(*$ints, $num)', '[*$str]', '*$ints, 1', '[*$dict]',
      '[*range($nat)]', 'sorted({*$ints, *$ints})', '[*$small]', '[**$dict]', '[*$ints, *$none]')
T.row('star-call', None, 'max(*$some_nums, 0)', '(lambda *a: a)(*$list)', '(lambda a, b: (a, b))(*$ints)',
      '(lambda **k: k)(**$dict)', "'{} {}'.format(*$list)", '(lambda *a, **k: (a, k))(*$ints, *$strs, **$dict)',
      'dict(**{"a": 1}, b=$num)', '(lambda a, b: a - b)(**{"a": $num, "b": $num})', 'max(*$ints)', 'print(*$ints)',
      '(lambda **k: k)(**{"a": 1}, **{"a": 2})', 'dict(**$dict, level=$num)', '(lambda **k: k)(**{"b": 2}, b=$num)',
      'dict(**{"a": 1}, b=$num, **{"b": 3})', 'dict(**{"a": 1}, b=$num, c=$num)', 'dict(*$small)', 'list(zip(*$lists))', "'{a}'.format(**$dict)",
      'math.gcd(*$ints)', 'range(*$ints)', '(lambda *a: a)(*$str, $num)')
T.row('call-wrong', None, '$num()', '$str()', '$none()', 'len()', 'len($str, $str)', 'len(x=$str)', 'int($num, x=1)',
      'undefined($num)', 'len(*$ints)', '$dict["a"]()', '(1)(2)', '[1](0)', 'sorted()', 'len(**$dict)')
T.row('attribute-wrong', None, '($num).foo', '$str.foo', '$none.x', '$list.x.y', '$dict.a', '(lambda: 1).x',
      'math.nope', 'datetime.nope', 'len.x')
T.row('precedence', None, 'not $num == $num', '$num + $num < $num * 2 and $bool', '$bool or $bool and not $bool',
      '1 if $bool else 2 if $bool else 3', 'lambda: $num', '$small | $small < $small', '-$small ** 2',
      '$small & $small == $small', 'not $small in $ints', '$small + $small << 1',
      '$bool if $bool else $bool or $bool', '$small - -$small', '$small ** -1', '~$small ** 2',
      '$num < $num == $bool', '(lambda x: x + 1 if x else 0)($small)')
T.row('layout', None, '( $num\n + $num )', '[\n$num,\n$num\n]', '$num + \\\n $num', '   $num   ', '$num # comment',
      '($num, # one\n $num)', '$num\t+\t$num', '$num;', '$num\n', '\n$num', '$num $num', '(  )', '[ ]',
      '$num +\n$num')
T.row('syntax-error', None, '$num +', '+ * $num', '($num', '$num)', '[$num', '{$num:', '$num = $num', 'if $num: 1',
      '$num if $bool', 'for x in $ints', 'lambda', 'def f(): 1', '$num,, $num', '* $num', 'a b', "$num 'x'",
      '{1: 2, 3}',
      'import math', 'x = 1', 'return 1', 'pass', 'f(a=1, 2)', '1 2', '$num === $num', '$num <> $num', '$num && $num',
      '!$num', '$num++', '?', '`$num`', '$num?1:0', 'f(**k, *a)', '', ' ', '#', '()()', '...[0]', 'await x', 'yield',
      'not', 'None = 1', 'f(x for x in y, 1)', '[*]', 'lambda *: 1', '$num !', '\x00', '“x”', '{**}', '$num.', '.x',
      'x.1', '1.x', '1..x')
T.row('name-error', None, 'undefined', 'undefined + $num', '$num if $bool else undefined', 'sourc.a',
      '[undefined for x in $ints]', 'lambda: undefined', '$bool and undefined')
T.row('constants', None, 'None', 'True', 'False', '[None, True, False]', 'True + True', 'None == False',
      'str(None)', 'str(True)', 'True * $num', '[None, True, False].count(None)')
T.row('unicode-names', None, '(lambda é: é + 1)($num)', '(lambda ﬁ: fi)($num)', '(lambda 名前: 名前)($num)',
      '(lambda ª: a)($num)', '(lambda x²: 1)($num)', '(lambda _x1: _x1)($num)')
T.row('conditional-chain', None, "'hi' if $small > 5 else 'mid' if $small > 0 else 'lo'",
      '$num if $str else $num if $list else $num', '[$num, $num][$bool]', "{True: 'y', False: 'n'}[$bool]",
      '($num, $num)[$small > 0]')
