"""Random operands: texts of expressions of a wanted kind, as literals or as fields of the case's event.

A template such as `$str.center($width, $char)` becomes an expression by `Operands.fill`: each `$kind` is replaced by
what the method of that name gives. Now and then an operand is of a wrong kind, so that errors are tested too; and an
operand can be another row's expression (of the row's result kind), so that everything meets everything.

Sizes are bounded (exponents, shifts, repeats, widths are small literals), so that no case is slow or large.
"""

import math
import re
import struct

_PLACE = re.compile(r'\$(\w+)')

EDGE_INTS = [0, 1, -1, 2, 3, 7, 10, 255, 256, -128, 2**31 - 1, 2**31, -2**31, 2**53, 2**53 + 1, 2**62, 2**63 - 1,
             2**63,
             -2**63, -2**63 - 1, 2**64, 2**64 - 1, 10**18, 10**19, 10**20 + 7, -10**25, 2**100, 3**80, 10**40]
EDGE_FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.1, 0.2, 0.3, 1 / 3, 2.675, 1e16, 1e15, 123456789.0, 1e-5, 1e-4,
               0.0001, 1e22, 1e23, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 1e300, 1e-300,
               9007199254740993.0,
               4294967296.5, float('inf'), float('-inf'), float('nan'), 3.141592653589793, 2.718281828459045]
WORDS = ['', 'a', 'ab', 'abc', 'Hello', 'hello world', 'HELLO', 'x', 'one two  three', 'aXbXc', 'spam', 'eggs',
         'a,b,,c',
         'key=value', '  padded ', '\tTab\n', 'line\nline2\r\nend', 'aaa', 'abcabc', 'Title Case Words', "it's",
         'say "hi"',
         'back\\slash', 'under_score', 'CamelCase', 'mixed123', '3.7', 'user_1', 'game_start', '%s', '{}', 'a.b.c',
         '/path/to/x']
DIGITS = ['0', '1', '42', '-7', '+5', ' 12 ', '007', '1_000', '1__0', '0x1f', '0b101', '0o17', '3.14', '-0.5', '1e5',
          '1E-3', '.5',
          '5.', 'inf', '-Infinity', 'nan', 'NaN', '12abc', '', ' ', '-', '1e', '1_0.5_0', '\u0661\u0662', '\uff11',
          '1e400',
          '123456789012345678901234567890', '0.1e-320', '٣.٥', '1 2', '\n9\n', '1e-400', '00', '-00', '+-1', '1_',
          '_1']
WIDE = ['é', 'ß', 'İ', 'ı', 'ﬁ', 'ǅ', 'Σ', 'ΑΣ', 'ς', '漢字', 'Ünïcödé', '😀', 'a😀b', 'e\u0301', '\u00a0', '\u2003x',
        '½', '²', '٤',
        'Ⅷ', 'ŉ', '\u1e9e', 'ά', 'Ω', 'ΐ', 'Д', 'żółw', '\x00', '\x7f', '\x85', '\u2028', '\ud800', 'a\udfffb',
        '\U0010ffff', '\ufeff', 'ﬃ',
        'ᾳ', 'ᾼ', 'ʰ', '\u200b', '\x1c', '\xad', 'Å', 'K', 'ª', 'ǆ', '〇', '一', '\u0e50']
CHARS = ['a', 'b', 'x', 'A', 'Z', ' ', '0', '9', ',', '.', '-', '_', '*', '\n', 'é', 'ß', '漢', '😀', '\ud800', '\t',
         '=', '/']
NAMES = ['k', 'a', 'b', 'x', 'name', 'id', 'n', 'items', 'keys', 'get', 'v1', 'user', 'é']
TEXT_LETTERS = 'abcABC xyz01 ,.-_'


