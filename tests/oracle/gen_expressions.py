"""Random expressions over the names that a spec has in scope, four in five fit for the field's type.

`ScopeOperands` is the operand builder of the expression oracle, but its operands are event keys and aggregate fields, so that the
rows of docs/expressions.md serve as expressions of specs too.
"""

import ast
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / 'expr'))

from gen_events import KEYS  # noqa: E402
from generate_cases import AllOperands  # noqa: E402
from names import unknown_names  # noqa: E402
from operands import literal  # noqa: E402
from reference import BUILTINS, Rewriter  # noqa: E402
from rows import load_tables  # noqa: E402

# Operands that decide sizes stay small literals.
BOUNDED = ['small', 'nat', 'shift', 'exponent', 'index', 'bound', 'step', 'width', 'repeat', 'digits', 'point',
           'base', 'sep', 'char', 'positive', 'unit', 'stamp', 'key', 'name',
           'json_text', 'pattern', 'replacement', 'subject', 'strptime_args', 'when', 'iso_text', 'range']

# What a field type can hold, as a kind of operand.
KIND_OF_TYPE = {'integer': 'int', 'float': 'float', 'string': 'str', 'boolean': 'bool', 'datetime': 'datetime',
                'map': 'dict', 'list': 'list', 'set': 'set'}
ROW_KINDS = {'integer': ['int', 'int', 'bool', 'num'], 'float': ['float', 'num', 'int'],
             'string': ['str', 'str', 'int'], 'boolean': ['bool', 'bool', 'any'], 'datetime': ['datetime', 'naive'],
             'map': ['dict'], 'list': ['list', 'ints', 'tuple', 'range'], 'set': ['set', 'list']}

STATEFUL = {
    'integer': ['{f} + 1'] * 5 + ['{f} + $int', '{f} + (1 if $cond else 0)', 'max({f}, $int)', 'min({f}, $int)',
                                  '{f} + $int if $cond else {f}', '{f} + $int if $cond else None',
                                  '{f} * 2 % 1000003', '{f} ^ $int & 255', '{f} - $bool', '{f} + len($str)',
                                  '{f} + sum($ints)', '({f} + $int) // 2', '{f} or $int'],
    'float': ['{f} + $float'] * 4 + ['{f} + $num', '{f} * 0.9 + $float * 0.1', 'max({f}, $float)',
                                     '{f} + $float / $int', '({f} + $num) / 2', '{f} + math.sqrt(abs($num))',
                                     '{f} - $float if $cond else {f}', 'round({f} + $float, 2)', '{f} + 0.1'],
    'string': ['{f} or $str', '({f} + $str)[-20:]', '{f} if $cond else $str', 'max({f}, $str)',
               "($str + ',' + {f})[:30]", "f'{{{f}}}{{$str}}'[-12:]", '{f}.upper()[:9] or $str',
               "{f}.replace($char, '') or $str"],
    'boolean': ['not {f}', '{f} or $cond', '{f} and $cond', '{f} != $bool', '$cond'],
    'datetime': ['{f} or time', 'time if {f} is None else {f}', 'time if {f} is None or time > {f} else {f}',
                 '{f} + timedelta(minutes=$small)', 'max({f}, time)', 'time - timedelta(days=$nat)',
                 'time.replace(minute=0, second=0, microsecond=0)'],
    'map': ['{f}.set($str, $scalar)', '{f}.increment($str)', '{f}.increment($str, $num)',
            '{f}.set($str, {f}.get($str, 0) + 1)', '{f}.update($dict)', '{f}.set($str, $any)',
            "{f}.increment(str($int % 3))", '{f}.pop($str, None)', '{f}.set(source.s1, $scalar)',
            '{f}.increment(source.s1)',
            '{f}.increment(source.e1)', '{f}.increment(source.s1, source.i1)', '{f}.set(source.s1, time)',
            '{f}.set(source.s1, ({f}.get(source.s1) or []) + [$int])', '{f}.setdefault($str, $scalar) and {f}',
            '{f}.copy().set($str, 1)', '{f}.clear() if $cond else {f}.increment($str)',
            '{{k: v for k, v in {f}.items() if v}}', '{f} | $dict', '{f}.set(source.zz, 1)',
            '{f}.set($str, $dict)', '{f}.setdefault($str, $list) and {f}',
            '{f}.increment(source.s1).increment($str)', '{f}.set($str, $int).get($str)'],
    'list': ['{f}.append($scalar)', '{f}.append($num)', '{f}.append($str)[-5:]', '{f}.append($int)[-3:]',
             '{f} + [$scalar]', '({f} + [$any])[-4:]', '{f}.extend($list)', '{f}.extend($ints)[-9:]',
             '{f}.insert(0, $scalar)', '{f}.append(time)', '{f}.append($dict)[-3:]', '{f}.append(source.zz)',
             'sorted({f}.append($int))', '{f}.pop(0) and {f} if len({f}) > 3 else {f}.append($int)',
             '{f}.append($scalar).append($scalar)', '[x for x in {f}.append($int) if x][-6:]',
             # What another aggregate goes on changing.
             '{f}.append($dict)', '{f}.append($list)', '{f}.insert(0, $set)',
             '{f}.clear() if $cond else {f}.append($scalar)', '{f}.reverse()', '{f}.append(($int, $str))[-3:]',
             '{f}.remove($scalar)', '{f}.sort()', '{f}.append($set)[-2:]', '{f}[1:]', '{f}.copy().append($int)'],
    'set': ['{f}.add($scalar)', '{f}.add($str)', '{f}.add($int)', '{f}.add(source.s1)', '{f}.update($ints)',
            '{f} | $int_set', '{f}.union($strs)', '{f}.discard($int)', '{f}.add($str).add($str)',
            '{f}.add($int) if $cond else {f}.clear()', '{f} - {{$int}}', '{f}.intersection($ints)', '{f}.add(time)',
            '{{*{f}, $int}}', '{f}.remove($int)', '{f}.copy().add($int)', '{f} & set(range(9))', '{f}.add(source.zz)',
            '{f}.symmetric_difference($ints)', '{f}.pop() and {f}'],
}

