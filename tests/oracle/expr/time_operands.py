"""Random datetimes, dates, times, spans, zones, and texts that say them."""

import datetime as dt

OFFSETS = [0, 60, -60, 330, 345, -210, 720, -720, 840, -1439, 1439, 1]
STRFTIME_CODES = list('aAwdbBmyYHIpMSfzZjUWcxXGuV%')
MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
          'November', 'December']


class TimeOperands:
    def year(self):
        r = self.r.random()
        if r < 0.75:
            return self.r.randint(1970, 2037)
        return self.r.choice([1, 2, 4, 100, 400, 999, 1000, 1582, 1600, 1900, 1969, 1999, 2000, 2038, 2100, 9998,
                              9999])

    def day_value(self):
        year = self.year()
        month = self.r.randint(1, 12)
        last = 28 if month == 2 else 30
        day = self.r.choice([1, last, self.r.randint(1, last)])
        if month == 2 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) and self.r.random() < 0.3:
            day = 29
        return dt.date(year, month, day)

    def clock_value(self):
        if self.r.random() < 0.2:
            return dt.time(self.r.choice([0, 12, 23]), self.r.choice([0, 59]), self.r.choice([0, 59]),
                           self.r.choice([0, 999999]))
        micro = self.r.choice([0, 0, 0, 1, 999999, 500000, self.r.randint(0, 999999), self.r.randint(0, 999) * 1000])
        return dt.time(self.r.randint(0, 23), self.r.randint(0, 59), self.r.choice([0, self.r.randint(0, 59)]), micro)

    def datetime_value(self):
        return dt.datetime.combine(self.day_value(), self.clock_value())

    def zone_value(self):
        return dt.timezone(dt.timedelta(minutes=self.r.choice(OFFSETS)))

    # ---- expressions

    def naive(self):
        value = self.datetime_value()
        r = self.r.random()
        if r < 0.35:
            return 'datetime.fromisoformat(%s)' % self.value(value.isoformat(self.r.choice('T ')))
        if r < 0.5:
            return 'parse(%s)' % self.value(value.isoformat())
        fields = [value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond]
        text = ', '.join(map(str, fields[:self.r.choice([3, 5, 6, 7])]))
        return 'datetime(%s)' % text if self.r.random() < 0.95 else 'datetime(%s, fold=1)' % text

    def timezone(self):
        r = self.r.random()
        if r < 0.4:
            return 'timezone.utc'
        span = self.zone_span()
        return 'timezone(%s)' % span if r < 0.9 else "timezone(%s, '%s')" % (span,
            self.r.choice(['EST', 'x', '', 'Café']))

    def zone_span(self):
        minutes = self.r.choice(OFFSETS)
        r = self.r.random()
        if r < 0.1:
            return 'timedelta(minutes=%d, seconds=%d)' % (minutes // 2, self.r.randint(0, 59))
        if r < 0.14:
            return 'timedelta(minutes=%d, microseconds=%d)' % (minutes // 2, self.r.randint(0, 10**6))
        return 'timedelta(minutes=%d)' % minutes

    def aware(self):
        value = self.datetime_value()
        r = self.r.random()
        if r < 0.3:
            text = value.isoformat() + self.r.choice(['+00:00', 'Z', '+05:30', '-08:00', '+00:01', '-03:30',
                                                      '+14:00'])
            return '%s(%s)' % (self.r.choice(['parse', 'datetime.fromisoformat']), self.value(text))
        if r < 0.45:
            return 'datetime.fromtimestamp(%s, %s)' % (self.value(self.stamp_value()), self.timezone())
        return '%s.replace(tzinfo=%s)' % (self.naive(), self.timezone())

    def datetime(self):
        return self.naive() if self.r.random() < 0.5 else self.aware()

    def stamp_value(self):
        r = self.r.random()
        if r < 0.4:
            return self.r.randint(0, 2**31)
        if r < 0.6:
            return round(self.r.uniform(0, 2e9), self.r.randint(0, 7))
        if r < 0.8:
            return self.r.uniform(-1e10, 1e11)
        return self.r.choice([0, -1, 0.5, 1e-6, 0.1, -0.000001, 0.9999995, 1.5e9, 2**31, 2**32, 253402300799,
                              -62135596800,
                              253402300800, 1520000000.123456, 0.0000005, 0.0000015, -0.5, 1e18])

    def stamp(self):
        return self.value(self.stamp_value())

    def date(self):
        value = self.day_value()
        r = self.r.random()
        if r < 0.3:
            return 'date.fromisoformat(%s)' % self.value(value.isoformat())
        if r < 0.5:
            return '%s.date()' % self.naive()
        return 'date(%d, %d, %d)' % (value.year, value.month, value.day)

    def clock(self):
        value = self.clock_value()
        r = self.r.random()
        if r < 0.3:
            return '%s.%s()' % (self.datetime(), self.r.choice(['time', 'timetz']))
        if r < 0.5:
            return 'dt.time.fromisoformat(%s)' % self.value(value.isoformat() + self.r.choice(['', '', '+01:00',
                'Z']))
        text = ', '.join(map(str, [value.hour, value.minute, value.second, value.microsecond][:self.r.randint(1, 4)]))
        return 'dt.time(%s)' % text if r < 0.85 else 'dt.time(%s, tzinfo=%s)' % (text, self.timezone())

    def timedelta(self):
        r = self.r.random()
        if r < 0.15:
            return 'timedelta()'
        if r < 0.3:
            return 'timedelta(%s)' % self.value(self.r.choice([1, -1, 0.5, 7, 365, -30, 1e-7, 999999999, 1000000000]))
        names = self.r.sample(['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'],
                              self.r.randint(1, 3))
        return 'timedelta(%s)' % ', '.join('%s=%s' % (n, self.value(self.span_part())) for n in names)

    def span_part(self):
        r = self.r.random()
        if r < 0.6:
            return self.r.randint(-100, 100)
        if r < 0.8:
            return round(self.r.uniform(-50, 50), self.r.randint(1, 7))
        return self.r.choice([0, 86400, -86400, 0.5, 1.5, 2.5, 0.1, 1e6, 3600, 59.9999995, -0.0000005])

    def zone_minutes(self):
        return str(self.r.choice(OFFSETS))

    # ---- texts

    def format_code(self):
        return literal_text(self.format_text())

    def format_text(self):
        parts = []
        for _ in range(self.r.randint(1, 5)):
            parts.append('%' + self.r.choice(STRFTIME_CODES))
            parts.append(self.r.choice(['', ' ', '-', ':', '/', 'T', 'x', 'é']))
        return ''.join(parts)

    def strptime_args(self):
        """A text and a format that fits it, mostly."""
        codes = self.r.choice([['%Y', '%m', '%d'], ['%Y', '%m', '%d', '%H', '%M', '%S'], ['%d', '%b', '%Y'],
                               ['%d', '%B', '%y'],
                               ['%Y', '%m', '%d', '%H', '%M', '%S', '%f'], ['%Y', '%m', '%d', '%H', '%M', '%S', '%z'],
                               ['%Y', '%j'],
                               ['%Y', '%U', '%w'], ['%Y', '%W', '%a'], ['%G', '%V', '%u'], ['%I', '%M', '%p'],
                               ['%a', '%d', '%b', '%Y'],
                               ['%m', '%d', '%y', '%H', '%M'], ['%c'], ['%x', '%X'], ['%Y', '%m', '%d', '%Z'],
                               ['%H', '%M', '%S', '%%']])
        sep = self.r.choice(['-', '/', ' ', ':', '.', ' , ', 'T'])
        fmt = sep.join(codes)
        value = self.datetime_value()
        if '%z' in fmt:
            value = value.replace(tzinfo=self.zone_value())
        text = value.strftime(fmt)
        r = self.r.random()
        if r < 0.1:
            text = text.lower()
        elif r < 0.15:
            text = text[:-1]
        elif r < 0.2:
            text = text.replace(sep, sep + ' ')
        elif r < 0.25:
            text += self.r.choice(['x', ' ', '0'])
        elif r < 0.3:
            text = text.replace('0', '', 1)
        elif r < 0.35 and len(codes) > 1:
            self.r.shuffle(codes)
            fmt = sep.join(codes)
        return '%s, %s' % (self.value(text), self.value(fmt))

    def iso_text(self):
        """What fromisoformat reads in 3.11: basic and extended forms, weeks, fractions, offsets; and near misses."""
        value = self.datetime_value()
        year, week, weekday = value.isocalendar()
        day = self.r.choice(['%04d-%02d-%02d' % (value.year, value.month,
                                                 value.day)] * 4 + ['%04d%02d%02d' % (value.year, value.month,
                                                     value.day),
                            '%04d-W%02d-%d' % (year, week, weekday), '%04dW%02d%d' % (year, week, weekday),
                            '%04d-W%02d' % (year, week)])
        clock = value.strftime(self.r.choice(['%H:%M:%S', '%H:%M', '%H', '%H%M%S', '%H%M']))
        if self.r.random() < 0.4:
            clock += self.r.choice('..,') + ''.join(self.r.choice('0123456789')
                                                    for _ in range(self.r.choice([1, 2, 3, 4, 5, 6, 6, 7, 9])))
        zone = self.r.choice(['', '', 'Z', '+00:00', '+05:30', '-0800', '+01', '-00:00', '+01:02:03',
                              '+01:02:03.000004', 'z', ' Z'])
        text = self.r.choice([day, day + self.r.choice('TT  t_é') + clock + zone, day + 'T' + clock + zone])
        return self.value(self._spoil(text) if self.r.random() < 0.15 else text)

    def _spoil(self, text):
        if not text:
            return text
        i = self.r.randrange(len(text))
        return self.r.choice([text[:i], text[:i] + text[i + 1:], text[:i] + self.r.choice('x9 -:T.') + text[i + 1:],
                              text[i:], ' ' + text])

    def when_text(self):
        """A full date as people and machines write it, for dateutil's parser: always with a day, so no clock is asked."""
        value = self.datetime_value()
        y, m, d = value.year, value.month, value.day
        name = MONTHS[m - 1]
        day = self.r.choice([
            '%04d-%02d-%02d' % (y, m, d), '%04d-%02d-%02d' % (y, m, d), '%04d/%02d/%02d' % (y, m, d),
            '%02d/%02d/%04d' % (m, d, y),
            '%02d.%02d.%04d' % (d, m, y), '%04d%02d%02d' % (y, m, d), '%s %d, %04d' % (name, d, y),
            '%d %s %04d' % (d, name[:3], y),
            '%s %d %04d' % (name[:3], d, y), '%d-%s-%04d' % (d, name[:3], y),
            '%s %s %d %04d' % (value.strftime('%A'), name, d, y),
            value.strftime('%a, ') + '%d %s %04d' % (d, name[:3], y), '%d/%d/%02d' % (m, d, y % 100),
            '%dth of %s, %04d' % (d, name, y),
            '%04d.%02d.%02d' % (y, m, d), '%02d-%02d-%04d' % (d, m, y), '%s %dst, %04d' % (name[:3].lower(), d, y)])
        h, mi, s, us = value.hour, value.minute, value.second, value.microsecond
        clock = self.r.choice([
            '%02d:%02d:%02d' % (h, mi, s), '%02d:%02d:%02d' % (h, mi, s), '%02d:%02d' % (h, mi),
            '%02d:%02d:%02d.%06d' % (h, mi, s, us),
            '%02d:%02d:%02d.%03d' % (h, mi, s, us // 1000), '%02d:%02d:%02d,%03d' % (h, mi, s, us // 1000),
            '%d:%02d%s' % (h % 12 or 12, mi, self.r.choice(['am', 'PM', ' a.m.', ' p.m.', ' AM'])),
            '%d %s' % (h % 12 or 12, self.r.choice(['am', 'pm'])), '%dh%02dm%02ds' % (h, mi, s), '%02d%02d' % (h, mi),
            '%02d%02d%02d' % (h, mi, s), '%dh' % h])
        zone = self.r.choice(['', '', '', 'Z', ' UTC', '+00:00', '+0530', '-08:00', ' GMT', ' GMT+3', '-03', ' EST',
                              ' +01:00', ' z', ' UTC-2'])
        text = self.r.choice([day, day + 'T' + clock + zone, day + ' ' + clock + zone, clock + ' ' + day,
                              day + ', ' + clock + zone, day + ' at ' + clock])
        return text

    def when(self):
        text = self.when_text()
        return self.value(self._spoil(text) if self.r.random() < 0.1 else text)


def literal_text(text):
    return repr(text)
