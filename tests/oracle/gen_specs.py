"""Random streaming and window specs."""

from gen_events import KEYS
from gen_expressions import CONDITIONS, Expressions, ScopeOperands, source_refs

TYPES = ['integer', 'integer', 'float', 'string', 'boolean', 'datetime', 'map', 'list', 'set']
# Names of fields that are no names of Python's: expressions reach them in brackets.
ODD_NAMES = ['two words', 'os-version', '7days', 'class', 'a+b', "it's", '漢-字', 'e1%']
LETTER = {'integer': 'n', 'float': 'x', 'string': 's', 'boolean': 'b', 'datetime': 'd', 'map': 'm', 'list': 'l',
          'set': 't'}
KIND = {'integer': 'int', 'float': 'float', 'string': 'str', 'boolean': 'bool', 'datetime': 'datetime', 'map': 'dict',
        'list': 'list', 'set': 'set'}
NAMES = {'Identity': ['state', 'user', 'profile'], 'Block': ['session', 'blk', 'game'],
         'Activity': ['activity', 'visit', 'burst'], 'Variable': ['vars', 'tmp']}

STANDARD_IMPORTS = [
    {'Module': 'math'}, {'Module': 'statistics'}, {'Module': 'json'}, {'Module': 're'}, {'Module': 'datetime as dt'},
    {'Module': 'dateutil.parser'}, {'Module': 'datetime', 'Identifiers': ['datetime', 'date', 'timedelta',
        'timezone']},
    {'Module': 'dateutil.parser', 'Identifiers': ['parse']}]
STANDARD_NAMES = {'math', 'statistics', 'json', 're', 'dt', 'dateutil', 'datetime', 'date', 'timedelta', 'timezone',
                  'parse', 'string'}

HELPERS = '''RATE = 1.5
LEVELS = {'a': 1, 'b': 2}


def double(x):
    return x * 2


def clean(text, default=None):
    return text.strip().lower() if text else default


def bucket(x, *, size=10):
    return int(x // size) * size


def boom(x):
    raise ValueError(x)


def pair(a, b=0):
    return {'a': a, 'b': [b, None]}


def first(items):
    return items[0]


def count(*items, **named):
    return len(items) + len(named)
'''
HELPER_CALLS = ['double($any)', 'clean($str)', "clean($str, 'none')", 'bucket($num)', 'bucket($num, size=5)',
                'boom($int)', 'pair($scalar, $scalar)', 'first($list)', 'count(*$ints, k=1)', "pair($int)['a']",
                'double($list)', 'first($str)', 'first(source.r1)', 'count($set)', 'double(double($int))',
                '$int * RATE',
                'LEVELS.get(source.s1, 0)', 'first(source.r1).get("k")', 'pair(source.d1).get("a")',
                'clean(source.s2) or clean(source.s1)']


# What YAML 1.1 makes of these is an expression's text by str(): texts stand as they are, without quotes.
YAML_LITERALS = {
    'integer': ['010', '0x1F', '1_000', '-3', '1:30', '7', 'yes', '1.0', '0b11'],
    'float': ['1.50', '-2', '1e3', '1.0e+3', '.5', '10', 'off'],
    'string': ['yes', '3', '1.50', ['x'], 'on'],
    'boolean': ['yes', 'true', 'On', '1'],
    'datetime': ['time'],
    'map': [{'a': 1, 'b': 'x'}, {1: [2, 'y']}, {'k': None, 'l': True}],
    'list': [[1, 2], ['a', 1.5, True, None], [[1], {'k': 'v'}]],
    'set': [[1, 1, 2], ['b', 'a', 'b']],
}


def reference_to(owner, field):
    """How an expression writes a field."""
    return '%s.%s' % (owner, field) if field.isidentifier() and field != 'class' else '%s[%r]' % (owner, field)