PLAIN = {
    'integer': ['$int'] * 4 + ['int($digit_str)', 'int($float)', 'len($str)', 'len($list)', 'sum($ints)',
                               'round($float)', '$dict.get($str, 0)', 'time.hour', 'time.weekday()',
                               '$int if $cond else $int', '$bool', '$digit_str', '$float', 'max($ints)',
                               '$int // $int', '$int % 7', 'int(time.timestamp())'],
    'float': ['$float'] * 3 + ['$int', 'float($digit_str)', '$num / $num', '$float ** 0.5', '$num ** $float',
                               '$float * $int', 'statistics.mean($ints)',
                               'time.timestamp()', '$digit_str', 'sum($floats)', 'math.log(abs($num) + 1)',
                               '$int / 3', 'statistics.median($nums)', '$float if $cond else None'],
    'string': ['$str'] * 4 + ['$str.upper()', "f'{$str}-{$int}'", '$str.strip().lower()', '$int', '$float',
                              "$str + '_x'", 'str(time)', 'str($num ** 0.5)', "'-'.join($strs)", '$list', '$dict',
                              "'hi' if $cond else 'lo'", 'time.isoformat()', "time.strftime('%A %H')", '$str[:2]',
                              '$none', 'str($any)', "$str.split(',')[0]", 'identity'],
    'boolean': ['$cond'] * 3 + ['$bool', '$int', '$str', '$int > $int', "$str in ['a', 'b']", '$any', '$list'],
    'datetime': ['time'] * 2 + ['parse(source.t2)', '$datetime', 'parse(source.t2) if $cond else None',
                                'datetime(2020, 1, 1)', 'time + $timedelta', '$str',
                                "datetime.strptime('2020-01-02', '%Y-%m-%d')", '$int', 'time.date()',
                                'time.astimezone(timezone(timedelta(hours=2)))'],
    'map': ['source.d1', 'source.d2', '{$str: $int}', "{'n': $num, 's': $str}", 'dict(zip($strs, $ints))', '$dict',
            '{k: k * 2 for k in $strs}', 'source.d2.x', '$pairs', '$str'],
    'list': ['source.l1', 'source.l2', 'source.r1', '[$int, $str]', '$list', '$str.split(",")', 'sorted($ints)',
             '[r.get("k") for r in source.r1]', '[x for x in $ints if x > 0]', '$str', '$range', '$tuple',
             'list($dict)', '$set', '[{"a": $int}]', '$dict'],
    'set': ['set($ints)', 'set($strs)', '{$int, $int}', '$list', '$ints', '$str', '$set', '{x % 3 for x in $ints}',
            'set($str)', '$int'],
}

