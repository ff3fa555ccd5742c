"""Builtin functions."""

from rows import Table

TABLE = Table('builtin', 'Builtin functions')
T = TABLE

T.row('len', 'int', 'len($list)', 'len($str)', 'len($dict)', 'len($int_set)', 'len($range)', 'len($tuple)',
      'len($bytes)', 'len($record)')
T.row('len-wrong', None, 'len($small)', 'len($none)', 'len($float)', 'len(x for x in $ints)', 'len(range(2 ** 70))',
      'len($datetime)')
T.row('sum-ints', 'int', 'sum($ints)', 'sum($ints, $small)', 'sum($bools)', 'sum(range($nat))',
      'sum($ints, start=$int)', 'sum([])', 'sum(x * x for x in $ints)')
T.row('sum-floats', 'float', 'sum($floats)', 'sum($nums)', 'sum($wild_nums)', 'sum($floats, $float)',
      'sum($ints, 0.0)', 'sum([0.1] * $nat)', 'sum(x / 3 for x in $ints)', 'sum($ints) / len($ints)')
T.row('sum-lists', 'list', 'sum($lists, [])', 'sum([[1], $list], $list)', 'sum([], [1])')
T.row('sum-other', None, 'sum([timedelta(1), $timedelta], timedelta())', 'sum([($small,)], ())', 'sum($dict)',
      'sum($count_dict.values())')
T.row('sum-wrong', None, 'sum($strs)', "sum($strs, '')", 'sum($list)', 'sum($small)', 'sum($none)', 'sum([None, 1])',
      'sum([1, "a"])', 'sum($lists)')
for name in ['min', 'max']:
    T.row('%s-numbers' % name, 'num', '%s($ints)' % name, '%s($some_nums)' % name, '%s($num, $num)' % name,
          '%s($num, $num, $num)' % name, '%s($wild_nums)' % name, '%s(1, True, 1.0)' % name,
          '%s(0.0, -0.0, $float)' % name)
    T.row('%s-other' % name, None, '%s($strs)' % name, '%s($str)' % name, '%s($word, $word)' % name,
          '%s($lists)' % name, '%s($count_dict)' % name, '%s($date, $date)' % name,
          '%s($timedelta, $timedelta)' % name, '%s($range)' % name,
          '%s($aware, $aware)' % name)
    T.row('%s-key' % name, None, '%s($strs, key=len)' % name, '%s($ints, key=lambda x: -x)' % name,
          '%s($small, $small, key=abs)' % name, '%s($records, key=lambda r: str(r))' % name,
          '%s($pairs, key=lambda p: p[1])' % name,
          '%s($strs, key=str.lower, default=0)' % name, '%s($ints, key=None)' % name)
    T.row('%s-default' % name, None, '%s([], default=$num)' % name, '%s($ints, default=0)' % name,
          '%s((x for x in $ints if x > 5), default=None)' % name)
    T.row('%s-wrong' % name, None, '%s([])' % name, '%s($small)' % name, '%s($list)' % name, '%s()' % name,
          '%s($num, $str)' % name, '%s($none, $num)' % name, '%s($ints, key=$small)' % name,
          '%s(1, 2, default=3)' % name, '%s($strs, foo=1)' % name)
T.row('any', 'bool', 'any($list)', 'any($bools)', 'any(x > 2 for x in $ints)', 'any([])', 'any($dict)', 'any($str)',
      'any($small)')
T.row('all', 'bool', 'all($list)', 'all($bools)', 'all(x > 2 for x in $ints)', 'all([])', 'all($dict)', 'all($str)',
      'all($small)')
T.row('sorted', 'list', 'sorted($ints)', 'sorted($nums)', 'sorted($strs)', 'sorted($str)', 'sorted($lists)',
      'sorted($dict)', 'sorted($tuple)', 'sorted($nums, reverse=True)', 'sorted($ints, reverse=$small)',
      'sorted($bools)')