class Spec:
    """A streaming spec under construction: its aggregates' fields, known to the expressions of all."""

    def __init__(self, random, events, native=False):
        self.r = random
        self.events = events
        self.native = native  # no module that only CPython has
        self.name = random.choice(['Stream', 'S', 'offer_ai', 'Sessions'])
        self.aggregates = []  # of (aggregate, {field: type})
        self.modules = {}
        self.names = set(STANDARD_NAMES) | {'source', 'time', 'identity'}
        self.helpers = False
        self.odd_names = random.random() < 0.06

    def chance(self, p):
        return self.r.random() < p

    def imports(self):
        specs = list(STANDARD_IMPORTS)
        if self.chance(0.1) and not self.native:
            self.modules['helpers'] = HELPERS
            specs.append({'Module': 'helpers', 'Identifiers': ['double', 'clean', 'bucket', 'boom', 'pair', 'first',
                'count', 'RATE', 'LEVELS']})
            self.names |= {'double', 'clean', 'bucket', 'boom', 'pair', 'first', 'count', 'RATE', 'LEVELS'}
            self.helpers = True
        if self.chance(0.2):
            specs.append({'Module': self.r.choice(['math as m', 'statistics as st',
                                                   'math' if self.native else 'collections', 'math'])})
        if self.chance(0.2):
            specs.append({'Module': 'math', 'Identifiers': [self.r.choice(['sqrt', 'floor as fl', 'pi'])]})
        self.r.shuffle(specs)
        return specs

    def expressions(self, own=None):
        """Expressions that see the source and all aggregates' fields, those of `own` more often."""
        refs = {k: list(v) for k, v in source_refs().items()}
        for aggregate, fields in self.aggregates:
            weight = 3 if aggregate is own else 1
            for field, kind in fields.items():
                text = reference_to(aggregate['Name'], field)
                if kind in ('integer', 'float', 'string') and aggregate is own:
                    weight = 1
                refs.setdefault(KIND[kind], []).extend([text] * weight)
            if aggregate['Type'].lower().endswith(('block', 'activity')):
                refs['datetime'].extend(['%s._start_time' % aggregate['Name'], '%s._end_time' % aggregate['Name']])
        return Expressions(self.r, refs, self.names)

    # ---- parts

    def field_plan(self):
        """Names and types of an aggregate's fields."""
        fields = {}
        for _ in range(self.r.choice([1, 2, 3, 3, 4, 5, 6])):
            kind = self.r.choice(TYPES)
            odd = [name for name in ODD_NAMES if name not in fields]
            name = self.r.choice(odd) if self.odd_names and odd and self.chance(0.3) else '%s%d' % (LETTER[kind], len(fields) + 1)
            fields[name] = kind
        return fields

    def literal_value(self, kind):
        """Values that YAML resolves to something else than text."""
        choice = self.r.choice(YAML_LITERALS[kind])
        return {'plain': choice} if isinstance(choice, str) else choice

    def field(self, aggregate, name, kind):
        expressions = self.expressions(aggregate)
        own = reference_to(aggregate['Name'], name)
        if self.chance(0.03):
            value = self.literal_value(kind)
        elif self.helpers and self.chance(0.3):
            value = expressions._accepted(lambda: expressions._operands().fill(self.r.choice(HELPER_CALLS)))
        else:
            value = expressions.value(kind, own)
        spec = {'Name': name, 'Type': kind if self.chance(0.97) else kind.upper() if self.chance(0.5)
                else kind.capitalize(), 'Value': value}
        if self.chance(0.03) and isinstance(spec['Value'], str):
            spec['Value'] = self.r.choice(['(\n  %s\n)', '(%s)  # why', '(%s\n)', '\n(%s)\n']) % spec['Value']
        if self.chance(0.2):
            spec['When'] = self.when(expressions)
        return spec

    def when(self, expressions, aggregate=None):
        numbers = [f for a, fields in self.aggregates if a is aggregate for f,
                   kind in fields.items() if kind in ('integer', 'float')]
        if numbers and self.chance(0.3):
            return '%s < %d' % (reference_to(aggregate['Name'], self.r.choice(numbers)), self.r.randint(1, 4))
        if self.chance(0.03):
            return self.r.choice([False, 0, True, 1])
        return expressions.condition()

    def dimensions(self, aggregate):
        expressions = Expressions(self.r, source_refs(), self.names)
        dimensions = []
        for i in range(self.r.choice([1, 1, 1, 2, 2, 3])):
            kind = self.r.choice(['string', 'string', 'string', 'integer', 'integer', 'boolean'])
            usual = {'string': ['source.s1', 'source.e1', 'source.s1', 'source.i1', "source.s1 + source.e1",
                                'source.d2.x.z', 'source.b1', 'source.s2'],
                                'integer': ['source.i1', 'source.n1 % 3', 'source.u1', 'source.i1 // 4',
                                            'time.hour // 6', 'time.day', 'len(source.s2)'],
                                            'boolean': ['source.b1', 'source.i1 > 3', 'source.n1']}[kind]
            value = self.r.choice(usual[:1] * 4 + usual) if self.chance(0.97 if self.windowed
                else 0.85) else expressions.value(kind)
            dimension = {'Name': 'dim%d' % (i + 1), 'Type': kind, 'Value': value}
            if self.chance(0.05):
                dimension['When'] = expressions.condition()
            dimensions.append(dimension)
        return dimensions

    def aggregate(self, kind, stores):
        taken = {a['Name'] for a, _ in self.aggregates}
        name = self.r.choice([n for n in NAMES[kind] if n not in taken] or ['agg%d' % len(taken)])
        type_name = 'Blurr:Aggregate:' + kind
        aggregate = {'Type': type_name if self.chance(0.97) else self.r.choice([type_name.lower(), type_name.upper()]), 'Name': name}
        if self.chance(0.05):
            aggregate['Description'] = self.r.choice(['what it is', 7, 'a: b'])
        if kind != 'Variable':
            aggregate['Store'] = self.r.choice(stores)
        fields = self.field_plan()
        if kind == 'Activity':
            aggregate['SeparateByInactiveSeconds'] = self.events.gap if self.chance(0.95) else str(self.events.gap)
        dimensions = []
        if kind == 'Block' and self.chance(0.9) or kind == 'Identity' and self.chance(0.3):
            dimensions = aggregate['Dimensions'] = self.dimensions(aggregate)
        self.aggregates.append((aggregate, fields))
        self.names.add(name)
        return aggregate, fields, dimensions

    def build(self, window):
        r = self.r
        self.windowed = window
        stream = {'Type': 'Blurr:Transform:Streaming', 'Version': '2018-03-01', 'Name': self.name}
        if self.chance(0.3):
            stream['Description'] = r.choice(['test', 'a: b', 'multi word é', '# no comment'])
        stream['Import'] = self.imports()
        stream['Identity'] = self.events.identity
        stream['Time'] = self.events.time
        stores = ['memory'] if self.chance(0.85) else ['memory', 'second']
        stream['Stores'] = [{'Type': 'Blurr:Store:Memory', 'Name': name} for name in stores]
        kinds = self.kinds(window)
        planned = [self.aggregate(kind, stores) for kind in kinds]
        for aggregate, fields, dimensions in planned:
            # The aggregate's own plan may name dimensions; its expressions may too.
            fields.update({d['Name']: d['Type'] for d in dimensions})
        for aggregate, fields, dimensions in planned:
            plan = [(n, k) for n, k in fields.items() if not n.startswith('dim')]
            if self.chance(0.1 if window else 0.3):
                aggregate['When'] = self.when(self.expressions(aggregate), aggregate)
            aggregate['Fields'] = [self.field(aggregate, n, k) for n, k in plan]
        if self.chance(0.05 if window else 0.15):
            stream['When'] = self.when(self.expressions())
        stream['Aggregates'] = [a for a, _, _ in planned]
        return stream

    def kinds(self, window):
        r = self.r
        kinds = [r.choice(['Block', 'Activity'])] if window else [r.choice(['Identity', 'Block', 'Activity',
            'Block'])]
        more = ['Identity', 'Variable'] if window else ['Identity', 'Block', 'Activity', 'Variable']
        kinds += [r.choice(more) for _ in range(r.choice([0, 1, 1, 2, 3]))]
        r.shuffle(kinds)
        return kinds


