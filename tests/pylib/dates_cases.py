"""Random cases for dates_diff.py: each function makes one from a random.Random."""

import datetime
import math

MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
          'November', 'December']
WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']


def member(path):
    return ('member', path)


def call(path, *args, **kwargs):
    return ('call', member(path), args, kwargs)


def method(receiver, name, *args, **kwargs):
    return ('call', ('attr', name, receiver), args, kwargs)


# --- values ---

def year(r):
    return r.choice([r.randint(1970, 2040), r.randint(1, 9999), r.choice([1, 2, 4, 100, 400, 1900, 2000, 9998, 9999])])


def date_parts(r, valid=0.97):
    if r.random() < valid:
        return year(r), r.randint(1, 12), r.randint(1, 28)
    return r.choice([year(r), 0, 10000, -1]), r.randint(-1, 14), r.randint(-1, 33)


def clock_parts(r, valid=0.97):
    us = r.choice([0, 0, r.randint(0, 999999), r.randint(0, 999) * 1000, 1, 999999])
    if r.random() < valid:
        return r.randint(0, 23), r.randint(0, 59), r.randint(0, 59), us
    return r.randint(-1, 25), r.randint(-1, 61), r.randint(-1, 61), r.choice([us, -1, 1000000])


def edge(r):
    return r.choice([(1, 1, 1, 0, 0, 0, 0), (9999, 12, 31, 23, 59, 59, 999999), (1, 1, 1, 12, 0, 0, 5),
                     (9999, 12, 31, 0, 0, 0, 0), (1970, 1, 1, 0, 0, 0, 0), (1969, 12, 31, 23, 59, 59, 999999),
                     (2000, 2, 29, 1, 2, 3, 4), (1, 1, 2, 0, 0, 0, 0), (9999, 12, 30, 23, 59, 59, 999999)])


def small_delta(r):
    """Within a day, mostly: an offset."""
    sign = r.choice([1, -1])
    seconds = sign * r.choice([0, 3600 * r.randint(0, 14), 60 * r.randint(0, 1439), r.randint(0, 86399), 86399,
                               86400, 3600])
    us = r.choice([0, 0, 0, 0, 1, 500000])
    return call('datetime.timedelta', seconds=seconds, microseconds=us)


def zone(r):
    kind = r.randint(0, 11)
    if kind <= 1:
        return None
    if kind == 2:
        return member('datetime.timezone.utc')
    if kind == 3:
        return member('datetime.UTC')
    if kind == 4:
        return call('dateutil.tz.tzutc')
    if kind == 5:
        return call('dateutil.tz.tzlocal')
    if kind == 6:
        return member('dateutil.tz.UTC')
    if kind in (7, 8):
        name = r.choice([None, None, None, 'EST', 'UTC', 'a%Zb', ''])
        return call('dateutil.tz.tzoffset', name, r.choice([3600, -18000, 0, 19800, 90000, -86400, 1.5, small_delta(r)]))
    if kind == 9:
        return call('datetime.timezone', small_delta(r), r.choice(['EST', 'UTC', 'é%', "it's", '']))
    return call('datetime.timezone', small_delta(r))


def date(r):
    return call('datetime.date', *date_parts(r))


def time_value(r):
    kwargs = {}
    if r.random() < 0.5:
        kwargs['tzinfo'] = zone(r)
    if r.random() < 0.1:
        kwargs['fold'] = r.choice([0, 1, 1, 2])
    return call('datetime.time', *clock_parts(r)[:r.randint(0, 4)], **kwargs)


def datetime_value(r):
    parts = edge(r) if r.random() < 0.15 else date_parts(r) + clock_parts(r)
    kwargs = {}
    if r.random() < 0.6:
        kwargs['tzinfo'] = zone(r)
    if r.random() < 0.1:
        kwargs['fold'] = r.choice([0, 1, 1, 1, 2])
    return call('datetime.datetime', *parts[:r.randint(3, 7)], **kwargs)