T.row('sorted-key', 'list', 'sorted($strs, key=len)', 'sorted($ints, key=lambda x: (x % 3, -x))',
      'sorted($pairs, key=lambda p: p[1])', 'sorted($strs, key=str.lower, reverse=True)', 'sorted($nums, key=abs)',
      'sorted($records, key=str)',
      'sorted($pairs, key=lambda p: p[1], reverse=True)', "sorted($records, key=lambda r: r.get('n') or 0)",
      'sorted($ints, key=None)', 'sorted($nums, key=lambda x: round(x))')
T.row('sorted-wrong', None, 'sorted($list)', 'sorted($small)', 'sorted($ints, len)', 'sorted($ints, key=$small)',
      'sorted([1, None])', 'sorted($ints, foo=1)', 'sorted([{}, {}])', 'sorted($ints, key=lambda: 1)')
T.row('reversed', 'list', 'list(reversed($list))', 'list(reversed($str))', 'list(reversed($range))',
      'list(reversed($dict))', 'list(reversed($tuple))')
T.row('reversed-wrong', None, 'list(reversed($small))', 'reversed($none)', 'list(reversed($int_set))', 'reversed()')
T.row('enumerate', 'list', 'list(enumerate($list))', 'list(enumerate($str, $small))',
      'list(enumerate($list, start=1))', '[i for i, x in enumerate($list) if x]', 'dict(enumerate($strs))',
      'list(enumerate($small))')
T.row('zip', 'list', 'list(zip($ints, $strs))', 'list(zip($ints, $ints, $str))', 'list(zip($list))', 'list(zip())',
      'list(zip($ints, $ints, strict=True))', 'list(zip(*$lists))', '[x * y for x, y in zip($ints, $ints)]',
      'list(zip($small, $ints))',
      'list(zip($list, range(99)))')
T.row('map', 'list', 'list(map(str, $list))', 'list(map(lambda x: x * 2, $ints))', 'list(map(len, $strs))',
      'list(map(lambda x, y: x + y, $ints, $ints))', 'list(map(abs, $nums))', 'list(map(int, $bools))',
      'list(map(None, $ints))',
      'list(map(str.upper, $strs))', 'sum(map(float, $ints))', 'list(map(max, $ints, $ints))',
      "list(map('{:>3}'.format, $ints))", 'list(map($small, $ints))')
T.row('filter', 'list', 'list(filter(None, $list))', 'list(filter(lambda x: x > 0, $ints))',
      'list(filter(str.isalpha, $strs))', 'list(filter(bool, $list))', 'sum(filter(None, $bools))',
      'list(filter($small, $ints))', "list(filter('aeiou'.count, $str))")
T.row('iter-next', None, 'next(iter($list))', 'next(iter($list), $scalar)',
      '(lambda i: [next(i), next(i)])(iter($ints))', 'next(iter([]))', 'list(iter($str))',
      'next(x for x in $ints if x > 3)', 'next($ints)', native=False)
T.row('abs', 'num', 'abs($int)', 'abs($float)', 'abs($bool)', 'abs($small - $small)')
T.row('abs-other', None, 'abs($timedelta)', 'abs($str)', 'abs($none)', 'abs($list)', 'abs()')
T.row('round-float', 'int', 'round($float)', 'round($finite)', 'round($small + 0.5)', 'round($float, None)',
      'round($int / 2)')
T.row('round-float-digits', 'float', 'round($float, $digits)', 'round($finite, 2)', 'round($finite, 1)',
      'round($small + 0.005, 2)', 'round($finite, ndigits=3)', 'round($int / 8, 2)', 'round($float, $bool)',
      'round($finite, -1)')
T.row('round-int', 'int', 'round($int)', 'round($int, $digits)', 'round($int, -1)', 'round($int, -2)', 'round($bool)',
      'round(25, -1)', 'round($small * 5, -1)', 'round($int, None)')
T.row('round-wrong', None, 'round($str)', 'round($none)', 'round($float, $float)', 'round($list)',
      'round($float, $str)', 'round(10 ** 400 / 1)', "round(float('nan'), 2)", "round(float('inf'))", 'round()')
