"""Sets. The rows here do not hang on the order; `set-order-*` pin the insertion order of headrace's sets."""

from rows import Table

TABLE = Table('set', 'Sets')
T = TABLE

T.row('set-literal', 'set', '{$set_element, $set_element}', '{1, True, 1.0}', '{$small, $small, $small}', '{*$ints}')
T.row('set-literal-wrong', None, '{$list}', '{$dict, 1}', '{{1}}', '{1, []}')
T.row('set-convert', 'set', 'set($ints)', 'set($str)', 'set($dict)', 'set($range)', 'set()', 'set($strs)',
      'set($set)')
T.row('set-convert-wrong', None, 'set($small)', 'set($none)', 'set($lists)', 'set(1, 2)')
T.row('set-len', 'int', 'len($set)', 'len(set($str))', 'len({x % 3 for x in $ints})')
for op, name in [('|', 'union'), ('&', 'intersection'), ('-', 'difference'), ('^', 'symmetric_difference')]:
    more = [] if name == 'symmetric_difference' else ['$int_set.%s($ints, $ints)' % name, '$set.%s()' % name]
    T.row('set-%s' % name.replace('_', '-'), 'set', '$int_set %s $int_set' % op, '$set %s $set' % op,
          '$int_set.%s($ints)' % name, '$set.%s($set)' % name, *more)
    T.row('set-%s-wrong' % name.replace('_', '-'), None, '$set %s $list' % op, '$set %s $none' % op,
          '$set.%s($small)' % name, '$set.%s([[]])' % name, '$set %s $small' % op)
T.row('set-compare', 'bool', '$int_set < $int_set', '$int_set <= $int_set', '$int_set > $int_set', '$int_set >= {1}',
      '$int_set <= set(range(-9, 9))', '$set < $list')
T.row('set-tests', 'bool', '$int_set.issubset($ints)', '$int_set.issuperset($ints)', '$int_set.isdisjoint($ints)',
      '$set.isdisjoint($set)', '{1}.issubset($range)')
T.row('set-add', None, '(lambda s: (s.add($set_element), s))($set)', '(lambda s: (s.add($small), s))($int_set)',
      '$set.add($list)')
T.row('set-remove', None, '(lambda s: (s.remove($small), s))($int_set)',
      '(lambda s: (s.discard($small), s))($int_set)', '(lambda s: (s.discard($scalar), s))($set)',
      '$set.remove($scalar)')
T.row('set-update', None, *['(lambda s: (s.%s($ints), s))($int_set)' % m
                            for m in ['update', 'intersection_update', 'difference_update',
                                      'symmetric_difference_update']],
      '(lambda s: (s.update($ints, $str), s))($int_set)', '(lambda s: (s.update(), s))($set)')
T.row('set-clear-copy', None, '(lambda s: (s.copy(), s.clear(), s))($set)', '$set.copy()',
      '(lambda s: (s.copy().add(99), s))($int_set)')
T.row('set-pop', None, '{$small}.pop()', 'set().pop()', '(lambda s: (s.pop(), s))({$word})')
T.row('set-comprehension', 'set', '{x for x in $ints}', '{x % 3 for x in $ints}', '{c.lower() for c in $str}',
      '{len(s) for s in $strs if s}')
T.row('set-use', None, 'sorted($int_set)', 'sum($int_set)', 'min($int_set)', 'max($int_set, default=0)',
      'sorted($int_set, reverse=True)', 'sorted(set($str))',
      'any(x > 2 for x in $int_set)', 'len(list($set))')
T.row('set-small-repr', 'str', 'str({$small})', 'repr(set())', "f'{set()}'", 'str({$word})')
T.row('set-frozen', None, 'frozenset($ints)', '{frozenset([1, 2]): 1}[frozenset([2, 1])]',
      'frozenset($ints) | $int_set', 'frozenset($ints) == set($ints)', native=False)
T.row('set-missing', None, '$set.append(1)', '$set[0]', '$set + $set', '$set * 2', '$set.foo')

T.row('set-order-list', None, 'list($int_set)', 'list(set($str))', '[x for x in $int_set]', 'list({3, 1, 2, $small})',
      'list({x % 5 for x in $ints})', ordered_sets=True)
T.row('set-order-operators', None, 'list($int_set | $int_set)', 'list($int_set & $int_set)',
      'list($int_set - $int_set)', 'list($int_set ^ $int_set)',
      'list($int_set.union($ints, $ints))', 'list($int_set.intersection($ints))',
      'list($int_set.symmetric_difference($ints))', ordered_sets=True)
T.row('set-order-edit', None, '(lambda s: (s.remove(1), s.add(1), list(s)))({3, 1, 2, $small})',
      '(lambda s: (s.pop(), list(s)))($int_set)',
      '(lambda s: (s.update($ints), list(s)))($int_set)',
      '(lambda s: (s.discard($small), s.add($small), list(s)))($int_set)',
      '(lambda s: (s.intersection_update($ints), list(s)))($int_set)',
      '(lambda s: (s.difference_update($ints), list(s)))($int_set)', ordered_sets=True)
T.row('set-order-text', None, 'str($int_set)', "f'{$int_set}'", "','.join(set($str))", 'repr($set)',
      "''.join({c.upper() for c in $str})", ordered_sets=True)
T.row('set-order-float-sum', None, 'sum({0.1, 0.2, 0.3, $finite})', 'sum(set($floats))', ordered_sets=True)
