"""Truth, and what decides by it."""

from rows import Table

TABLE = Table('boolean', 'Truth')
T = TABLE

for kind in ['int', 'float', 'bool', 'str', 'none', 'list', 'dict', 'set', 'tuple', 'bytes', 'range', 'datetime',
             'timedelta', 'record']:
    T.row('not-%s' % kind, 'bool', 'not $%s' % kind)
    T.row('bool-%s' % kind, 'bool', 'bool($%s)' % kind, 'True if $%s else False' % kind)

T.row('bool-more', 'bool', 'bool()', 'bool($clock)', 'bool($date)', 'bool(timedelta())', 'bool(lambda: 0)',
      'bool($dict.keys())', 'bool(len)')
T.row('and', 'any', '$any and $any', '$scalar and $scalar', '$bool and $any and $any')
T.row('or', 'any', '$any or $any', '$scalar or $scalar', '$none or $any', "$str or 'default'",
      '$bool or $any or $any')
T.row('and-or', 'any', '$bool and $any or $any', '$bool or $bool and $any', 'not $bool and $any',
      '($bool or $bool) and $any',
      'not ($any and $any)')
T.row('short-circuit', None, '$bool and 1 / 0', '$bool or 1 / 0', '$scalar or source.x.y',
      '$small > 0 and 10 / $small', '$none and $none.x')
T.row('if-else', 'any', '$any if $any else $any', '$num if $bool else $num',
      '$any if $small > 0 else $any if $bool else $any')
T.row('if-else-num', 'num', '$num if $bool else $num')
T.row('if-else-str', 'str', '$str if $num else $str')
T.row('if-else-lazy', None, '1 / $small if $small else 0', '$num if $bool else 1 / 0', "source.a.b if $bool else 'x'")