T.row('divmod-int', 'tuple', 'divmod($int, $int)', 'divmod($int, $small)', 'divmod($bool, $int)')
T.row('divmod-float', 'tuple', 'divmod($float, $float)', 'divmod($num, $finite)', 'divmod($finite, $small)')
T.row('divmod-other', None, 'divmod($timedelta, $timedelta)', 'divmod($str, $int)', 'divmod($none, 1)',
      'divmod($int, 0)', 'divmod($float, 0.0)')
T.row('pow-two', None, 'pow($base, $exponent)', 'pow($float, $float)', 'pow($small, $exponent)',
      'pow($float, $exponent)', 'pow($small, $finite)', 'pow(0, $exponent)', 'pow(base=2, exp=$nat)')
T.row('pow-three', None, 'pow($int, $int, $int)', 'pow($small, $nat, $small)', 'pow($int, -1, $small)',
      'pow(3, $nat, 7)', 'pow($int, $float, $int)', 'pow($small, $small, 0)', 'pow($small, $nat, mod=5)',
      'pow($small, $nat, None)')
T.row('range', 'range', 'range($nat)', 'range($small, $nat)', 'range($small, $nat, $small)', 'range($bool)',
      'range(2 ** 65, 2 ** 65 + 3)')
T.row('range-use', None, 'list($range)', 'len($range)', '$range[$index]', 'sum($range)', '$range.start',
      '$range.stop', '$range.step', '$range.index($small)', '$range.count($small)', 'max($range, default=None)',
      'bool($range)', '[i * i for i in $range]')
T.row('range-wrong', None, 'range($float)', 'range($str)', 'range(1, 2, 0)', 'range()', 'range($none)', 'range(1)[5]',
      'range(1, 2, 3, 4)', '$range + $range', 'range(stop=3)')
T.row('chr', 'str', 'chr($point)', 'chr($nat + 65)', 'chr($int)', 'chr($float)', 'chr($str)')
T.row('ord', 'int', 'ord($char)', 'ord($str)', 'ord(chr($point))', "ord(b'a')", 'ord($small)', "ord('')")
T.row('getattr', None, "getattr($datetime, 'year')", "getattr(source, 'v0')", "getattr($str, 'upper')()",
      "getattr($any, 'foo', $num)", "getattr(math, 'pi')", "getattr(source, 'nope', 5)",
      "getattr($timedelta, 'days')", 'getattr($any, $small)',
      "getattr($none, 'x')", "getattr($none, 'x', None)", "getattr($list, 'foo')")
T.row('hasattr', 'bool', "hasattr($any, 'upper')", "hasattr($datetime, 'year')", "hasattr(source, 'zzz')",
      "hasattr($any, 'append')", 'hasattr($any, $small)', native=False)
T.row('callable', 'bool', 'callable($any)', 'callable(len)', 'callable(lambda: 1)', 'callable($str.upper)',
      native=False)
T.row('slice-object', None, '$list[slice(1, 3)]', '$str[slice(None, None, -1)]', 'slice(1, 2).stop',
      '$list[slice($small)]', native=False)
T.row('function-values', None, '(lambda f: f($ints))(sum)', '[f($some_nums) for f in [min, max, sum, len]]',
      "{'a': min, 'b': max}['a']($num, $num)", 'list(map(round, $floats))', '(len or 1)($str)',
      'sorted($strs, key=ord)',
      '(str if $bool else repr)($str)', 'list(map(pow, $ints, [2] * 9))', 'len', 'str', '$str.upper', '[len, sum]')
T.row('builtin-arguments', None, 'abs($num, $num)', 'len(obj=$str)', 'sum($ints, $small, $small)',
      'sum(iterable=$ints)', 'round(number=$finite, ndigits=1)', 'enumerate()', 'zip(foo=1)', 'map()', 'filter(None)',
      'isinstance()', 'ord()', 'chr($nat, $nat)',
      'divmod($num)', 'pow($num)', 'str($str, foo=1)', 'int(x=$small)', 'bool($num, $num)', 'any()',
      'sorted(key=len)', 'list(iterable=$ints)', 'format()', 'repr()', 'format($num, spec="d")', "str(object=$num)",
      "str(b'ab', encoding='ascii')",
      'enumerate(iterable=$strs, start=2) and 1', 'list(enumerate(iterable=$strs))', 'max(iterable=$ints)')
