"""dateutil.parser.parse. Every text carries a full date or the case a default, so that no clock is asked."""

from rows import Table

TABLE = Table('dateutil', 'dateutil.parser.parse')
T = TABLE

DEFAULT = 'default=datetime(2019, 11, 30)'

T.row('parse-iso', 'datetime', 'parse($aware.isoformat())', 'parse($naive.isoformat())',
      "parse($naive.isoformat(' '))", 'parse($date.isoformat())', "parse($aware.isoformat(timespec='milliseconds'))",
      "parse($naive.strftime('%Y-%m-%dT%H:%M:%SZ'))")
T.row('parse-text', 'datetime', 'parse($when)', 'dateutil.parser.parse($when)', 'parse(timestr=$when)')
T.row('parse-order', 'datetime', 'parse($when, dayfirst=True)', 'parse($when, yearfirst=True)',
      'parse($when, dayfirst=True, yearfirst=True)', 'parse($when, dayfirst=$bool)')
T.row('parse-options', 'datetime', 'parse($when, ignoretz=True)', 'parse($when, fuzzy=True)',
      "parse('on ' + $when + ' it was', fuzzy=True, %s)" % DEFAULT, 'parse($when, %s)' % DEFAULT,
      'parse($when, default=$naive)', 'parse($when, fuzzy_with_tokens=True)')


@T.made('parse-compact', 'datetime', 'all-digit texts, short dates, times alone, with a default')
def _compact(o):
    d = o.datetime_value()
    text = o.r.choice(['%Y%m%d', '%Y%m%d%H%M', '%Y%m%d%H%M%S', '%Y%m%dT%H%M%S', '%Y%m%dT%H', '%y%m%d', '%H:%M',
                       '%H:%M:%S.%f', '%d %b', '%B %Y', '%A', '%Y-%m', '%m/%d', '%b %d', '%Y', '%I%p', '%a %H:%M',
                       '%d', '%m-%d-%y', '%H%M%S',
                       '%y-%m-%d', '%d.%m.%y', '%Y-%j', '%b %Y', '%Y %b', '%H.%M', '%d/%m', '%Y%m', '%S.%f',
                       '%Hh %Mm', '%Y-%m-%dT', '%Y/%m', '%a', '%B', '%H:%M %p', '%I:%M %p %d %B'])
    text = d.strftime(text)
    if o.r.random() < 0.1 and text:
        i = o.r.randrange(len(text))
        text = text[:i] + o.r.choice('x9 -:T.') + text[i + 1:]
    return 'parse(%s, %s)' % (o.value(text), DEFAULT)


T.row('parse-forms', None, *['parse(%r, %s)' % (t, DEFAULT) for t in [
    'Thu Sep 25 10:36:28 2003', 'Thu Sep 25 10:36:28 BRST 2003', '2003 10:36:28 BRST 25 Sep Thu', '10h36m28.5s',
    '10h36', '10am', '10pm', '12am', '12pm', '12:00 AM', '13:00 pm', '10:00am -03', 'Sep of 03', '25 of Sep 2003',
    '2003-09-25T10:49:41.5-03:00',
    '2003-09-25T10:49:41-0300', '20030925T104941-0300', '20030925T104941', '199709020908', '19970902090807',
    '2003-Sep-25', '25-Sep-2003', 'Sep-25-2003', '09-25-2003', '25-09-2003', '10-09-2003', '10-09-03', '2003.09.25',
    '2003/09/25', '2003 Sep 25',
    '25 Sep 2003', 'Sep 25 2003', '09 25 2003', '25 09 2003', '10 09 2003', '10 09 03', '03 25 Sep', '25 03 Sep',
    ' July   4 ,  1976   12:01:02   am  ', 'Wed, July 10, 96', '1996.July.10 AD 12:08 PM', 'July 4, 1976 12:01:02 am',
    'Mon Jan  2 04:24:27 1995',
    '04.04.95 00:22', 'Jan 1 1999 11:23:34.578', '950404 122212', '3rd of May 2001', '5th of March 2001',
    '1st of May 2003', '01h02m03', '01h02', '01h02s', '01m02', '01m02h', '2004 10 Apr 11h30m', '36 m 05 s', '36 m 05',
    '10 h 36', '1:30 a m', '2020-02-30',
    '2020-13-01', '32 Jan 2020', '24:00', '23:60', '', ' ', 'foo', '2020-01-01T25:00', '1999-12-31T24:00:00',
    '10:36:28.123456789', '2003-09-25 10:36:28,123', '19990101T23', '2016-05-10T15:29:24+00:00Z', '2020-01-01 GMT+3',
    '2020-01-01 10:00 UTC+3',
    '2020-01-01 10:00 EST', '2020-01-01 10:00 utc', '2020-01-01T10:00:00.000Z', 'today', 'now', '01/02/03',
    '31/12/99', '99-12-31', '0099-01-01', '13/13/2020', '20200101010203.5', '1520000000', '152000000012',
    '2020-W10-3', 'Sat', 'Saturday', 'Sept 5 2020', 'Sep', '5', '31', '100', '1000', '10000', '2020-1-1',
    '2020-01-01 1:2:3', '2020年1月1日', '٢٠٢٠-٠١-٠١', '2020-01-01\x00', '2020-01-01 10:20:30 -08:00 (PST)', 'T10:00',
    '10:', ':10', '1.5 h', '12:30:45.', '5.5.2020', '1e5']],
      text='the forms of dateutil\'s own documentation, and near misses')
T.row('parse-wrong', None, 'parse($small)', 'parse($none)', 'parse($float)', 'parse($list)', 'parse()',
      'parse($word, %s)' % DEFAULT, 'parse($datetime)', 'parse($wide, %s)' % DEFAULT, 'parse($when, foo=1)',
      'parse($when, default=1)', 'parse($bytes)')
T.row('parse-use', None, 'parse($when).isoformat()', 'parse($when).date()', '(parse($when) - parse($when)).days',
      'parse($when).hour', 'parse($when).timestamp()', 'parse($when) > parse($when)', 'parse($when).tzinfo is None',
      'parse($when).tzname()', 'parse($when).utcoffset()',
      'parse($when).astimezone(timezone.utc)', 'repr(parse($when))', "parse($when).strftime('%Z%z')")
