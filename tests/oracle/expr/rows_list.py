"""Lists and tuples."""

from rows import Table

TABLE = Table('list', 'Lists')
T = TABLE

T.row('list-literal', 'list', '[$scalar, $scalar]', '[]', '[$any]', '[$num, $str, [$num]]', '[$scalar,]')
T.row('list-index', 'any', '$list[$index]', '$nested_list[$index]', '$ints[-1]', '$list[$bool]')
T.row('list-index-wrong', None, '$list[$float]', '$list[$str]', '$list[$none]', '[][0]', '$list[10**30]')
T.row('list-concat', 'list', '$list + $list', '$ints + [$small]', '[] + $list', '$strs + $strs')
T.row('list-concat-wrong', None, '$list + $tuple', '$list + $str', '$list + $none', '$none + $list', '$list - $list')
T.row('list-repeat', 'list', '$list * $repeat', '$repeat * $list', '[$small] * $nat')
T.row('list-len', 'int', 'len($list)', 'len($nested_list)', 'len([])')
T.row('list-count', 'int', '$ints.count($small)', '$list.count($scalar)', '$strs.count($word)',
      '[1, True, 1.0].count($small)')
T.row('list-position', 'int', '[1, 2, 3, 2, 1].index($small)', '(lambda x: x.index(x[-1]))($list)',
      '(lambda x: x.index(x[0], 1))($ints)', '$ints.index($small)', '$list.index($scalar)',
      '$ints.index($small, $index)', '$ints.index($small, $index, $index)')
T.row('list-copy', 'list', '$list.copy()', '$list[:]', 'list($list)', '(lambda a: [a.copy(), a.clear()])($list)')

EDITS = {
    'append': ['$scalar', '$list'], 'extend': ['$list', '$str', '$dict', '$tuple', '$small'],
    'insert': ['$index, $scalar', '$small, $scalar'],
    'remove': ['$small', '$scalar'], 'pop': ['', '$index'], 'clear': [''], 'reverse': [''],
}
for name, arguments in EDITS.items():
    T.row('list-%s' % name, None, *['(lambda x: (x.%s(%s), x))($%s)' % (name, a, k) for a in arguments
                                    for k in ['list', 'ints']],
          text='`list.%s(%s)`' % (name, '...' if any(arguments) else ''))
T.row('list-remove-present', None, '(lambda x: (x.remove(x[-1]), x))($list)',
      '(lambda x: (x.remove(x[0]), x))($ints)', '(lambda x: (x.remove(1), x))([2, 1.0, True, 1])')
T.row('list-sort', None, '(lambda x: (x.sort(), x))($ints)', '(lambda x: (x.sort(reverse=$bool), x))($nums)',
      '(lambda x: (x.sort(key=len), x))($strs)',
      '(lambda x: (x.sort(key=lambda v: -v), x))($ints)', '(lambda x: (x.sort(key=str, reverse=True), x))($nums)',
      '(lambda x: x.sort())($list)',
      '(lambda x: (x.sort(key=None), x))($strs)')
T.row('list-sort-wrong', None, '$list.sort()', '$ints.sort(len)', '$ints.sort(key=$small)', '$nested_list.sort()')
T.row('list-edit-chain', None, '(lambda x: (x.append(1), x.extend([2, 3]), x.pop(0), x.insert(1, 9), x))($ints)',
      '(lambda x: [x.append(i) for i in range(3)] and x)($list)', '(x := $ints, x.append($small), x)[2]')
T.row('list-none-result', None, '$list.append($scalar)', '$list.extend($list)', '$list.reverse()', '$list.clear()',
      '$ints.sort()')
T.row('list-alias', None, '(lambda x: [x, x.append(1), x])($ints)', '(lambda x, y: (x.append(y), x))($list, $list)',
      '(lambda x: (x[:].append(1), x))($ints)')
T.row('list-nested-index', 'any', '$lists[$index][$index]', '$pairs[0][1]', '[[1, 2], [3]][$repeat][0]')
T.row('list-iterate', 'list', '[x for x in $list]', '[*$list]', 'list(iter($list))', 'list(reversed($list))')
T.row('list-repr', 'str', 'str($list)', 'repr($nested_list)', "f'{$list}'", 'str($lists)', 'repr($wild_nums)',
      'repr($strs)')
T.row('list-missing', None, '$list.add(1)', '$list.foo', '$list.get(0)', '$list.upper()', '$list()')
T.row('list-unbound', None, 'list.index($ints, $small)', 'list.copy($list)', 'list(map(list.copy, $lists))',
      'list.count($ints, 1)')

T.row('tuple-literal', 'tuple', '($scalar, $scalar)', '()', '($scalar,)', '$scalar, $scalar', '($num, ($str, $num))')
T.row('tuple-index', 'any', '$tuple[$index]', '($scalar, $scalar, $scalar)[$index]')
T.row('tuple-slice', 'tuple', '$tuple[$bound:$bound]', '$tuple[$bound:$bound:$step]')
T.row('tuple-concat', 'tuple', '$tuple + $tuple', '$tuple * $repeat', '$repeat * $tuple', '$tuple + ($small,)')
T.row('tuple-methods', 'int', '$ints_tuple.count($small)', '$ints_tuple.index($small)', 'len($tuple)',
      '$tuple.index($scalar, $index)')
T.row('tuple-repr', 'str', 'str($tuple)', 'repr(($num,))', "f'{$tuple}'", 'str(())')
T.row('tuple-convert', 'tuple', 'tuple($list)', 'tuple($str)', 'tuple($range)', 'tuple($dict)',
      'tuple(x * 2 for x in $ints)', 'tuple()')
T.row('tuple-wrong', None, '$tuple.append(1)', '$tuple + $list', '$tuple[$str]', 'tuple($small)', '$tuple * $float')
T.row('tuple-key', None, '{($small, $word): 1}[($small, $word)]', '{$ints_tuple: $small}',
      '($small, $word) in {(1, "a")}')