def number(r):
    return r.choice([
        r.randint(-5, 5), r.randint(-1000, 1000), r.randint(-10**9, 10**9), r.randint(-10**20, 10**20),
        r.choice([2**31, 2**63, -2**63, 10**15, 10**30, 2**100, -2**101, 0, 1]), r.uniform(-5, 5), r.uniform(-1e6, 1e6),
        r.uniform(-1e20, 1e20), r.choice([0.5, 1.5, 2.5, -0.5, 0.1, 1e-6, 5e-7, 1e300, 5e-324, 0.0, -0.0, math.inf,
                                         math.nan, 2.0**60, 1 / 3, 1e-20]),
        math.ldexp(r.randint(-2**53, 2**53), r.randint(-120, 60)), True, False])


def timedelta(r):
    kind = r.randint(0, 9)
    if kind == 0:
        return member('datetime.timedelta.' + r.choice(['min', 'max', 'resolution']))
    if kind == 1:
        return call('datetime.timedelta', r.randint(-999999999, 999999999), r.randint(0, 86399), r.randint(0, 999999))
    if kind <= 4:
        return call('datetime.timedelta', r.randint(-100, 100), r.randint(-100, 100000), r.choice([0, r.randint(0, 10**6)]))
    names = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks']
    kwargs = {}
    for name in r.sample(names, r.choice([1, 1, 1, 2, 3, 7])):
        kwargs[name] = number(r) if kind == 5 else r.choice([r.randint(-100, 100), r.uniform(-100, 100), r.randint(-40, 40) / 8, 0.5e-6 * r.randint(-9, 9)])
    return call('datetime.timedelta', **kwargs)


def junk(r):
    return r.choice([None, 1, 'x', 1.5, True, b'ab', '', 10**20, member('datetime.UTC'), call('datetime.timedelta', 1)])


def any_value(r):
    return r.choice([date, time_value, datetime_value, timedelta, timedelta, datetime_value, number, zone, junk])(r)


# --- suites ---

def arithmetic(r):
    kind = r.randint(0, 9)
    if kind <= 3:
        return ('op', r.choice(['+', '-', '*', '/', '//']), any_value(r), r.choice([date, datetime_value, time_value, timedelta])(r))
    if kind <= 5:
        return ('op', r.choice(['+', '-', '*', '/', '//', '%']), timedelta(r), r.choice([timedelta, number])(r))
    if kind == 6:
        return ('op', r.choice(['+', '-']), r.choice([datetime_value, date])(r), r.choice([datetime_value, date, timedelta])(r))
    if kind == 7:
        return ('builtin', 'divmod', timedelta(r), r.choice([timedelta, timedelta, number])(r))
    if kind == 8:
        return ('op', '*', number(r), timedelta(r))
    return r.choice([('neg', timedelta(r)), ('builtin', 'abs', timedelta(r)), ('builtin', 'bool', any_value(r)),
                     method(timedelta(r), 'total_seconds')])


def comparison(r):
    op = r.choice(['==', '!=', '<', '<=', '>', '>='])
    if r.random() < 0.3:
        return ('cmp', op, any_value(r), any_value(r))
    kind = r.choice([date, time_value, datetime_value, timedelta, zone])
    a, b = kind(r), kind(r)
    if r.random() < 0.3:
        b = a
    if kind is datetime_value and r.random() < 0.4:
        b = method(a, 'astimezone', zone(r))
    return ('cmp', op, a, b)


def with_some(r, names, make):
    return {name: make(name) for name in r.sample(names, r.randint(0, min(3, len(names))))}


def attributes(r):
    value = r.choice([date, time_value, datetime_value, timedelta])(r)
    name = r.choice(['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold', 'days', 'seconds',
                     'microseconds', 'min', 'max', 'resolution', 'nothing'])
    return ('attr', name, value)


def plain_methods(r):
    names = ['ctime', 'isocalendar', 'isoformat', 'isoweekday', 'timetuple', 'toordinal', 'weekday', 'date', 'time',
             'timetz', 'timestamp', 'utctimetuple', 'utcoffset', 'tzname', 'dst', 'astimezone']
    value = r.choice([date, time_value, datetime_value, datetime_value])(r)
    node = method(value, r.choice(names))
    if r.random() < 0.1:
        node = ('attr', r.choice(['year', 'week', 'weekday', 'tm_year', 'tm_zone', 'tm_isdst', 'tm_yday']), node)
    return node