WINDOW_VALUES = {
    'integer': ['sum($ints)', 'len($list)', 'max($ints)', 'min($ints)', '$ints[0]', '$ints[-1]', '$int',
                'sum(1 for x in $list if x)', 'sum($ints) - $int', 'sum(x > 1 for x in $ints)', 'len(set($strs))',
                'sum(len(x) for x in $lists)', '$ints[$index]', 'sum([v.get("a", 0) for v in $dicts])',
                'sum(x * len($list) for x in $ints)', 'max($ints, key=lambda v: $ints.count(v))',
                '[x for x in $ints if x >= min($ints)][0]'],
    'float': ['sum($floats)', 'sum($ints) / len($ints)', 'statistics.mean($floats)', 'statistics.median($ints)',
              'statistics.stdev($floats)', 'max($floats)', '$floats[0]', '$float', 'sum($floats) / $float',
              '(max($dates) - min($dates)).total_seconds()', 'statistics.mean($ints)', 'sum($floats) / len($floats)'],
    'string': ['$strs[0]', '$strs[-1]', "','.join($strs)", '$str', "f'{len($list)}'", 'max($strs)', 'str($list)',
               '$list', 'str($dates[0])'],
    'boolean': ['any($list)', 'all($list)', '$bool', 'len($list) > 2', '$int > sum($ints)', '$bools[0]'],
    'datetime': ['min($dates)', 'max($dates)', '$dates[0]', '$datetime', '$dates[-1]'],
    'map': ['$dicts[0]', '{s: 1 for s in $strs}', '$dict', '{"n": len($list), "x": {"y": sum($ints)}}',
            '{str(x): x for x in $ints}', 'dict(zip($strs, $ints))', '{}'],
    'list': ['$list', '$lists[0]', 'sorted($ints)', '$strs', '$ints[-2:]', '[x for x in $list if x]', '$dates',
             '[x * 2 for x in $ints]', '[a + b for a, b in zip($ints, $ints)]', 'list(map(lambda x: x, $list))',
             '[y for x in $lists for y in x]', 'sorted($list, key=lambda v: str(v) + str(len($list)))',
             '[(x, len($list)) for x in $list]'],
    'set': ['set($strs)', 'set($ints)', '$list', '{x for x in $strs}', '$sets[0]'],
}
WINDOW_CONDITIONS = [c for c in CONDITIONS if 'source.' not in c and 'time.' not in c]
LIST_KIND = {'integer': 'ints', 'float': 'floats', 'string': 'strs', 'boolean': 'bools', 'datetime': 'dates',
             'map': 'dicts', 'list': 'lists', 'set': 'sets'}


