"""datetime, date, time and time zones."""

from rows import Table

TABLE = Table('datetime', 'datetime, date, time, timezone')
T = TABLE

T.row('datetime-make', 'datetime', 'datetime($year, $nat, $nat)', 'datetime(2020, 2, $nat, $nat, $nat)',
      'datetime(2020, 1, 1, $small, $small, $small, $int)', 'datetime(year=2020, month=$small, day=1)',
      'datetime(2020, 1, 1, tzinfo=$timezone)',
      'datetime(2020, 1, 1, fold=$bool)', 'datetime(2019, 2, 29)', 'dt.datetime(2020, 12, 31, 23, 59, 59, 999999)')
T.row('datetime-make-wrong', None, 'datetime(2020)', 'datetime($str)', 'datetime(2020, 13, 1)', 'datetime(0, 1, 1)',
      'datetime(2020, 1, 1, 24)', 'datetime(2020, 1.0, 1)', 'datetime()', 'datetime(2020, 1, 1, tzinfo=$small)',
      'datetime(10000, 1, 1)', 'datetime($none, 1, 1)')
for name in ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'fold']:
    T.row('datetime-%s' % name, 'int', '$datetime.%s' % name)
for name in ['weekday', 'isoweekday', 'toordinal']:
    T.row('datetime-%s' % name, 'int', '$datetime.%s()' % name, '$date.%s()' % name)
T.row('datetime-isocalendar', None, '$datetime.isocalendar()', '$date.isocalendar()[1]',
      '$datetime.isocalendar().week', 'tuple($date.isocalendar())')
T.row('datetime-timestamp', 'float', '$datetime.timestamp()', '$aware.timestamp()', '$naive.timestamp()')
T.row('datetime-isoformat', 'str', '$datetime.isoformat()', "$datetime.isoformat(' ')",
      "$datetime.isoformat(timespec='milliseconds')", "$datetime.isoformat('T', 'seconds')",
      "$datetime.isoformat(timespec='minutes')", "$datetime.isoformat(timespec='hours')",
      "$datetime.isoformat(sep='é', timespec='microseconds')", "$datetime.isoformat(timespec='auto')",
      "$datetime.isoformat(timespec='days')", 'str($datetime)', '$aware.isoformat()')
T.row('datetime-parts', None, '$datetime.date()', '$datetime.time()', '$datetime.timetz()', '$datetime.tzinfo',
      '$datetime.utcoffset()', '$datetime.tzname()', '$datetime.dst()', '$aware.tzname()', '$aware.utcoffset()')
T.row('datetime-replace', 'datetime', '$datetime.replace(year=$year)', '$datetime.replace(month=$small)',
      '$datetime.replace(hour=0, minute=0, second=0, microsecond=0)', '$datetime.replace(tzinfo=$timezone)',
      '$aware.replace(tzinfo=None)', '$datetime.replace(day=31)',
      '$datetime.replace(2020, 2, 29)', '$datetime.replace()', '$datetime.replace(fold=1)',
      '$datetime.replace(day=$nat)', '$datetime.replace(foo=1)')
T.row('datetime-astimezone', 'datetime', '$aware.astimezone($timezone)', '$aware.astimezone(timezone.utc)',
      '$naive.astimezone($timezone)', '$aware.astimezone()', '$datetime.astimezone(None)',
      '$aware.astimezone($small)')
T.row('datetime-fromtimestamp', 'datetime', 'datetime.fromtimestamp($stamp)',
      'datetime.fromtimestamp($stamp, timezone.utc)', 'datetime.fromtimestamp($stamp, tz=$timezone)',
      'datetime.utcfromtimestamp($stamp)', 'datetime.fromtimestamp($stamp / 1000, timezone.utc)',
      'datetime.fromtimestamp(int($stamp))', 'datetime.fromtimestamp($float)', 'datetime.fromtimestamp($str)',
      'datetime.fromtimestamp($none)')
T.row('datetime-fromisoformat', 'datetime', 'datetime.fromisoformat($iso_text)', 'datetime.fromisoformat($str)',
      'datetime.fromisoformat($datetime.isoformat())', 'datetime.fromisoformat($small)')
T.row('datetime-strftime', 'str', '$datetime.strftime($format_code)', "$datetime.strftime('%Y-%m-%d')",
      "$datetime.strftime('%Y-%m-%dT%H:%M:%S%z')", "$aware.strftime('%z %Z')", '$date.strftime($format_code)',
      "$clock.strftime('%H:%M:%S.%f %p')", "$datetime.strftime('%-d %%')",
      "$datetime.strftime('')", "$datetime.strftime('%e %F %T %R %D %h')", '$datetime.strftime($small)',
      "$naive.strftime('%G-W%V-%u')")
T.row('datetime-text', 'str', '$datetime.ctime()', '$date.ctime()', 'str($date)', '$date.isoformat()', 'str($clock)',
      '$clock.isoformat()', "$clock.isoformat(timespec='minutes')")
