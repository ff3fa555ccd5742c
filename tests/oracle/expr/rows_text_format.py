"""Formatting: the mini-language, str.format, f-strings, printf style."""

from rows import Table

TABLE = Table('text_format', 'Formatting')
T = TABLE

T.row('format-int-d', 'str', 'format($int, $integer_spec)', "format($int, 'd')", "format($int, ',')",
      "format($int, '_')", "format($bool, $integer_spec)")
T.row('format-int-radix', 'str', 'format($int, $radix_spec)', "format($int, '#x')", "format($int, '08b')",
      "format($nat, '_b')", "format($bool, $radix_spec)")
T.row('format-int-any', 'str', 'format($int, $int_spec)', 'format($bool, $int_spec)')
T.row('format-int-c', 'str', "format($point, 'c')", "format($point, '>5c')", "format($int, 'c')",
      "format($point, '^9c')")
T.row('format-int-float', 'str', 'format($int, $fixed_spec)', 'format($int, $exponent_spec)',
      'format($int, $general_spec)', "format($int, '.3%')")
T.row('format-float-none', 'str', "format($float, '')", "format($float, '.3')", "format($float, '10')",
      "format($float, '.17')", "format($float, '+')")
T.row('format-float-f', 'str', 'format($float, $fixed_spec)', "format($float, '.2f')", "format($float, '10.3f')",
      "format($float, ',.2f')", "format($float, '.0f')")
T.row('format-float-e', 'str', 'format($float, $exponent_spec)', "format($float, '.3e')", "format($float, 'E')",
      "format($float, '.0e')")
T.row('format-float-g', 'str', 'format($float, $general_spec)', "format($float, 'g')", "format($float, '.10g')",
      "format($float, '#g')", "format($float, 'n')")
T.row('format-float-percent', 'str', "format($float, '%')", "format($float, '.1%')", "format($float, '08.2%')")
T.row('format-float-any', 'str', 'format($float, $float_spec)')
T.row('format-str', 'str', 'format($str, $str_spec)', "format($word, '>10')", "format($str, '.3')",
      "format($wide, '*^9')")
T.row('format-wrong', None, 'format($str, $int_spec)', 'format($int, $str_spec)', "format($float, 'd')",
      "format($list, '>5')", "format($none, '>5')", "format($dict, 's')",
      "format($int, 'Q')", "format($str, ',')", "format($float, '.')", 'format($int, $small)', "format($str, '=5')")
T.row('format-other', 'str', "format($list, '')", "format($none, '')", 'format($dict)', 'format($num)',
      'format($tuple)', 'format($str)')
T.row('format-datetime', 'str', 'format($datetime, $format_code)', 'format($date, $format_code)',
      "format($datetime, '')", "format($clock, '%H:%M')", "f'{$naive:%Y-%m-%d %H}'",
      "format($timedelta, '')")

T.row('format-method', 'str', "'{}'.format($any)", "'{} {}'.format($num, $str)", "'{0}{1}{0}'.format($num, $str)",
      "'{a}-{b}'.format(a=$num, b=$str)",
      "'{{{}}}'.format($str)", "'{!r} {!s} {!a}'.format($str, $str, $str)", "'{} {x}'.format($num, x=$num)",
      "'no fields'.format($num)")
T.row('format-method-spec', 'str', "'{:5}|{:<5}|{:^7}'.format($num, $str, $str)", "'{:.2f}'.format($float)",
      "'{:{}}'.format($num, $nat)", "'{:>{w}.{p}f}'.format($float, w=$nat, p=$nat)",
      "'{0:d} {0:x} {0:o} {0:b}'.format($int)", "'{:,}'.format($num)", "'{:%Y}'.format($datetime)")
T.row('format-method-lookup', 'str', "'{0[a]}'.format($dict)", "'{0[0]} {0[1]}'.format($list)",
      "'{a[b]}'.format(a={'b': $num})", "'{0.year}-{0.month}'.format($datetime)",
      "'{0[k][0]}'.format({'k': $list})", "'{x.days}'.format(x=$timedelta)")
T.row('format-method-wrong', None, "'{}'.format()", "'{} {}'.format($num)", "'{x}'.format($num)",
      "'{0} {}'.format($num, $num)", "'{'.format($num)", "'}'.format($num)",
      "'{!x}'.format($num)", "'{:d}'.format($str)", "'{0.foo}'.format($str)", "'{0[9]}'.format($list)",
      "'{:{}}'.format($num)")
T.row('format-map', 'str', "'{a} {k}'.format_map({'a': $num, 'k': $str})", "'{k}'.format_map($dict)",
      "'{a:>5}'.format_map({'a': $str})")

