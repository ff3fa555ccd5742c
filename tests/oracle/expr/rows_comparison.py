"""Comparison, membership, identity with constants."""

from rows import Table

TABLE = Table('comparison', 'Comparison')
T = TABLE

ORDERS = ['<', '<=', '>', '>=', '==', '!=']
NAMES = {'<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', '==': 'eq', '!=': 'ne'}

for op in ORDERS:
    name = NAMES[op]
    T.row('%s-int-int' % name, 'bool', '$int %s $int' % op, '$small %s $small' % op)
    T.row('%s-int-float' % name, 'bool', '$int %s $float' % op, '$float %s $int' % op,
          '2 ** 53 + $small %s 2.0 ** 53 + $small' % op)
    T.row('%s-float-float' % name, 'bool', '$float %s $float' % op)
    T.row('%s-bool-num' % name, 'bool', '$bool %s $num' % op, '$small %s $bool' % op)
    T.row('%s-str-str' % name, 'bool', '$str %s $str' % op, '$word %s $word' % op, '$wide %s $wide' % op)
    T.row('%s-list-list' % name, 'bool', '$nums %s $nums' % op, '$lists %s $lists' % op, '$ints %s $ints' % op,
          '$strs %s $strs' % op)
    T.row('%s-tuple-tuple' % name, 'bool', '$ints_tuple %s $ints_tuple' % op,
          '($word, $small) %s ($word, $small)' % op)
    T.row('%s-mixed' % name, 'bool', '$scalar %s $scalar' % op, '$str %s $int' % op, '$none %s $int' % op,
          '$list %s $tuple' % op,
          '$none %s $none' % op, '$dict %s $list' % op, '$datetime %s $date' % op)

T.row('eq-dict', 'bool', '$dict == $dict', '$count_dict != $count_dict', '(lambda d: d == dict(d))($dict)',
      '{} == $dict')
T.row('eq-set', 'bool', '$set == $set', '$int_set != $int_set', 'set() == $set')
T.row('eq-range', 'bool', '$range == $range', '$range != $range', '$range == $ints')
T.row('eq-bytes', 'bool', '$bytes == $bytes', '$bytes < $bytes', '$bytes == $str')
T.row('eq-nested', 'bool', '$nested_list == $nested_list', '(lambda x: x == x[:])($nested_list)',
      '$records == $records',
      '[$dict] == [$dict]', '($list, $dict) == ($list, $dict)')
T.row('eq-num-types', 'bool', '$bool == $bool == $small', '1 == 1.0 == True', '$int == float($int)',
      '[1, True] == [$bool, $small]')
T.row('order-dict', None, '$dict < $dict', '$dict >= $dict')

T.row('chain', 'bool', '$small < $small < $small', '$num <= $num < $num', '$small < $small > $small',
      '$small == $small != $small',
      '0 <= $small <= 5 <= $small', '$word < $word <= $word', '$small < $small in $ints',
      'not $small < $small < $small')
T.row('chain-error', None, '$small < $small < $str', '$str < $small < $small', '$small > $small > 1 / 0')

T.row('in-list', 'bool', '$small in $ints', '$scalar in $list', '$scalar not in $list', '$word in $strs',
      '$bool in $ints', '1.0 in $ints')
T.row('in-str', 'bool', '$char in $str', '$sep not in $str', '$word in $word', "'' in $str", '$wide in $wide')
T.row('in-dict', 'bool', '$key in $dict', '$key not in $dict', '$scalar in $dict', '$small in {1: 2, 3.0: 4}')
T.row('in-set', 'bool', '$small in $int_set', '$scalar in $set', '$scalar not in $set', '$float in $int_set')
T.row('in-tuple', 'bool', '$small in $ints_tuple', "$word in ('a', 'b', 'abc', 'spam')", '$small in (1, 2, 3)',
      '$scalar not in $tuple')
T.row('in-range', 'bool', '$small in $range', '$float in $range', '$bool in $range', '$int not in $range',
      '$str in $range')
T.row('in-bytes', 'bool', '$nat in $bytes', '$bytes in $bytes', '$str in $bytes')
T.row('in-views', 'bool', '$key in $dict.keys()', '$scalar in $dict.values()', '($key, $scalar) in $dict.items()')
T.row('in-error', None, '$small in $small', '$small in $str', '$list in $set', '$dict in $dict', '$small in $none',
      '$int in $float')
T.row('is-none', 'bool', '$scalar is None', '$scalar is not None', '$any is None', 'None is $none',
      'source.missing is None')
T.row('is-bool', 'bool', '$bool is True', '$bool is not False', '$small is True', '($small > 0) is True',
      'False is $bool')
T.row('eq-time', 'bool', '$naive == $naive', '$aware == $aware', '$datetime != $datetime', '$naive == $aware',
      '$date == $datetime', '$date == $date')
T.row('order-time', None, '$naive < $naive', '$aware >= $aware', '$datetime < $datetime', '$date <= $date',
      '$timedelta < $timedelta',
      '$clock < $clock', '$timedelta == $timedelta')