class WindowSpec:
    """A window spec over the one block or activity aggregate of a streaming spec."""

    def __init__(self, random, spec):
        self.r = random
        self.spec = spec
        self.block, self.block_fields = next((a, f) for a, f in spec.aggregates
                                             if a['Type'].lower().endswith(('block', 'activity')))
        self.names = set(STANDARD_NAMES) | {'anchor', 'identity', spec.name}
        self.maps = 0

    def chance(self, p):
        return self.r.random() < p

    def refs(self, windowed):
        refs = {'none': ['None']}
        block = '%s.%s' % (self.spec.name, self.block['Name'])
        for field, kind in self.block_fields.items():
            refs.setdefault(KIND[kind], []).append(reference_to('anchor', field))
            if self.chance(0.3):
                refs[KIND[kind]].append(reference_to(block, field))
            if windowed and field.isidentifier() and field != 'class':
                refs.setdefault(LIST_KIND[kind], []).append('source.%s' % field)
                refs.setdefault('list', []).append('source.%s' % field)
        for aggregate, fields in self.spec.aggregates:
            if aggregate['Type'].lower().endswith('identity'):
                for field, kind in fields.items():
                    refs.setdefault(KIND[kind], []).append(
                        reference_to('%s.%s' % (self.spec.name, aggregate['Name']), field))
        refs.setdefault('datetime', []).extend(['anchor._start_time', 'anchor._end_time'])
        if windowed:
            refs.setdefault('dates', []).extend(['source._start_time', 'source._end_time'])
            refs.setdefault('strs', []).append('source._identity')
        refs.setdefault('str', []).append('identity')
        return refs

    def expressions(self, windowed):
        names = self.names | ({'source'} if windowed else set())
        columns = set(self.block_fields) | {'_identity', '_start_time', '_end_time'}
        return Expressions(self.r, self.refs(windowed), names, WINDOW_CONDITIONS, columns)

    def value(self, kind, windowed):
        expressions = self.expressions(windowed)
        if not windowed or self.chance(0.15):
            if kind == 'map':
                return "{'k': 1}"
            return expressions._accepted(lambda: expressions._row([{'integer': 'int', 'float': 'float',
                'string': 'str', 'boolean': 'bool', 'datetime': 'datetime', 'list': 'list', 'set': 'set'}[kind]]))

        def fill():
            template = self.r.choice(WINDOW_VALUES[kind])
            operands = expressions._operands()
            operands.__class__ = _WindowOperands
            return operands.fill(template)

        return expressions._accepted(fill)

    def fields(self, windowed):
        fields = []
        for i in range(self.r.choice([1, 2, 3, 4])):
            kind = self.r.choice(TYPES)
            if kind == 'map':
                self.maps += 1
            name = 'w%s%d' % (LETTER[kind], i) if kind != 'map' else 'map%d' % self.maps
            spec = {'Name': name, 'Type': kind, 'Value': self.value(kind, windowed)}
            if self.chance(0.12):
                spec['When'] = self.expressions(windowed).condition() if self.chance(0.5) else reference_to('anchor', self.r.choice(list(self.block_fields)))
            fields.append(spec)
        return fields

    def aggregate(self, name):
        kind = self.r.choice(['day', 'day', 'hour', 'count', 'count', 'Count'])
        value = self.r.choice({'day': [-7, -1, 1, 3, -30, 30, -2], 'hour': [-24, -3, 48, 12, -72],
                               'count': [-1, -1, -2, 1, 1, 2, -3]}[kind.lower()])
        aggregate = {'Type': 'Blurr:Aggregate:Window', 'Name': name, 'WindowType': kind, 'WindowValue': value,
                     'Source': '%s.%s' % (self.spec.name, self.block['Name']), 'Fields': self.fields(True)}
        if self.chance(0.1):
            aggregate['When'] = reference_to('anchor', self.r.choice(list(self.block_fields)))
        self.names.add(name)
        return aggregate

    def condition(self):
        block = '%s.%s' % (self.spec.name, self.block['Name'])
        field, kind = self.r.choice(list(self.block_fields.items()))
        ref = reference_to(block, field)
        if self.chance(0.55):
            return self.r.choice(['True', '1', '%s._identity' % block])
        return self.r.choice({'integer': ['%s > 0', '%s % 2 == 0', '%s'], 'float': ['%s > 0', '%s < 100'],
                              'string': ["%s != ''", "%s"], 'boolean': ['%s', 'not %s'],
                              'datetime': ['%s', '%s is None']}.get(kind,
                                  ['len(%s) > 0', 'not %s', '%s'])).replace('%s', ref)

    def build(self):
        window = {'Type': 'Blurr:Transform:Window', 'Version': '2018-03-01', 'Name': 'W', 'Import': STANDARD_IMPORTS}
        if self.chance(0.3):
            window['SourceBTS'] = self.spec.name
        window['Anchor'] = {'Condition': self.condition()}
        if self.chance(0.1):
            window['Anchor']['Max'] = 1000  # more than there are: which ones Max keeps is deviation 7
        if self.chance(0.1):
            window['When'] = reference_to('anchor', self.r.choice(list(self.block_fields)))
        aggregates = [self.aggregate(name) for name in self.r.sample(['last', 'next', 'prev', 'recent'],
            self.r.choice([1, 1, 1, 2, 2, 3]))]
        if self.chance(0.2):
            aggregates.append({'Type': 'Blurr:Aggregate:Variable', 'Name': 'wvars', 'Fields': self.variable_fields()})
        window['Aggregates'] = aggregates
        return window

    def variable_fields(self):
        fields = []
        for i, kind in enumerate(self.r.sample(['integer', 'float', 'string', 'boolean'], 2)):
            fields.append({'Name': 'v%d' % i, 'Type': kind, 'Value': self.value(kind, False)})
        return fields


class _WindowOperands(ScopeOperands):
    """Operands that are lists over a window's blocks."""

    def _list(self, kind):
        return self.ref(kind) or self.ref('list') or '[1]'

    def ints(self):
        return self._list('ints')

    def floats(self):
        return self._list('floats')

    def strs(self):
        return self._list('strs')

    def bools(self):
        return self._list('bools')

    def dates(self):
        return self._list('dates')

    def dicts(self):
        return self._list('dicts')

    def lists(self):
        return self._list('lists')

    def sets(self):
        return self._list('sets')

    def list(self):
        return self.ref('list') or '[1]'