class Operands:
    """Builds one case: `source` collects what the expression reads from the event."""

    def __init__(self, random, rows_by_kind=None, depth=0, wild=0.03):
        self.r = random
        self.source = {}
        self.fields = []
        self._rows = rows_by_kind or {}
        self._depth = depth
        self._wild = wild

    # ---- templates

    def fill(self, template):
        return _PLACE.sub(self._operand, template)

    def _operand(self, match):
        kind = match.group(1)
        if self._wild and self.r.random() < self._wild and kind not in LITERAL_KINDS:
            kind = 'any'
        if self._depth > 0 and kind in self._rows and self.r.random() < 0.5:
            return self._nested(kind)
        return str(getattr(self, kind)())

    def _nested(self, kind):
        row = self.r.choice(self._rows[kind])
        self._depth -= 1
        try:
            return '(' + row.expression(self) + ')'
        finally:
            self._depth += 1

    # ---- from a value to a text

    def value(self, value):
        """A literal of a JSON value, or a field of the event that holds it."""
        return self.field(value) if self.r.random() < 0.5 else literal(value)

    def field(self, value):
        r = self.r.random()
        if r < 0.06:
            self.source.setdefault('o', {})
            if isinstance(self.source['o'], dict):
                name = 'p%d' % len(self.source['o'])
                self.source['o'][name] = value
                return 'source.o.%s' % name
        name = 'v%d' % len(self.source)
        self.source[name] = value
        return "source['%s']" % name if r < 0.12 else 'source.%s' % name

    def aggregate_field(self, name, kind, value):
        self.fields.append([name, kind, value])
        return 'a.' + name

    # ---- Python values

    def int_value(self):
        if self._wild:
            return self.r.randint(-20, 60)  # it may meet a text or a list that it repeats
        r = self.r.random()
        if r < 0.45:
            return self.r.randint(-20, 100)
        if r < 0.75:
            return self.r.choice(EDGE_INTS)
        if r < 0.9:
            return self.r.randint(-2**self.r.randint(1, 70), 2**self.r.randint(1, 70))
        return self.r.choice([-1, 1]) * self.r.getrandbits(self.r.randint(1, 200))

    def float_value(self):
        r = self.r.random()
        if r < 0.4:
            return self.r.choice(EDGE_FLOATS)
        if r < 0.6:
            return round(self.r.uniform(-1000, 1000), self.r.randint(0, 6))
        if r < 0.7:
            return float(self.r.randint(-10**6, 10**6))
        if r < 0.85:
            return self.r.uniform(-1, 1) * 10.0 ** self.r.randint(-30, 30)
        return struct.unpack('<d', struct.pack('<Q', self.r.getrandbits(64)))[0]

    def finite_value(self):
        value = self.float_value()
        return value if math.isfinite(value) else self.r.uniform(-10, 10)

    def bool_value(self):
        return self.r.random() < 0.5

    def num_value(self):
        r = self.r.random()
        return self.int_value() if r < 0.5 else self.float_value() if r < 0.9 else self.bool_value()

    def calm_num_value(self):
        """Numbers without NaN, for containers that are compared."""
        r = self.r.random()
        return self.r.randint(-5, 9) if r < 0.5 else self.finite_value() if r < 0.85 else self.bool_value()

    def str_value(self):
        r = self.r.random()
        if r < 0.4:
            return self.r.choice(WORDS)
        if r < 0.5:
            return self.r.choice(DIGITS)
        if r < 0.65:
            return self.r.choice(WIDE)
        if r < 0.75:
            return ''.join(self.r.choice(WORDS + WIDE) for _ in range(self.r.randint(1, 4)))
        if r < 0.9:
            return ''.join(self.r.choice(TEXT_LETTERS) for _ in range(self.r.randint(0, 12)))
        return ''.join(chr(self.code_point()) for _ in range(self.r.randint(0, 6)))

    def code_point(self):
        r = self.r.random()
        if r < 0.4:
            return self.r.randint(0, 0x7f)
        if r < 0.7:
            return self.r.randint(0x80, 0x24f)
        if r < 0.95:
            return self.r.randint(0x250, 0xffff)
        return self.r.randint(0x10000, 0x10ffff)

    def scalar_value(self):
        r = self.r.random()
        if r < 0.1:
            return None
        return self.calm_num_value() if r < 0.6 else self.str_value()

    def json_value(self, depth=2):
        r = self.r.random()
        if depth == 0 or r < 0.6:
            return self.scalar_value()
        if r < 0.8:
            return [self.json_value(depth - 1) for _ in range(self.r.randint(0, 4))]
        return {self.r.choice(NAMES): self.json_value(depth - 1) for _ in range(self.r.randint(0, 4))}

    def list_of(self, make, least=0, most=6):
        return [make() for _ in range(self.r.randint(least, most))]

    # ---- numbers

    def int(self):
        return self.value(self.int_value())

    def float(self):
        return self.value(self.float_value())

    def finite(self):
        return self.value(self.finite_value())

    def bool(self):
        return self.value(self.bool_value())

    def num(self):
        return self.value(self.num_value())

    def unit(self):
        return self.value(self.r.choice([self.r.uniform(-1, 1), self.r.randint(-1, 1), self.r.uniform(-1.2, 1.2)]))

    def small(self):
        return self.value(self.r.randint(-10, 10))

    def nat(self):
        return self.value(self.r.randint(0, 25))

    def positive(self):
        return self.value(self.r.choice([self.r.randint(1, 60), abs(self.finite_value()) or 1.0]))

    def shift(self):
        return self.value(self.r.choice([0, 1, 3, 7, 31, 32, 62, 63, 64, 65, 100, 200, -1]))

    def exponent(self):
        return self.value(self.r.choice([0, 1, 2, 3, 4, 5, 10, 31, 50, -1, -2, -7]))

    def index(self):
        return self.value(self.r.choice([0, 0, 1, 1, 2, 3, -1, -1, -2, -3, 5, -6,
                                         10**20 if self.r.random() < 0.1 else 4]))

    def bound(self):
        """A slice's bound: absent, small, or far out."""
        r = self.r.random()
        if r < 0.3:
            return ''
        if r < 0.35:
            return 'None'
        if r < 0.4:
            return self.value(self.r.choice([10**20, -10**20, True, 2**63 - 1, -2**63]))
        return self.value(self.r.randint(-7, 8))

    def step(self):
        return self.value(self.r.choice([1, 2, 3, -1, -1, -2, -3, 5, 0, -10**20, 10**20] if self.r.random() < 0.9
                                        else [None]))

    def width(self):
        return self.value(self.r.choice([0, 1, 2, 3, 5, 8, 10, 13, 20, -1, self.r.randint(0, 30)]))

    def repeat(self):
        return self.value(self.r.choice([0, 1, 2, 3, 5, -1, True, False]))

    def digits(self):
        return self.value(self.r.choice([0, 1, 2, 3, 5, 10, 16, -1, -2, -5, 20, 300, -300, 330]))

    def point(self):
        return self.value(self.code_point() if self.r.random() < 0.95 else self.r.choice([-1, 0x110000, 2**40]))

    # ---- text

    def str(self):
        return self.value(self.str_value())

    def word(self):
        return self.value(self.r.choice(WORDS))

    def wide(self):
        return self.value(self.r.choice(WIDE) if self.r.random() < 0.5
                          else ''.join(chr(self.code_point()) for _ in range(3)))

    def char(self):
        return self.value(self.r.choice(CHARS))

    def sep(self):
        return self.value(self.r.choice([' ', ',', 'a', 'ab', 'X', '\n', '', '::', 'é', '😀', '  ', 'b', '.', 'aa']))

    def digit_str(self):
        return self.value(self.r.choice(DIGITS) if self.r.random() < 0.6 else self._number_text())

    def _number_text(self):
        r = self.r.random()
        if r < 0.3:
            return str(self.int_value())
        if r < 0.6:
            return repr(self.float_value())
        if r < 0.8:
            return '%.*e' % (self.r.randint(0, 25), self.finite_value())
        return '%d.%s' % (self.r.randint(-99, 99), ''.join(self.r.choice('0123456789')
                                                           for _ in range(self.r.randint(0, 40))))

    def name(self):
        return literal(self.r.choice(NAMES))

    # ---- containers

    def _elements(self, make, least=0, most=6):
        return ', '.join(make() for _ in range(self.r.randint(least, most)))

    def list(self):
        if self.r.random() < 0.5:
            return self.field(self.list_of(self.scalar_value))
        return '[%s]' % self._elements(self.scalar)

    def ints(self):
        values = self.list_of(lambda: self.r.randint(-9, 9) if self.r.random() < 0.8 else self.int_value())
        return self.value(values)

    def floats(self):
        return self.value(self.list_of(self.finite_value))

    def nums(self):
        return self.value(self.list_of(self.calm_num_value))

    def wild_nums(self):
        return self.value(self.list_of(self.num_value))

    def some_nums(self):
        return self.value(self.list_of(self.calm_num_value, least=1, most=9))

    def strs(self):
        return self.value(self.list_of(self.str_value))

    def bools(self):
        return self.value(self.list_of(self.bool_value))

    def pairs(self):
        pairs = [[self.r.choice(NAMES), self.r.randint(0, 9)] for _ in range(self.r.randint(0, 4))]
        return self.value(pairs)

    def nested_list(self):
        return self.value([self.json_value(1) for _ in range(self.r.randint(0, 4))])

    def lists(self):
        return self.value([self.list_of(lambda: self.r.randint(-3, 5), most=4) for _ in range(self.r.randint(0, 4))])

    def tuple(self):
        items = self._elements(self.scalar)
        return '(%s,)' % items if items else '()'

    def ints_tuple(self):
        return 'tuple(%s)' % self.ints()

    def key(self):
        return self.value(self.r.choice(NAMES)) if self.r.random() < 0.75 else self.hashable()

    def dict(self):
        if self.r.random() < 0.5:
            return self.field({self.r.choice(NAMES): self.scalar_value() for _ in range(self.r.randint(0, 5))})
        return '{%s}' % ', '.join('%s: %s' % (self.key(), self.scalar()) for _ in range(self.r.randint(0, 5)))

    def count_dict(self):
        return self.value({self.r.choice(NAMES): self.r.randint(-3, 9) for _ in range(self.r.randint(0, 5))})

    def records(self):
        rows = [{self.r.choice(['k', 'n', 'v1']): self.scalar_value() for _ in range(self.r.randint(0, 3))}
                for _ in range(self.r.randint(0, 4))]
        return self.field(rows)

    def record(self):
        return self.field(self.json_value_dict())

    def json_value_dict(self):
        return {self.r.choice(NAMES): self.json_value(2) for _ in range(self.r.randint(0, 5))}

    def set(self):
        r = self.r.random()
        if r < 0.35:
            return 'set(%s)' % self.field(self.list_of(lambda: self.r.randint(-4, 6)))
        if r < 0.5:
            return 'set(%s)' % self.field(self.list_of(lambda: self.r.choice(NAMES)))
        items = self._elements(self.set_element)
        return '{%s}' % items if items else 'set()'

    def set_element(self):
        return literal(self.r.choice([1, 2, 3, 4, -1, 'a', 'b', 'k', 'é', 2.5, None, '']))

    def tiny_set(self):
        return self.r.choice(['set()', '{%s}' % self.set_element()])

    def base(self):
        """A base of a power or a shift: never grown by another row."""
        return self.value(self.int_value())

    def int_set(self):
        return 'set(%s)' % self.value(self.list_of(lambda: self.r.randint(-4, 8)))

    def range(self):
        r = self.r.random()
        if r < 0.4:
            return 'range(%s)' % self.value(self.r.randint(-2, 12))
        if r < 0.7:
            return 'range(%s, %s)' % (self.value(self.r.randint(-6, 6)), self.value(self.r.randint(-4, 14)))
        return 'range(%s, %s, %s)' % (self.value(self.r.randint(-9, 20)), self.value(self.r.randint(-9, 20)),
                                      self.value(self.r.choice([1, 2, 3, -1, -2, -5])))

    def bytes(self):
        r = self.r.random()
        if r < 0.5:
            return '%s.encode()' % self.value(self.r.choice(WORDS + ['é', '漢', 'é😀']))
        return repr(bytes(self.r.choice([self.r.randint(0, 255), self.r.randint(97, 110)])
                          for _ in range(self.r.randint(0, 6))))

    # ---- any

    def none(self):
        return self.value(None)

    def scalar(self):
        return self.value(self.scalar_value())

    def hashable(self):
        return self.r.choice([self.scalar, self.scalar, self.ints_tuple])()

    def any(self):
        kinds = ['int', 'float', 'bool', 'str', 'none', 'list', 'dict', 'tiny_set', 'tuple', 'datetime', 'timedelta',
                 'digit_str',
                 'bytes', 'range', 'date']
        return getattr(self, self.r.choice(kinds))()

    def truth(self):
        return self.any()

    def iterable(self):
        return getattr(self, self.r.choice(['list', 'ints', 'str', 'tuple', 'dict', 'range', 'nested_list',
                                            'pairs']))()


LITERAL_KINDS = frozenset(['bound', 'step'])


def literal(value):
    """A JSON value as Python source."""
    if isinstance(value, float):
        if value != value:
            return "float('nan')"
        if math.isinf(value):
            return "float('%s')" % value
        return '(%r)' % value if math.copysign(1, value) < 0 else repr(value)
    if isinstance(value, int) and value is not True and value is not False and value < 0:
        return '(%r)' % value
    if isinstance(value, list):
        return '[%s]' % ', '.join(map(literal, value))
    if isinstance(value, dict):
        return '{%s}' % ', '.join('%s: %s' % (literal(k), literal(v)) for k, v in value.items())
    return repr(value)