CONDITIONS = ["source.e1 == 'buy'", "source.e1 in ['start', 'end']", '$int > $small', '$float > 10', '$bool',
              'not $bool', '$str == $str', "$str in ('a', 'b', 'x')", '$int % 2 == 0', 'time.hour >= 12',
              'source.x1 is None', 'source.x1', '$int', '$str', '$list', 'len($str) > 1', '$cond and $cond',
              '$cond or $cond', '$num < $num', '$str > $str', 'source.d2.x.y > 3', "'k' in source.d1",
              '$small < $int < 8', 'source.zz', "source.s1 != 'a'", 'source.u1.isdigit()',
              'isinstance(source.x1, str)', 'any(x > 3 for x in $ints)', '$int in $ints', 'source.i1 / source.n1 > 1',
              "source.e1.startswith('b')", "re.match('[ab]', source.s1)", 'time.weekday() < 5', '$none', 'True',
              '$scalar == $scalar']

EXCLUDED_SUBJECTS = {'refused', 'record', 'container'}
EXCLUDED_ROWS = {'bad-literals', 'str-bad-literals', 'syntax-error', 'name-error', 'int-long', 'unicode-names',
                 'type-name', 'getattr', 'hasattr', 'set-frozen', 'set-pop', 'set-use', 'function-values',
                 'bool-more', 'generator-object'}


class Rows:
    """The expression oracle's rows, by the kind of their result."""

    by_kind = {}
    all = []

    @classmethod
    def load(cls):
        if cls.all:
            return
        for table in load_tables():
            if table.subject in EXCLUDED_SUBJECTS:
                continue
            for row in table.rows:
                if row.id not in EXCLUDED_ROWS and not row.ordered_sets:
                    cls.all.append(row)
                    if row.kind and row.native:
                        cls.by_kind.setdefault(row.kind, []).append(row)


class ScopeOperands(AllOperands):
    """Operands that are names in scope: `refs` maps a kind to expressions of that kind."""

    def __init__(self, random, refs, depth=0, wild=0.03, conditions=CONDITIONS):
        super().__init__(random, Rows.by_kind, depth, wild)
        self._conditions = conditions
        self.refs = refs
        self._literal_only = 0

    def __getattribute__(self, name):
        method = super().__getattribute__(name)
        return self._bounded(method) if name in BOUNDED else method

    def _bounded(self, method):
        def call():
            self._literal_only += 1
            try:
                return method()
            finally:
                self._literal_only -= 1

        return call

    def ref(self, kind):
        refs = self.refs.get(kind)
        return self.r.choice(refs) if refs else None

    def value(self, value):
        if self._literal_only or self.r.random() < 0.35:
            return literal(value)
        return self.ref(self._kind(value)) or literal(value)

    def field(self, value):
        return literal(value) if self._literal_only else self.ref(self._kind(value)) or literal(value)

    @staticmethod
    def _kind(value):
        if isinstance(value, list):
            if value and all(isinstance(v, dict) for v in value):
                return 'records'
            if value and all(isinstance(v, str) for v in value):
                return 'strs'
            return 'ints' if all(type(v) is int for v in value) else 'list'
        return {bool: 'bool', int: 'int', float: 'float', str: 'str', dict: 'dict', type(None): 'none'}[type(value)]

    def _ref_or(self, kind, make):
        return self.ref(kind) if self.refs.get(kind) and self.r.random() < 0.7 else make()

    def datetime(self):
        return self._ref_or('datetime', super().datetime)

    def aware(self):
        return self._ref_or('datetime', super().aware)

    def list(self):
        return self._ref_or('list', super().list)

    def dict(self):
        return self._ref_or('dict', super().dict)

    def set(self):
        return self._ref_or('set', super().set)

    def digit_str(self):
        return self._ref_or('digits', super().digit_str)

    def records(self):
        return self._ref_or('records', super().records)

    def cond(self):
        template = self.r.choice(self._conditions)
        if '$cond' in template and self._depth > 1:
            template = '$bool'
        self._depth += 2 if '$cond' in template else 0
        try:
            return '(' + self.fill(template) + ')'
        finally:
            self._depth -= 2 if '$cond' in template else 0


