"""strptime."""

from rows import Table

TABLE = Table('strptime', 'strptime')
T = TABLE


@T.made('strptime', 'naive', '`datetime.strptime(text, format)`, texts that mostly fit')
def _fits(o):
    return 'datetime.strptime(%s)' % o.strptime_args()


@T.made('strptime-any', None, '`datetime.strptime(text, format)`, any code')
def _any(o):
    fmt = o.format_text()
    text = o.datetime_value().strftime(fmt)
    return 'datetime.strptime(%s, %s)' % (o.value(text), o.value(fmt))


T.row('strptime-codes', None, *['datetime.strptime(%r, %r)' % pair for pair in [
    ('2020-02-29 13:14:15', '%Y-%m-%d %H:%M:%S'), ('20', '%y'), ('69', '%y'), ('68', '%y'), ('5 PM', '%I %p'),
    ('12 am', '%I %p'), ('0 AM', '%I %p'), ('jan', '%b'), ('MARCH', '%B'), ('mon', '%a'), ('Sunday', '%A'),
    ('366 2020', '%j %Y'),
    ('366 2019', '%j %Y'), ('.5', '.%f'), ('.1234567', '.%f'), ('+05:30', '%z'), ('+0530', '%z'), ('Z', '%z'),
    ('-00:00', '%z'), ('+05:30:15.123456', '%z'), ('UTC', '%Z'), ('EST', '%Z'), ('gmt', '%Z'), ('%', '%%'),
    ('2020 10 1', '%Y %W %w'),
    ('2020 10 0', '%Y %U %w'), ('2020 10 1', '%G %V %u'), ('2020 10', '%Y %W'), ('2020 10', '%G %V'),
    ('2020 54 1', '%G %V %u'), ('0', '%w'), ('61', '%S'), ('60', '%S'), ('1', '%d%d'), ('  3', '%d'), ('3 ', '%d'),
    ('x3', 'x%d'), ('3', ' %d'),
    ('1\t2', '%d %m'), ('12', '%d%m'), ('2020-01-01', '%Y-%m-%d '), ('a', '%Q'), ('a', '%'), ('', ''),
    ('29 2', '%d %m'), ('29 2 1900', '%d %m %Y'), ('30 2 2020', '%d %m %Y'), ('Tue Mar  3 04:05:06 2020', '%c'),
    ('03/04/20', '%x'), ('04:05:06', '%X'),
    ('0001-01-01', '%Y-%m-%d'), ('1-1-1', '%Y-%m-%d'), ('24', '%H'), ('13', '%I'), ('0', '%I'), ('0', '%j'),
    ('١', '%d'), ('2020 Feb 29 é', '%Y %b %d é'), ('a.b', 'a.b'), ('a+b', 'a+b'), ('[1]', '[%d]'),
    ('2020-1-1T1:2:3Z', '%Y-%m-%dT%H:%M:%SZ'),
    ('+24:00', '%z'), ('+0530:15', '%z'), ('4 2020 6', '%d %Y %w'), ('2020 6 10', '%Y %j %d'),
    ('1 2 3', '%d %d %d')]], text='each code and its limits', weight=1)
T.row('strptime-wrong', None, "datetime.strptime($small, '%Y')", "datetime.strptime('2020', $small)",
      "datetime.strptime('2020')", "datetime.strptime($str, '%Y-%m-%d')", 'datetime.strptime($str, $str)',
      "datetime.strptime($none, '%Y')")
T.row('strptime-round', None, "datetime.strptime($naive.strftime('%Y-%m-%d %H:%M:%S'), '%Y-%m-%d %H:%M:%S')",
      "datetime.strptime($aware.isoformat()[:19], '%Y-%m-%dT%H:%M:%S')",
      "datetime.strptime($date.isoformat(), '%Y-%m-%d').date()",
      "datetime.strptime($naive.strftime('%a %d %b %Y'), '%a %d %b %Y').weekday()",
      "datetime.strptime(str($nat), '%d')")