T.row('fstring', 'str', "f'{$any}'", "f'a{$num}b{$str}c'", "f'{$str}{$str}'", "f'{{}}{$num}'", "f''", "f'x' 'y{z}'",
      "f'{$num}' f'{$num}' 'z'", 'f"{$num + $num}"')
T.row('fstring-conversion', 'str', "f'{$str!r}'", "f'{$str!a}'", "f'{$any!s}'", "f'{$any!r}'", "f'{$wide!a:>12}'",
      "f'{$num!r:>8}'")
T.row('fstring-spec-float', 'str', "f'{$float:$float_bare}'", "f'{$float:.2f}'", "f'{$num:.3e}'",
      "f'{$float:>12.4g}'", "f'{$float:,.1f}'")
T.row('fstring-spec-int', 'str', "f'{$int:$int_bare}'", "f'{$int:05d}'", "f'{$int:x}'", "f'{$int:+,}'",
      "f'{$bool:d}'", "f'{$int:#b}'")
T.row('fstring-spec-str', 'str', "f'{$str:$str_bare}'", "f'{$str:>10}'", "f'{$str:.2}'", "f'{$word:*^9}'")
T.row('fstring-nested', 'str', "f'{$float:{$nat}.{$nat}f}'", "f'{$str:{$char}>{$nat}}'", "f'{$int:{$nat}}'",
      "f'{f\"{$num}\":>9}'", "f'{$num:{\">\"}{8}}'")
T.row('fstring-debug', 'str', "f'{1 + 1=}'", "f'{$num=}'", "f'{$str=!s}'", "f'{$float=:.2f}'", "f'{ $num = }'",
      "f'{$str=}'")
T.row('fstring-expressions', 'str', "f'{[x for x in $ints]}'", "f'{(lambda x: x * 2)($num)}'",
      "f'{$num if $bool else $str}'", "f'{ {1: $num}[1] }'", "f'{$dict.get(\"a\")}'",
      "f'{($num, $num)}'", "f'{$ints[0]:>4}'", "f'''{$num}'''", "f'{$num!r}' + $str", "f'{(y := $num)} {y}'",
      "f'{$num:>{len($word)}}'")
T.row('fstring-wrong', None, "f'{$str:d}'", "f'{}'", "f'{$num'", "f'}'", "f'{$num!q}'", "f'{$list:>5}'",
      "f'{$num:Q}'", "f'{$num!}'", "f'{undefined_name}'", "f'{1 / 0}'", "f'{a b}'", "f'{$none:5}'")

T.row('percent-int', 'str', '$percent_int % $int', '$percent_int % $bool', "'%d' % $num",
      "'%5d|%-5d|%05d' % ($int, $int, $int)", "'%x %X %o' % ($int, $int, $int)", "'%#x' % $int")
T.row('percent-float', 'str', '$percent_float % $float', '$percent_float % $num', "'%.2f' % $float", "'%g' % $float",
      "'%10.3e' % $float", "'%+.1f%%' % $num")
T.row('percent-str', 'str', '$percent_str % $str', "'%s and %s' % ($any, $any)", "'%r' % $str",
      "'%10s|%-10s|%.2s' % ($str, $str, $str)", "'%s' % $num", "'%a' % $wide", "'%s' % ($list,)")
T.row('percent-named', 'str', "'%(a)s %(k)r' % {'a': $num, 'k': $str}", "'%(a)05d' % {'a': $int}", "'%(k)s' % $dict",
      "'%(a).2f' % {'a': $float}")
T.row('percent-star', 'str', "'%*d' % ($nat, $int)", "'%.*f' % ($nat, $float)", "'%-*s|' % ($nat, $str)")
T.row('percent-char', 'str', "'%c' % $char", "'%c' % $point", "'%5c' % 'x'", "'%c' % $str")
T.row('percent-wrong', None, "'%d' % $str", "'%s %s' % $num", "'%s' % ($num, $num)", "'%(a)s' % $num", "'%q' % $num",
      "'%' % $num", "'%d' % $none", "'%f' % $str", "'%x' % $float",
      "'abc' % $num", "'%s %s' % ($num,)", "'%c' % $float", "'%(zz)s' % $dict", "'%5' % 3", "'abc' % $dict",
      "'abc' % $list", "'%d' % float('nan')", "'%d' % float('inf')")
T.row('repr-str', 'str', 'repr($str)', 'repr($wide)', 'ascii($wide)', "repr('a\"b' + $char)", "repr(\"it's\" + $str)",
      "repr('\\'\"' + $str)", 'repr(chr($point))')