def source_refs():
    refs = {}
    for key, kind in KEYS.items():
        for as_kind in {'nested': ['dict'], 'digits': ['digits', 'str'], 'any': ['scalar'], 'when': ['str']}.get(kind,
            [kind]):
            refs.setdefault(as_kind, []).extend(['source.%s' % key] * 2 + ["source['%s']" % key])
    refs['none'] = ['source.zz', 'source.zz']
    refs['list'] += ['source.l2', 'source.r1']
    refs['datetime'] = ['time', 'time', 'parse(source.t2)']
    refs['str'] += ['identity', 'source.d2.x.z', 'source.r1[0].k']
    refs['int'] += ['source.d2.x.y', 'source.r1[0].n', 'source.d1.a', "source.d1['b']", 'source.l2[0]']
    return refs


class Expressions:
    """Expressions for one place of a spec: `refs` by kind, `names` that may be used."""

    def __init__(self, random, refs, names, conditions=CONDITIONS, columns=None):
        """`columns`: the attributes that `source` has in a window; None: those of an event, which has all."""
        Rows.load()
        self.columns = columns
        self._conditions = conditions
        self.r = random
        self.refs = refs
        self.names = names | set(BUILTINS)

    def _operands(self):
        r = self.r
        return ScopeOperands(r, self.refs, depth=r.choice([0, 0, 0, 1]), wild=r.choice([0, 0, 0.05]),
                             conditions=self._conditions)

    def _accepted(self, make):
        """The first text that compiles and uses only known names."""
        for _ in range(60):
            text = make()
            if self.is_fine(text):
                return text
        return '1'

    def is_fine(self, text):
        if '\n' in text or '\x00' in text or len(text) > 300 or not text.strip():
            return False
        try:
            compile(text, '<spec>', 'eval')
            tree = Rewriter(False).visit(ast.parse(text, '<spec>', 'eval'))
        except (SyntaxError, ValueError):
            return False
        if any(isinstance(n, (ast.Await, ast.Yield, ast.YieldFrom)) for n in ast.walk(tree)):
            return False
        if self.columns is not None and any(
                isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == 'source'
                and n.attr not in self.columns for n in ast.walk(ast.parse(text, '<spec>', 'eval'))):
            return False
        return not unknown_names(text, self.names)

    def value(self, kind, own=None):
        """An expression for a field of type `kind`; `own` is the field's own name in scope."""
        roll = self.r.random()
        if roll < 0.12:
            return self._accepted(self._wild)
        if roll < 0.3:
            return self._accepted(lambda: self._row(ROW_KINDS[kind]))
        if roll < 0.36 and kind in ('map', 'list', 'set'):
            others = [ref for ref in self.refs.get(KIND_OF_TYPE[kind], []) if not ref.startswith('source')
                      and ref != own]
            if others:
                return self.r.choice(others)
        if own and roll < 0.72:
            template = self.r.choice(STATEFUL[kind])
            return self._accepted(lambda: self._operands().fill(template.format(f=own)))
        return self._accepted(lambda: self._operands().fill(self.r.choice(PLAIN[kind])))

    def _row(self, kinds):
        rows = Rows.by_kind.get(self.r.choice(kinds)) or Rows.all
        return self.r.choice(rows).expression(self._operands())

    def _wild(self):
        if self.r.random() < 0.5:
            return self.r.choice(Rows.all).expression(self._operands())
        return self._operands().fill(self.r.choice(PLAIN[self.r.choice(list(PLAIN))]))

    def condition(self):
        if self.r.random() < 0.15:
            return self._accepted(lambda: self._row(['bool', 'any']))
        return self._accepted(lambda: self._operands().cond())