def replace(r):
    field = lambda name: {'tzinfo': zone, 'fold': lambda r: r.choice([0, 1, 2])}.get(
        name, lambda r: r.choice([r.randint(0, 31), r.randint(1, 12), 2000, 29, True, 1.5, None, 2**40]))(r)
    names = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold']
    kind = r.choice([date, time_value, datetime_value])
    allowed = names[:3] if kind is date else names[3:] if kind is time_value else names
    return method(kind(r), 'replace', **with_some(r, allowed if r.random() < 0.95 else names, field))


def constructors(r):
    kind = r.randint(0, 11)
    if kind == 0:
        return r.choice([date, time_value, datetime_value])(r)
    if kind == 1:
        return call('datetime.' + r.choice(['date', 'datetime']) + '.fromordinal', r.choice([r.randint(1, 3652059), r.randint(-5, 5), 3652060, 2**40, 1.0]))
    if kind == 2:
        return call('datetime.' + r.choice(['date', 'datetime']) + '.fromisocalendar', year(r), r.randint(-1, 54), r.randint(-1, 8))
    if kind <= 5:
        stamp = r.choice([r.uniform(-1e9, 4e9), r.randint(-10**9, 4 * 10**9), r.uniform(-7e10, 3e11), number(r),
                          r.randint(-10**6, 10**6) + 0.5e-6 * r.randint(-20, 20), -62135596800, 253402300799, 253402300800,
                          -62135510400, -62135510401, -62135596801])
        name = r.choice(['date.fromtimestamp', 'datetime.fromtimestamp', 'datetime.utcfromtimestamp'])
        kwargs = {'tz': zone(r)} if name == 'datetime.fromtimestamp' and r.random() < 0.5 else {}
        return call('datetime.' + name, stamp, **kwargs)
    if kind == 6:
        kwargs = {'tzinfo': zone(r)} if r.random() < 0.4 else {}
        return call('datetime.datetime.combine', r.choice([date, datetime_value])(r), time_value(r), **kwargs)
    if kind == 7:
        return call('datetime.timezone', small_delta(r), *r.choice([(), ('X',), (None,), ('',)]))
    if kind == 8:
        return call('dateutil.tz.tzoffset', r.choice([None, 'A', 'UTC']), r.choice([r.uniform(-1e12, 1e12), r.randint(-10**12, 10**12), junk(r), small_delta(r), call('datetime.timedelta', r.randint(-5 * 10**7, 5 * 10**7))]))
    if kind == 9:
        return timedelta(r)
    if kind == 10:
        return method(r.choice([datetime_value, date])(r), 'fromordinal', r.randint(1, 3652059))
    return call('datetime.' + r.choice(['date', 'time', 'datetime', 'timedelta']), *[junk(r) for _ in range(r.randint(0, 4))])


def zones(r):
    value = zone(r)
    kind = r.randint(0, 6)
    if kind <= 1:
        return ('builtin', r.choice(['str', 'repr']), value if value is not None else member('datetime.timezone.min'))
    if kind == 2:
        return ('cmp', r.choice(['==', '!=', '<']), value, zone(r))
    if kind == 3:
        return method(datetime_value(r), 'astimezone', value)
    if kind == 4:
        return method(value, r.choice(['utcoffset', 'tzname', 'dst', 'is_ambiguous']), r.choice([None, datetime_value(r)]))
    if kind == 5:
        value = r.choice([member('datetime.UTC'), member('dateutil.tz.UTC'), call('dateutil.tz.tzutc'), call('dateutil.tz.tzoffset', None, 3600)])
        return method(value, 'fromutc', method(datetime_value(r), 'replace', tzinfo=r.choice([value, value, value, zone(r)])))
    return ('builtin', r.choice(['str', 'repr', 'bool']), datetime_value(r))


