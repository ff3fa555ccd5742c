"""Random events: lines of JSON whose keys have kinds, with missing, null and wrong values, disorder, ties, bad lines."""

import datetime as dt
import json

EPOCH = dt.datetime(2018, 3, 1, tzinfo=dt.timezone.utc)
WORDS = ['a', 'b', 'c', 'x', 'ab', 'abc', 'Hello', 'one two', 'a,b,c', '  pad ', 'x=1', 'é', 'ß', '漢字', 'İ', '😀',
         'user_1', '12', '3.5', '', 'None', "it's", 'q"q', 'a/b', 'a:b', 'line\nbreak', 'Z', 'zz top']
NAMES = ['a', 'b', 'c', 'k', 'x']
SEVERAL_OBJECTS = '{"id": "u1"} {"id": "u2"}'
EVENTS = ['start', 'end', 'buy', 'view']

# key -> kind of its value; what expressions can ask for
KEYS = {'s1': 'str', 's2': 'str', 'e1': 'str', 'i1': 'int', 'i2': 'int', 'n1': 'int', 'f1': 'float', 'f2': 'float',
        'b1': 'bool', 'l1': 'list', 'l2': 'ints', 'l3': 'strs', 'd1': 'dict', 'd2': 'nested',
        'r1': 'records', 'u1': 'digits', 'x1': 'any', 't2': 'when'}

TIME_FORMS = {
    'iso': 'parse(source.t)', 'offset': 'parse(source.t)', 'naive': 'parse(source.t)',
    'z': 'datetime.fromisoformat(source.t)', 'space': "datetime.strptime(source.t, '%Y-%m-%d %H:%M:%S')",
    'epoch': 'datetime.fromtimestamp(source.t, timezone.utc)',
    'millis': 'datetime.utcfromtimestamp(source.t / 1000)',
    'fraction': 'datetime.fromtimestamp(source.t, timezone.utc)', 'index': "parse(source['t'])",
    'nested': 'parse(source.at.t)', 'text': "datetime.fromtimestamp(int(source.t), timezone.utc)",
}
OFFSETS = [0, 60, -480, 330, 840, -1, 0, 0]


