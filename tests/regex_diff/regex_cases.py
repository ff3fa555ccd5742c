"""Random regular expressions, texts and replacements; the same seed gives the same cases."""

LETTERS = 'aaabbbc'
SPECIAL = ('A', 'B', 'é', 'É', 'ß', 'ſ', 's', 'S', 'K', 'k', 'İ', 'ı', 'i', 'I', 'σ', 'ς', 'Σ', 'ﬅ', 'ﬆ', '\U00010400', '\U00010428',
           'µ', 'μ', 'ÿ', 'Ÿ', '\x85', '\u2028', '٣', '1', '_', ' ', '\n', '\t', '-', 'ǅ', 'ǆ', '\u0345', 'ι', '\ud800', 'ᾀ', 'ᾈ', '²', '中')
CLASSES = (r'\d', r'\D', r'\s', r'\S', r'\w', r'\W')
NAMES = ('x', 'y', 'name', 'é')
FLAG_BITS = (2, 8, 16, 64, 256)


class Generator:
    def __init__(self, rng):
        self.rng = rng

    # --- patterns ---

    def pattern(self):
        self.groups = 0
        self.names = []
        self.exotic = self.rng.random() < 0.35
        self.budget = self.rng.choice((4, 8, 12, 20))
        if self.rng.random() < 0.06:
            return self.soup()
        flags = ''
        if self.rng.random() < 0.1:
            flags = '(?%s)' % self.rng.choice(('i', 'm', 's', 'x', 'a', 'u', 'im', 'is', 'ia'))
        text = flags + self.alternatives(0)
        if self.rng.random() < 0.06:
            text = self.damaged(text)
        return text

    def alternatives(self, depth):
        count = 1 if self.rng.random() < 0.75 else self.rng.choice((2, 2, 3, 4))
        return '|'.join(self.sequence(depth) for _ in range(count))

    def sequence(self, depth):
        return ''.join(self.item(depth) for _ in range(self.rng.choice((0, 1, 1, 2, 2, 3, 4))))

    def item(self, depth):
        self.budget -= 1
        if self.budget <= 0:
            return self.character()
        atom = self.atom(depth)
        if self.rng.random() < 0.4:
            atom += self.quantifier()
        return atom

    def quantifier(self):
        rng = self.rng
        base = rng.choice(('*', '*', '+', '+', '?', '{2}', '{1,2}', '{0,1}', '{,2}', '{1,}', '{0}', '{3}', '{0,3}', '{2,3}') if rng.random() < 0.97 else
                          ('{', '{1', '{,}', '{}', '{2,1}', '{1,a}', '{ 1}', '{4294967295}'))
        return base + rng.choice(('', '', '', '', '?', '?', '+'))

    def character(self):
        rng = self.rng
        if self.exotic and rng.random() < 0.5:
            c = rng.choice(SPECIAL)
            if rng.random() < 0.15:
                if ord(c) < 256:
                    return '\\x%02x' % ord(c)
                return '\\u%04x' % ord(c) if ord(c) < 65536 else '\\U%08x' % ord(c)
            return c
        return rng.choice(LETTERS)

    def atom(self, depth):
        rng = self.rng
        kind = rng.random()
        if kind < 0.32 or depth > 5:
            return self.character()
        if kind < 0.38:
            return '.'
        if kind < 0.44:
            return rng.choice(CLASSES)
        if kind < 0.52:
            return self.charset()
        if kind < 0.57:
            return rng.choice(('^', '$', r'\b', r'\B', r'\A', r'\Z'))
        if kind < 0.62 and self.groups:
            return self.reference()
        if kind < 0.65 and (self.groups or rng.random() < 0.05):
            return self.conditional(depth)
        if kind < 0.66:
            return rng.choice((r'\n', r'\t', r'\\', r'\.', r'\-', r'\0', r'\01', r'\141', r'\x61', r'\u0061', '(?#c)', ' ', '# c\n', '(?i)', r'\a', r'\8', r'\377'))
        return self.group(depth)

    def group(self, depth):
        rng = self.rng
        kind = rng.random()
        if kind < 0.4:
            self.groups += 1
            return '(%s)' % self.alternatives(depth + 1)
        if kind < 0.47:
            name = rng.choice(NAMES)
            self.groups += 1
            self.names.append(name)
            return '(?P<%s>%s)' % (name, self.alternatives(depth + 1))
        if kind < 0.67:
            return '(?:%s)' % self.alternatives(depth + 1)
        if kind < 0.75:
            return '(?=%s)' % self.alternatives(depth + 1)
        if kind < 0.82:
            return '(?!%s)' % self.alternatives(depth + 1)
        if kind < 0.92:
            body = ''.join(self.character() for _ in range(rng.choice((0, 1, 1, 2)))) if rng.random() < 0.6 else self.alternatives(depth + 1)
            return '(?<%s%s)' % (rng.choice('=!'), body)
        if kind < 0.96:
            return '(?>%s)' % self.alternatives(depth + 1)
        return '(?%s:%s)' % (rng.choice(('i', 's', 'm', 'x', '-i', 'i-s', 'a', 'u', 'ai', 'L', 'i-i', '-')), self.alternatives(depth + 1))

    def reference(self):
        if self.names and self.rng.random() < 0.3:
            return '(?P=%s)' % self.rng.choice(self.names)
        return '\\%d' % self.rng.randint(1, self.groups + (self.rng.random() < 0.05))

    def conditional(self, depth):
        rng = self.rng
        which = rng.choice(self.names) if self.names and rng.random() < 0.3 else str(rng.randint(1, max(1, self.groups + (rng.random() < 0.2))))
        other = '|' + self.sequence(depth + 1) if rng.random() < 0.6 else ''
        return '(?(%s)%s%s)' % (which, self.sequence(depth + 1), other)

    def charset(self):
        rng = self.rng
        parts = []
        for _ in range(rng.choice((1, 1, 2, 3))):
            kind = rng.random()
            if kind < 0.5:
                parts.append(self.character())
            elif kind < 0.65:
                parts.append(rng.choice(CLASSES))
            elif kind < 0.9:
                a, b = self.character(), self.character()
                if len(a) == 1 and len(b) == 1 and a > b and rng.random() < 0.95:
                    a, b = b, a
                parts.append('%s-%s' % (a, b))
            else:
                parts.append(rng.choice(('-', ']', '^', r'\]', r'\-', r'\b', r'\n', r'\x41', '\u0100-\U00010401', 'a-z', 'A-Z', '0-9', '[', r'\101', r'\Z', '&&')))
        return '[%s%s]' % ('^' if rng.random() < 0.25 else '', ''.join(parts))

    def soup(self):
        tokens = ('(', ')', '(?', '(?:', '(?P<', '(?P=', '(?P', '(?<', '(?<=', '(?(', '(?#', '(?i', '(?-', '[', ']', '[^', '-', '{', '}', ',', '1', '2', '12', '0', '*', '+', '?',
                  '|', '^', '$', '.', '\\', '\\1', '\\x', '\\u', '\\U', '\\N', '\\0', '\\4', '\\9', '\\b', '\\d', '\\w', '\\z', '\\g', 'a', 'b', 'x', '>', '<', '=', '!', ':', '#', 'i', 'L', 'é', "'",
                  ' ', '\n', 'P', 's', '\ud800', '_', '٣', '&&', '--', '||', '~~', '0041', 'FFFFFFFF', '0001F600')
        return ''.join(self.rng.choice(tokens) for _ in range(self.rng.randint(1, 9)))

    def damaged(self, text):
        rng = self.rng
        at = rng.randint(0, len(text))
        if rng.random() < 0.5:
            return text[:at] + text[at + 1:]
        return text[:at] + rng.choice('()[]{}*+?|\\<>=!:P#-^$.i1,') + text[at:]

    def flags(self):
        bits = 0
        for bit in FLAG_BITS:
            if self.rng.random() < (0.35 if bit == 2 and self.exotic else 0.1):
                bits |= bit
        if self.rng.random() < 0.01:
            bits |= self.rng.choice((1, 4, 32))
        return bits

    # --- what it is asked about ---

    def text(self):
        rng = self.rng
        size = rng.choice((0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 40))
        if self.exotic:
            return ''.join(rng.choice(SPECIAL) if rng.random() < 0.6 else rng.choice(LETTERS) for _ in range(size))
        extra = 0.15 if rng.random() < 0.5 else 0
        return ''.join(rng.choice('\n 1_-Aé') if rng.random() < extra else rng.choice(LETTERS) for _ in range(size))

    def replacement(self):
        rng = self.rng
        parts = []
        for _ in range(rng.choice((0, 1, 2, 3))):
            parts.append(rng.choice(('x', '-', 'é', '\\1', '\\2', '\\g<0>', '\\g<1>', '\\g<x>', '\\g<name>', '\\n', '\\\\', '\\0', '\\101', '\\-',
                                     '\\g<01>', '\\07', '[\\g<2>]', '\\b') if rng.random() < 0.95 else
                                    ('\\g<', '\\g', '\\g<>', '\\g<a', '\\q', '\\777', '\\', '\\99', '\\g<-1>', '\\g< 1 >', '\\g<1_0>', "\\g<'>", '\\12', '\\123', '\\8')))
        return ''.join(parts)

    def bounds(self, size):
        rng = self.rng
        if rng.random() < 0.75:
            return 0, size
        return rng.randint(0, size + 1), rng.randint(0, size + 1)