def text_forms(r):
    value = r.choice([date, time_value, datetime_value, timedelta])(r)
    if r.random() < 0.6:
        return ('builtin', r.choice(['str', 'repr']), value)
    kwargs = {}
    if r.random() < 0.8:
        kwargs['timespec'] = r.choice(['auto', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', 'x', ''])
    if r.random() < 0.4:
        kwargs['sep'] = r.choice([' ', 'T', 'é', '', 'ab', '\U0001F600', '%', None])
    return method(r.choice([time_value, datetime_value])(r), 'isoformat', **kwargs)


def strftime_format(r):
    parts = []
    for _ in range(r.randint(1, 5)):
        kind = r.randint(0, 9)
        if kind <= 4:
            parts.append('%' + r.choice('aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZf%'))
        elif kind <= 6:
            flags = ''.join(r.choice('_-0^#') for _ in range(r.randint(0, 2)))
            width = r.choice(['', '', str(r.randint(0, 12)), '0%d' % r.randint(0, 9), '1023', '1024', '3000'] if r.random() < 0.2 else ['', '5', '12'])
            parts.append('%' + flags + width + r.choice(['', '', 'E', 'O']) + r.choice('aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZf%qQ:JLNiIoé+'))
        elif kind == 7:
            parts.append(r.choice(['%', '%E', '%5', '%^', '%:z', '%-', '%E%', '%Q', '%#', '%5%', '%O5d', '%%%']))
        elif kind == 8:
            parts.append(r.choice(['-', '/', ' ', ':', 'T', 'é', '\U0001F600', 'abc', '.', '\n']))
        else:
            parts.append(r.choice(['', 'year', '\t', '\x00', '\ud800'] if r.random() < 0.1 else ['Z', 'x']))
    return ''.join(parts)


def strftime(r):
    value = r.choice([date, time_value, datetime_value, datetime_value])(r)
    if r.random() < 0.2:
        return ('builtin', 'format', r.choice([value, value, timedelta(r), zone(r) or value]), strftime_format(r))
    return method(value, 'strftime', strftime_format(r) if r.random() < 0.99 else junk(r))


def plain_datetime(r):
    parts = edge(r) if r.random() < 0.05 else date_parts(r, 1) + clock_parts(r, 1)
    return datetime.datetime(*parts)


def strptime(r):
    d = plain_datetime(r)
    if r.random() < 0.5:
        format = r.choice(['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S.%f', '%d/%m/%y', '%b %d %Y', '%A, %B %d, %Y', '%I:%M %p',
                           '%Y%m%d%H%M%S', '%c', '%x %X', '%j %Y', '%Y %U %w', '%Y %W %a', '%G-W%V-%u', '%Y-%m-%dT%H:%M:%S%z',
                           '%H:%M', '%Y-%m-%d %H:%M:%S %Z', '%Y-%m-%d %Z %z', '%d%m', '%f', '%B%d', '%y%j', '%m%d%H', '%z', '%G %V %A',
                           '%d %B', '%Y.%m.%d', '%Y-%j %I%p', '%m/%d/%Y %I:%M:%S %p'])
    else:
        format = ''.join(r.choice(['%' + r.choice('YmdHMSfzZaAbBpIjUWwuGVyYmdHMScxX%')] * 3 + list(' -/:.,T') + ['  ', 'x', 'é'] +
                                  (['%Q', '%', '\\', '(', '+', '% ', '%.', '%-d', 'K', 'ß', 'σ', '\u00a0'] if r.random() < 0.1 else []))
                         for _ in range(r.randint(1, 6)))
    text_format = format
    if r.random() < 0.2:
        text_format = format.replace('%d', '%-d').replace('%m', '%-m').replace('%H', '%-H').replace('%j', '%-j')
    if r.random() < 0.05:
        text_format = format.replace('%d', '%e')
    text_format = text_format.replace('%z', r.choice(['+0530', '-05:00', 'Z', '+05:30:15', '+053015.25', '+05:30:15.123456', '-2400', '+0', '+0530:15', '+05:3015', '+23:59', '-00:00', 'z', '+0560']))
    text_format = text_format.replace('%Z', r.choice(['UTC', 'GMT', 'utc', 'EST', 'Utc', '']))
    text_format = text_format.replace('%f', r.choice(['%f', '1', '12', '123', '1234567', '000001', '']))
    text_format = text_format.replace('%Y', '%04d' % d.year)
    text = d.strftime(text_format)
    if r.random() < 0.1:
        text = r.choice([text.upper(), text.lower()])
    text = mutate(r, text, 0.25)
    if r.random() < 0.02:
        return call('datetime.datetime.strptime', junk(r), format)
    return call('datetime.datetime.strptime', text, format)


def parse_time(r):
    d = plain_datetime(r)
    format = r.choice(['YYYY/mm/dd HH:MM:SS', 'YYYY-mm-dd', 'dd.mm.YYYY HH:MM', 'HH:MM:SS', 'YYYYmmddHHMMSS', '%Y-%m-%d', 'x', 'mm/dd'])
    text = format
    for token, directive in {'YYYY': '%04d' % d.year, 'mm': '%m', 'dd': '%d', 'HH': '%H', 'MM': '%M', 'SS': '%S'}.items():
        text = text.replace(token, '\0' + directive)
    return ('builtin', 'parse_time', mutate(r, d.strftime(text.replace('\0', '')), 0.2), format)


OFFSETS = ['', '', '', 'Z', '+00:00', '-05:00', '+05:30', '+0530', '+05', '-00:00', ' Z', ' UTC', ' +0000', ' GMT', ' EST',
           ' GMT+3', ' UTC-05:00', ' BRST+3', ' -0300 (BRST)', ' +02:00 (CEST)', '+23:59', '+24:00', '+99:99', '-9', '+123',
           'z', ' z', ' Utc', '+05:30:15', '+053015', '+05:30:15.123456', '-00:00:00.5', '+00:00:00']


def iso_text(r):
    d = plain_datetime(r)
    date_part = r.choice([d.strftime('%m-%d'), d.strftime('%m-%d'), d.strftime('%m%d'), 'W%02d' % d.isocalendar()[1],
                          '-W%02d-%d' % d.isocalendar()[1:], 'W%02d%d' % d.isocalendar()[1:], '-W%02d' % d.isocalendar()[1], d.strftime('%j'), '-' + d.strftime('%j')])
    date_part = '%04d' % d.year + ('-' if date_part[2:3] == '-' and date_part[0] not in 'W-' else '') + date_part
    time_part = r.choice(['', d.strftime('%H:%M:%S'), d.strftime('%H:%M:%S.') + '%06d' % d.microsecond, d.strftime('%H:%M'), d.strftime('%H'),
                          d.strftime('%H%M%S'), d.strftime('%H%M'), d.strftime('%H:%M:%S.') + str(r.randint(0, 10**r.randint(1, 9))),
                          d.strftime('%H:%M:%S,') + '123', d.strftime('%H%M%S.') + '5', '24:00', '24:00:00', '24'])
    if not time_part:
        return date_part
    return date_part + r.choice(['T', 'T', ' ', ' ', 't', '_', '-', '1', 'é', '\U0001F600', '\ud800'] if r.random() < 0.2 else ['T', ' ']) + time_part + r.choice(OFFSETS)


def fast_iso_text(r):
    """What the fast path of the parsers takes, or nearly."""
    d = plain_datetime(r)
    text = '%04d' % d.year + d.strftime('-%m-%d')
    if r.random() < 0.9:
        text += r.choice('T ') + d.strftime('%H:%M:%S')
        if r.random() < 0.5:
            text += '.' + ''.join(r.choice('0123456789') for _ in range(r.randint(1, 9)))
        text += r.choice(['', 'Z', '+00:00', '-00:00', '%s%02d:%02d' % (r.choice('+-'), r.randint(0, 25), r.randint(0, 62)), '+0530', '-08'])
    return mutate(r, text, 0.3)


def isoformat_read(r):
    name = r.choice(['date.fromisoformat', 'datetime.fromisoformat', 'datetime.fromisoformat', 'time.fromisoformat'])
    text = r.choice([iso_text, iso_text, fast_iso_text])(r)
    if name.startswith('date.'):
        text = text[:r.choice([7, 8, 10, 10, 20])]
    elif name.startswith('time.'):
        text = text[r.choice([10, 11, 11]):]
    return call('datetime.' + name, mutate(r, text, 0.25) if r.random() < 0.99 else junk(r))


def isoparse(r):
    text = mutate(r, r.choice([iso_text, iso_text, fast_iso_text])(r), 0.3)
    if r.random() < 0.1:
        text = text.encode('utf-8', 'surrogatepass')
    return call('dateutil.parser.isoparse', text if r.random() < 0.99 else junk(r))


ALPHABET = list('0123456789' * 3 + '-:/., +TZ' * 3 + 'apmhsAPM') + ['  ', 'am', 'PM', 'UTC', '\x00', '_', '(', ')', "'"] + ['٣', '²', 'é', '\u3000', '１', '\ud800', '%', '\n']


def mutate(r, text, probability):
    if r.random() >= probability:
        return text
    for _ in range(r.choice([1, 1, 1, 2, 3])):
        at = r.randint(0, len(text))
        kind = r.randint(0, 4)
        if kind == 0:
            text = text[:at] + r.choice(ALPHABET) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + 1:]
        elif kind == 2:
            text = text[:at] + r.choice(ALPHABET) + text[at + 1:]
        elif kind == 3:
            other = r.randint(0, len(text))
            text = text[:at] + text[other:other + r.randint(0, 5)] + text[at:]
        else:
            text = text[:r.randint(0, len(text))] if r.random() < 0.3 else text
    return text


def clock_text(r, d):
    hour12 = d.hour % 12 or 12
    return r.choice([
        d.strftime('%H:%M:%S'), d.strftime('%H:%M'), d.strftime('%H:%M:%S.') + str(r.randint(0, 10**6)), '%d:%02d%s' % (hour12, d.minute, r.choice(['am', 'pm', ' AM', ' PM', 'a', 'p', ' a.m.', ' p.m.'])),
        '%d%s' % (hour12, r.choice(['am', 'pm', ' AM', ' PM', 'a', 'h', ' h', 'p.m.'])), d.strftime('%Hh%Mm%Ss'), d.strftime('%H h %M m'), '%dh' % d.hour, '%d:%d:%d' % (d.hour, d.minute, d.second),
        d.strftime('%H%M%S'), d.strftime('%H%M'), '%.3fh' % (d.hour + r.random()), '%d:%.5f' % (d.hour, d.minute + r.random()), d.strftime('%Hh%M'), '%d hours %d minutes' % (d.hour, d.minute),
        d.strftime('%H:%M:%S,') + '123', '%d.%02d.%02d' % (d.hour, d.minute, d.second), '10:%s' % ('9' * r.randint(1, 40)), '1%s.%sh' % ('2' * r.randint(0, 35), '9' * r.randint(1, 40)), '%ds' % d.second, '%d m' % d.minute])


def month_text(r, d):
    name = MONTHS[d.month - 1]
    return r.choice([name, name[:3], name[:3].upper(), name.lower(), name[:3] + '.', name[:4]])


def date_text(r, d):
    month, y, yy = month_text(r, d), '%04d' % d.year, '%02d' % (d.year % 100)
    day = r.choice(['%d' % d.day, '%02d' % d.day])
    sep = r.choice(['/', '-', '.', ' ', '', '/', '-'])
    return r.choice([
        sep.join(['%02d' % d.month, day, r.choice([y, yy])]), sep.join([day, '%d' % d.month, r.choice([y, yy])]), sep.join([y, '%02d' % d.month, '%02d' % d.day]),
        sep.join([yy, '%02d' % d.month, '%02d' % d.day]), '%s %s, %s' % (month, day, y), '%s %s %s' % (day, month, y), '%s-%s-%s' % (day, month, r.choice([y, yy])), '%s of %s' % (month, r.choice([y, yy])),
        '%s %s%s %s' % (month, d.day, r.choice(['st', 'nd', 'rd', 'th']), y), '%s %s' % (month, r.choice([y, day, yy])), month, y, day, '%s/%s' % (d.month, r.choice([d.day, y])), '%s-%s' % (y, month),
        d.strftime('%d%m%y'), y + d.strftime('%m%d'), y + d.strftime('%m%d%H%M'), y + d.strftime('%m%d%H%M%S'), y + d.strftime('%m%dT%H%M%S'), '%s %s' % (day, month), y + '-' + d.strftime('%m'), d.strftime('%m/') + yy,
        '%s%s%s' % (day, month, y), '%s/%s/%s' % (day, month, yy), '%s of %s %s' % (day, month, y), '%s.%s' % (day, d.month)])


WORDS = ['Today is', 'on', 'at', 'the', 'and', 'foo', 'of', 'year', 'a', 'I met', 'm', 'T', ',', ';', 'AD', 'EST', 'nan', 'inf', 'Infinity', 'z', 'Z', 'UTC', '()', 'h', 's', 't', '\u00a0', "'99", 'am', 'PM', '12', '2003', '0', '31', '4.5', '1.2.3', '1,5', '12,5', 'Sat', '.', '..', '5.', 'x.y', '３', 'J\u0307an', 'Ma\u017f', '\u212a', '99999999999999999999', '1' * 30 + '.5h', '-', '+', ':', '1:', ':5', '+3', '-0300']


def parser_text(r):
    kind = r.randint(0, 19)
    d = plain_datetime(r)
    if kind <= 3:
        return fast_iso_text(r)
    if kind <= 6:
        return mutate(r, iso_text(r), 0.3)
    if kind == 7:
        return ''.join(r.choice(ALPHABET) for _ in range(r.randint(0, 14)))
    if kind == 8:
        return ' '.join(r.choice(WORDS) for _ in range(r.randint(0, 6)))
    if kind == 9:
        return mutate(r, d.strftime(r.choice(['%c', '%a, %d %b %Y %H:%M:%S +0000', '%A %B %d %Y', '%x %X', '%a %b %e %H:%M:%S UTC %Y', '%Y-%m-%d %I:%M:%S %p', '%d %b %Y %I:%M%p'])), 0.3)
    parts = []
    if r.random() < 0.3:
        name = r.choice(WEEKDAYS)
        parts.append(r.choice([name, name[:3], name + ',', name[:3].lower(), name[:3].upper() + '.']))
    if r.random() < 0.85:
        parts.append(date_text(r, d))
    if r.random() < 0.7:
        parts.append(clock_text(r, d) + r.choice(OFFSETS))
    if r.random() < 0.2:
        parts.insert(r.randint(0, len(parts)), r.choice(WORDS))
    if r.random() < 0.15:
        r.shuffle(parts)
    return mutate(r, r.choice([' ', ' ', ' ', 'T', ', ', '', '  ']).join(parts), 0.2)


def parser(r):
    kwargs = {}
    if r.random() < 0.4:
        kwargs = with_some(r, ['dayfirst', 'yearfirst', 'fuzzy', 'fuzzy_with_tokens', 'ignoretz', 'default', 'tzinfos'], lambda name: {
            'default': lambda: r.choice([datetime_value, datetime_value, date, lambda r: None])(r),
            'tzinfos': lambda: ('dict', [(k, r.choice([3600, -18000, None, 0, True, call('dateutil.tz.tzutc'), 1.5, 10**20])) for k in r.sample(['EST', 'UTC', 'BRST', 'Z', None], 2)]),
        }.get(name, lambda: r.choice([True, True, True, False, None]))())
    text = parser_text(r)
    if r.random() < 0.02:
        text = r.choice([junk(r), text.encode('utf-8', 'surrogatepass')])
    return call('dateutil.parser.parse', text, **kwargs)


SUITES = {
    'arithmetic': arithmetic, 'attributes': attributes, 'comparison': comparison, 'constructors': constructors,
    'isoformat': isoformat_read, 'isoparse': isoparse, 'methods': plain_methods, 'parse_time': parse_time,
    'parser': parser, 'replace': replace, 'strftime': strftime, 'strptime': strptime, 'text': text_forms, 'zones': zones,
}