T.row('datetime-class', None, 'datetime.min', 'datetime.max', 'datetime.resolution', 'date.min', 'date.max',
      'dt.time.max', 'datetime.fromordinal($nat + 700000)', 'date.fromordinal($nat + 1)',
      'date.fromtimestamp($stamp)', 'datetime.combine($date, $clock)',
      'datetime.combine($date, $clock, $timezone)', 'datetime.fromisocalendar(2020, $nat, $nat)',
      'date.fromisocalendar(2021, $nat, 3)', 'dt.MINYEAR', 'dt.MAXYEAR', 'dt.timezone.utc', 'dt.UTC')
T.row('datetime-timetuple', None, 'tuple($datetime.timetuple())', 'tuple($aware.utctimetuple())',
      '$datetime.timetuple().tm_yday', '$date.timetuple().tm_wday', '$datetime.timetuple()[7]', native=False)
T.row('datetime-add', 'datetime', '$datetime + $timedelta', '$timedelta + $datetime', '$datetime - $timedelta',
      '$date + $timedelta', '$date - $timedelta', '$aware + timedelta(hours=$small)')
T.row('datetime-subtract', 'timedelta', '$naive - $naive', '$aware - $aware', '$date - $date',
      '$datetime - $datetime', '($aware - $aware).total_seconds()', '($naive - $naive).days')
T.row('datetime-arithmetic-wrong', None, '$datetime + $datetime', '$datetime + $small', '$timedelta - $datetime',
      '$datetime - $date', '$date - $datetime', '$datetime * 2', '-$datetime', '$clock + $timedelta',
      '$clock - $clock', '$naive - $aware', '$datetime - $str')
T.row('datetime-compare', None, '$naive < $naive', '$aware > $aware', '$naive < $aware', '$datetime == $datetime',
      '$datetime != $none', '$datetime < $str', '$date < $datetime', '$clock == $clock', '$clock < $clock',
      '$date >= $date', '$timezone == $timezone',
      '$aware == $aware.astimezone($timezone)', 'min($aware, $aware)', 'sorted([$naive, $naive])')
T.row('datetime-missing', None, '$datetime.foo', '$datetime.weekday', '$date.hour', '$datetime.year()',
      '$datetime.isoformat(1)', '$datetime.date(1)', '$date.timestamp()', '$timedelta.year')
T.row('date-make', None, 'date($year, $small, $nat)', 'date(2020, 2, 30)', 'date.fromisoformat($iso_text)',
      "date.fromisoformat('20200229')", "date.fromisoformat('2020-W10-3')", 'date($str)', '$date.replace(day=$nat)',
      '$date.replace(year=$year)', 'date.fromisoformat($str)')
T.row('date-parts', 'int', '$date.year', '$date.month', '$date.day', '$date.weekday()', '$date.toordinal()')
T.row('time-make', None, 'dt.time($small, $small)', 'dt.time($nat, $nat, $nat, $nat)', 'dt.time()',
      'dt.time(hour=$nat, tzinfo=$timezone)', "dt.time.fromisoformat('12:30:45.123')",
      'dt.time.fromisoformat($iso_text)', '$clock.replace(hour=$nat)', "dt.time.fromisoformat('T1230')",
      '$clock.hour', '$clock.microsecond', '$clock.tzinfo', '$clock.utcoffset()', '$clock.tzname()',
      'dt.time(12, fold=1).fold')
T.row('timezone-make', None, 'timezone($timedelta)', 'timezone(timedelta(minutes=$small))',
      "timezone(timedelta(hours=1), 'CET')", 'timezone(timedelta(hours=24))', 'timezone(timedelta(hours=-24))',
      'timezone($small)', 'timezone.utc', 'timezone()', 'timezone(timedelta(0)) == timezone.utc',
      '$timezone.utcoffset(None)', '$timezone.tzname(None)', 'str($timezone)', 'timezone.min', 'timezone.max',
      '$timezone.utcoffset($naive)', '$timezone.dst(None)')
T.row('datetime-key', None, '{$date: 1}', 'len({$aware, $aware})', '{$naive: $num}[$naive]',
      '$date in [$date, $date]', "{datetime(2020, 1, 1): 'x'}[datetime(2020, 1, 1)]",
      "{datetime(2020, 1, 1, tzinfo=timezone.utc): 'x'}.get($aware)")
T.row('datetime-use', None, '$datetime.hour in (1, 2, 3)', "f'{$datetime.year}-{$datetime.month:02}'",
      '[d.day for d in [$date, $date]]', 'max($date, $date).year',
      '($aware - timedelta(days=$aware.weekday())).date()', 'int($aware.timestamp() * 1000)',
      '$datetime.weekday() >= 5',
      "$naive.strftime('%H') > '12'", '$aware.replace(minute=0, second=0, microsecond=0).isoformat()')
