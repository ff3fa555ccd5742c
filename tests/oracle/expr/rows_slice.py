"""Slices of everything that has them."""

from rows import Table

TABLE = Table('slice', 'Slices')
T = TABLE

for kind, result in [('list', 'list'), ('str', 'str'), ('ints', 'ints'), ('wide', 'str')]:
    T.row('slice-%s' % kind, result, '$%s[$bound:$bound]' % kind, '$%s[:$bound]' % kind, '$%s[$bound:]' % kind)
    T.row('slice-%s-step' % kind, result, '$%s[$bound:$bound:$step]' % kind, '$%s[::-1]' % kind,
          '$%s[::$step]' % kind)
T.row('slice-range', 'range', '$range[$bound:$bound]', '$range[$bound:$bound:$step]', '$range[::-1]')
T.row('slice-wrong', None, '$list[$str:]', '$str[:$float]', '$dict[1:2]', '$list[::0]', '$small[1:]', '$set[1:]',
      '$list[1:2, 3]', '$none[:]', '$str[::$str]')
T.row('slice-chain', None, '$list[$bound:$bound][$index]', '$str[::-1][:3]', '$lists[1:][0]', '$list[1:][:-1]',
      '$str[1:-1].upper()')
T.row('slice-nested', None, '[x[$bound:$bound] for x in $strs]', '{s[:1]: s for s in $strs}', 'sorted($ints)[-3:]',
      '$str.split()[1:]', 'sum($ints[1:])')
