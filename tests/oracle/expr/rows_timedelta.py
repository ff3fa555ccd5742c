"""Spans of time."""

from rows import Table

TABLE = Table('timedelta', 'timedelta')
T = TABLE

UNITS = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks']
for unit in UNITS:
    T.row('timedelta-make-%s' % unit, 'timedelta', 'timedelta(%s=$small)' % unit, 'timedelta(%s=$finite)' % unit,
          'timedelta(%s=$num)' % unit, 'timedelta(%s=$small + 0.5)' % unit)
T.row('timedelta-make', 'timedelta', 'timedelta($small)', 'timedelta($small, $small)',
      'timedelta($small, $small, $small)', 'timedelta(1, 2, 3, 4, 5, 6, 7)', '$timedelta',
      'timedelta(days=$finite, hours=$finite, seconds=$finite)')
T.row('timedelta-make-wrong', None, 'timedelta($str)', 'timedelta($none)', 'timedelta(foo=1)',
      'timedelta(days=10 ** 10)', "timedelta(float('nan'))", "timedelta(seconds=float('inf'))", 'timedelta(years=1)',
      'timedelta($list)', 'timedelta(1, days=2)')
T.row('timedelta-parts', 'int', '$timedelta.days', '$timedelta.seconds', '$timedelta.microseconds')
T.row('timedelta-total-seconds', 'float', '$timedelta.total_seconds()', '($timedelta + $timedelta).total_seconds()',
      '$timedelta / timedelta(seconds=1)')
T.row('timedelta-add', 'timedelta', '$timedelta + $timedelta', '$timedelta - $timedelta', '-$timedelta',
      '+$timedelta', 'abs($timedelta)')
T.row('timedelta-scale', 'timedelta', '$timedelta * $small', '$small * $timedelta', '$timedelta * $finite',
      '$timedelta / $small', '$timedelta / $finite', '$timedelta // $small', '$timedelta * $bool',
      '$timedelta * $num', '$timedelta / $num')
T.row('timedelta-divide', None, '$timedelta / $timedelta', '$timedelta // $timedelta', '$timedelta % $timedelta',
      'divmod($timedelta, $timedelta)', '$timedelta // timedelta(days=1)', '$timedelta % timedelta(hours=1)')
T.row('timedelta-compare', 'bool', '$timedelta < $timedelta', '$timedelta == $timedelta', '$timedelta > timedelta(0)',
      '$timedelta != $small', 'timedelta(seconds=60) == timedelta(minutes=1)', '$timedelta >= $timedelta')
T.row('timedelta-text', 'str', 'str($timedelta)', 'repr($timedelta)', "f'{$timedelta}'", "'{}'.format($timedelta)")
T.row('timedelta-wrong', None, '$timedelta + $small', '$timedelta * $timedelta', '$timedelta ** 2',
      '$timedelta < $small', '$timedelta / 0', '$timedelta // $float', '$timedelta % $small', '$timedelta - $str',
      '$timedelta * $str', '$timedelta / $none', '~$timedelta', '$small / $timedelta',
      '$timedelta // 0.5', 'timedelta.max + timedelta(1)', 'int($timedelta)', '$timedelta.hours')
T.row('timedelta-class', None, 'timedelta.min', 'timedelta.max', 'timedelta.resolution', 'bool($timedelta)',
      'timedelta.max * 2', 'sum([$timedelta, $timedelta], timedelta())', 'max($timedelta, $timedelta)',
      'round($timedelta / timedelta(hours=1), 2)')