class Events:
    """The events of one pair: which identities, which time form, which faults."""

    def __init__(self, random, windowed=False):
        r = self.r = random
        self.time_form = r.choice(list(TIME_FORMS))
        self.faulty = r.random() < 0.5
        self.keys = list(KEYS)
        self.nan = r.random() < 0.03
        self.identity_kind = r.choice(['str', 'str', 'str', 'int', 'nested', 'joined', 'mixed'])
        pool = ['u1', 'u2', 'u3', 'bob', 'é', 'a/b', 'U 4', '漢', "o'x", '0']
        self.identities = r.sample(pool if self.identity_kind != 'int' else list(range(0, 9)),
                                   1 if windowed and r.random() < 0.6 else r.randint(1, 4))
        self.gap = r.choice([1, 30, 600, 1800, 3600, 86400])
        self.step = r.choice([self.gap / 3, self.gap, self.gap * 2, 3600, 86400, 40000])
        if windowed:
            self.time_form = r.choice([self.time_form, self.time_form, 'offset'])
            self.gap = r.choice([600, 1800, 3600])
            self.step = r.choice([3600, 10000, 40000])

    @property
    def time(self):
        return TIME_FORMS[self.time_form]

    @property
    def identity(self):
        return {'str': self.r.choice(['source.id', "source['id']", 'source.id', 'str(source.id)', 'source.id.lower()',
                                      'source.id.strip()', "source.get('id')"]),
                                      'int': self.r.choice(['source.id', 'source.id', 'str(source.id)',
                                                            'source.id + 1', 'source.id % 3']),
                'nested': 'source.user.id', 'joined': self.r.choice(["source.id + '-' + source.e1",
                    "f'{source.id}:{source.b1}'", 'source.id or source.s1']),
                    'mixed': 'source.id'}[self.identity_kind]

    def keep_keys(self, texts):
        """Leaves only the keys that the specs read, and a few that they do not."""
        self.keys = [key for key in KEYS if any(key in text for text in texts) or self.r.random() < 0.15]

    # ---- times

    def clock(self, count):
        """`count` instants, mostly rising, with ties, at steps around the pair's gap."""
        r = self.r
        now, instants = EPOCH + dt.timedelta(seconds=r.randint(0, 10**6)), []
        for _ in range(count):
            roll = r.random()
            if roll < 0.1:
                step = 0
            elif roll < 0.3:
                step = self.gap + r.choice([0, 0, 1, -1])
            elif roll < 0.45:
                step = r.randint(0, 60)
            else:
                step = int(r.expovariate(1 / self.step))
            now += dt.timedelta(seconds=step)
            if r.random() < 0.1:
                now += dt.timedelta(microseconds=r.randint(1, 999999))
            instants.append(now)
        if r.random() < 0.3:
            for _ in range(r.randint(1, count)):
                i, j = r.randrange(count), r.randrange(count)
                instants[i], instants[j] = instants[j], instants[i]
        return instants

    def time_value(self, instant):
        form = self.time_form
        if form in ('iso', 'index', 'nested'):
            return instant.isoformat()
        if form == 'offset':
            return instant.astimezone(dt.timezone(dt.timedelta(minutes=self.r.choice(OFFSETS)))).isoformat()
        if form == 'naive':
            return instant.replace(tzinfo=None).isoformat(self.r.choice('T '))
        if form == 'z':
            return instant.replace(tzinfo=None).isoformat() + 'Z'
        if form == 'space':
            return instant.strftime('%Y-%m-%d %H:%M:%S')
        if form == 'millis':
            return int(instant.timestamp() * 1000)
        return instant.timestamp() if form == 'fraction' else str(int(instant.timestamp())) if form == 'text' else int(instant.timestamp())

    # ---- values

    def value(self, key, instant):
        r = self.r
        kind = KEYS[key]
        if key == 'e1':
            return r.choice(EVENTS)
        if key == 's1':
            return r.choice(NAMES)
        if kind == 'int':
            return r.randint(-3, 9) if key != 'i2' or r.random() < 0.8 else r.choice([2**31, 2**53 + 1, 2**63 - 1,
                2**63, -2**63, 2**64, 10**20, -1])
        if kind == 'float':
            return round(r.uniform(-50, 200), 2) if key == 'f1' else self._float()
        return {'str': lambda: r.choice(WORDS), 'bool': lambda: r.random() < 0.5,
                'list': lambda: [self._scalar() for _ in range(r.randint(0, 4))],
                'ints': lambda: [r.randint(-5, 9) for _ in range(r.randint(0, 5))],
                'strs': lambda: [r.choice(WORDS + NAMES) for _ in range(r.randint(0, 4))],
                'dict': lambda: {r.choice(NAMES): r.randint(0, 9) for _ in range(r.randint(0, 4))},
                'nested': self._nested,
                'records': lambda: [{'k': r.choice(NAMES), 'n': r.randint(0, 9)} if r.random() < 0.9 else {}
                                    for _ in range(r.randint(0, 3))],
                                    'digits': lambda: r.choice(['1', '42', '-7', '3.5', ' 8 ', '1e3', '007', 'x', '',
                                        '1_000', 'nan']),
                'when': lambda: (instant + dt.timedelta(seconds=r.randint(-10**5, 10**5))).isoformat(),
                'any': lambda: r.choice([self._scalar, self._nested, self._float])()}[kind]()

    def _float(self):
        r = self.r
        if self.nan and r.random() < 0.1:
            return r.choice([float('nan'), float('inf'), float('-inf')])
        return r.choice([r.uniform(-1, 1), 0.1 * r.randint(0, 30), float(r.randint(-5, 5)), -0.0, 1e16, 1e-7,
                         r.randint(0, 5), 1e300, r.uniform(0, 1) * 10 ** r.randint(-8, 12)])

    def _scalar(self):
        r = self.r
        return r.choice([r.randint(-2, 5), r.choice(WORDS), r.choice(NAMES), r.random() < 0.5, None,
                         round(r.uniform(0, 9), 1)])

    def _nested(self):
        r = self.r
        return r.choice([{'x': {'y': r.randint(0, 9), 'z': r.choice(WORDS)},
                          'l': [{'k': r.choice(NAMES)} for _ in range(r.randint(0, 2))], 'items': 1},
                          {'x': self._scalar()}, {}])

    # ---- lines

    def event(self, instant):
        r = self.r
        event = {'id': r.choice(self.identities), 't': self.time_value(instant)}
        for key in self.keys:
            roll = r.random()
            if self.faulty and roll < 0.13:
                if roll >= 0.07:
                    event[key] = None if roll < 0.1 else self.value(r.choice(list(KEYS)), instant)
            else:
                event[key] = self.value(key, instant)
        if self.faulty:
            roll = r.random()
            if roll < 0.02:
                event['id'] = r.choice(['', None, 0, ' ', '\t\n', False, []])
            elif roll < 0.04:
                event['t'] = r.choice(['', None, 'soon', [], {}])
            elif roll < 0.05:
                del event[r.choice(['id', 't'])]
        if self.identity_kind == 'nested' and 'id' in event:
            event['user'] = {'id': event.pop('id')}
        if self.identity_kind == 'mixed' and r.random() < 0.5 and 'id' in event:
            event['id'] = r.choice([7, 7.0, True, '7', 1.5, '1.5', event['id']])
        if self.time_form == 'nested' and 't' in event:
            event['at'] = {'t': event.pop('t')}
        return event

    def line(self, event):
        r = self.r
        items = list(event.items())
        if r.random() < 0.3:
            r.shuffle(items)
        text = json.dumps(dict(items), ensure_ascii=r.random() < 0.6,
                          separators=r.choice([None, None, (',', ':'), (' , ', ' : ')]))
        if r.random() < 0.02:
            text = text[:-1] + r.choice([', "i1": 5}', ', "s1": "dup", "s1": "last"}', ', "e1": "\\ud800"}',
                                         ', "s2": "\\u00e9\\n"}'])
        if r.random() < 0.01:
            text = '  ' + text + ' \t'
        return text

    def bad_line(self):
        return self.r.choice(['', '{', 'null', '[]', '3', '"x"', '{"id": }', '{"id": "u1", "t"', '[1, 2]', 'not json',
                              SEVERAL_OBJECTS, '}', '{"id": "u1",}', "{'id': 'u1'}", '\udcff\udcfe',
                              '   ', 'true', '{"id": "u1" "t": 1}'])

    def lines(self, count):
        r = self.r
        lines = [self.line(self.event(instant)) for instant in self.clock(count)]
        if r.random() < 0.15:
            for _ in range(r.randint(1, 4)):
                lines.insert(r.randint(0, len(lines)), self.bad_line())
        if r.random() < 0.02:
            lines[0] = '\ufeff' + lines[0]
        return lines

    def files(self, count):
        lines = self.lines(count)
        parts = self.r.choice([1, 1, 1, 1, 2, 3])
        files = [lines[i * len(lines) // parts:(i + 1) * len(lines) // parts] for i in range(parts)]
        for file in files:
            # They would be read as a stream of objects, and as an object over several lines, where Blurr leaves
            # the line out.
            while (first := next((line for line in file if line.strip()), '')).lstrip('\ufeff') in (SEVERAL_OBJECTS, '{'):
                file.remove(first)
        return files

    # ---- IPFIX

    CODES = {4: 'protocol', 12: 'dest_ip', 56: 'source_mac', 182: 'source_port', 183: 'dest_port', 150: 'timestamp'}

    def ipfix_lines(self, count):
        r = self.r
        macs = ['00:11', 'aa:bb', 'ff:00']
        lines, instants = [], self.clock(count)
        while instants:
            sets = []
            for _ in range(min(r.randint(1, 3), len(instants))):
                instant = instants.pop(0)
                fields = [{'I': 150, 'V': int(instant.timestamp())}, {'I': 4, 'V': r.choice(['6', '17', 6])},
                          {'I': 12, 'V': '10.0.0.%d' % r.randint(1, 4)}, {'I': 182, 'V': str(r.randint(1, 5))},
                          {'I': 183, 'V': r.randint(80, 83)}, {'I': 1, 'V': r.randint(0, 9)},
                          {'I': 2, 'V': str(r.randint(0, 99))}]
                if r.random() < 0.9:
                    fields.append({'I': 56, 'V': r.choice(macs)})
                r.shuffle(fields)
                sets.append([f for f in fields if r.random() < 0.95])
            roll = r.random()
            document = {'AgentID': '10.1.1.1', 'Header': {'Version': 10}, 'DataSets': sets}
            if roll < 0.03:
                del document['DataSets']
            elif roll < 0.05:
                sets[0].append({'I': 9})
            elif roll < 0.07:
                sets[0].append({'V': 5})
            elif roll < 0.08:
                document['DataSets'] = None
            lines.append(json.dumps(document) if roll < 0.97 else r.choice(['[]', '3', '{"DataSets": [[1]]}', '{',
                '{"DataSets": []}']))
        return lines
