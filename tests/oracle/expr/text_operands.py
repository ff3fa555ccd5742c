"""Random JSON texts and regular expressions."""

import json
import sys

# CPython before 3.11.5 loses its way where such a group has to be tried again (python/cpython#106052).
REPEATS_GROUPS_POSSESSIVELY = sys.version_info >= (3, 11, 5)


class TextOperands:
    def json_text(self):
        r = self.r.random()
        text = json.dumps(self.json_document(3), ensure_ascii=self.r.random() < 0.5)
        if r < 0.3:
            text = self._spaced(text)
        if r > 0.85:
            text = self._spoil_text(text)
        return self.value(text)

    def json_document(self, depth):
        r = self.r.random()
        if depth == 0 or r < 0.45:
            return self.r.choice([None, True, False, self.int_value(), self.float_value(), self.str_value(),
                                  self.str_value()])
        if r < 0.7:
            return [self.json_document(depth - 1) for _ in range(self.r.randint(0, 4))]
        return {self.str_value() if self.r.random() < 0.3 else 'k%d' % i: self.json_document(depth - 1)
                for i in range(self.r.randint(0, 4))}

    def _spaced(self, text):
        return text.replace(',', ' ,\n\t').replace(':', ' : ').replace('[',
            '[ \r\n') if '"' not in text else '  ' + text + ' \n'

    def _spoil_text(self, text):
        i = self.r.randrange(len(text) + 1)
        return text[:i] + self.r.choice(['', 'x', ',', '"', '\\', '}', ']', '0', '\x01', '.', 'e', '-', '\u00e9',
                                         '//', "'"]) + text[i + self.r.randint(0, 1):]

    # ---- regular expressions

    def pattern_text(self, depth=2):
        return ''.join(self._piece(depth) for _ in range(self.r.randint(1, 4)))

    def _piece(self, depth):
        r = self.r
        roll = r.random()
        if roll < 0.3:
            atom = r.choice(['a', 'b', 'c', 'l', 'o', ' ', '1', 'é', 'X', '_', '\\.', ',', '-', '漢', 'ss', 'ab'])
        elif roll < 0.5:
            atom = r.choice(['.', '\\d', '\\w', '\\s', '\\D', '\\W', '\\S', '[a-c]', '[^a-c]', '[abc1]', '[\\w.]',
                             '[0-9a-f]', '[^\\s,]', '[-a]', '[]a]', '[é-ü]', '\\t', '\\x61'])
        elif roll < 0.6:
            return r.choice(['^', '$', '\\b', '\\B', '\\A', '\\Z', '(?=a)', '(?!b)', '(?<=a)', '(?<!b)', '(?:)',
                             '(?#c)'])
        elif depth > 0:
            inner = self.pattern_text(depth - 1)
            if r.random() < 0.4:
                inner += '|' + self.pattern_text(depth - 1)
            atom = r.choice(['(%s)', '(%s)', '(?:%s)', '(?i:%s)', '(?=%s)', '(?!%s)',
                             '(?>%s)' if r.random() < 0.3 else '(%s)']) % inner
        else:
            atom = r.choice(['a', 'b', '.', '\\w'])
        possessive = '*+' if r.random() < 0.3 and (REPEATS_GROUPS_POSSESSIVELY or atom[0] != '(') else ''
        return atom + r.choice(['', '', '', '', '', '*', '+', '?', '{2}', '{1,3}', '{,2}', '{2,}', '*?', '+?', '??',
                                '{1,2}?', possessive])

    def pattern(self):
        r = self.r.random()
        if r < 0.35:
            text = self.r.choice(['\\d+', '(\\w+)\\s(\\w+)', '[a-z]+', 'a(b)?c', '(a|b)+', '^\\s*(.*?)\\s*$',
                                  '(?P<k>\\w)=(?P<v>\\w+)', 'l+', 'o', '\\s+', '[,;]\\s*', '(\\d+)\\.(\\d+)',
                                  '(.)\\1', '^.', '.$', 'ab|a', '(a)|(b)', '(?i)hello', '(?s)a.b', '(?m)^l',
                                  '(?x) a b # c', '\\w+(?=,)', '(?<=a)b', '', '.*', 'x*', '[A-Z][a-z]+', '(?a)\\w+',
                                  '(x)?(y)?', '(?P<a>.)(?P=a)', '((a)(b))', '\\bw', '[^,]*', '(?:a|b)c', '(?(1)a|b)',
                                  '(a)?(?(1)b|c)', '\\$\\{(\\w+)\\}', '\\u00e9', '\\N{BULLET}?'])
        elif r < 0.97:
            text = self.pattern_text()
        else:
            text = self.r.choice(['(', '[', '*', 'a**', '(?P<1>a)', '\\', '(?P<a>b)(?P<a>c)', 'a{2,1}', '(?<=a+)b',
                                  '\\2', '[z-a]', '(?z)', '\\q', ')', '+', '(?', 'a(?i)', '{1}'])
        return self.value(text) if self.r.random() < 0.6 else repr(text)

    def subject(self):
        r = self.r.random()
        if r < 0.5:
            return self.value(self.r.choice(['', 'abc', 'aabbcc', 'hello world', 'a,b;c', 'k=v x=12', '3.14 and 2.71',
                                             'Hello HELLO hello', 'ab\nlc\nla', 'user_1@x.com', 'é è ü', 'aXbX',
                                             '  pad  ', 'abababab', '12:34:56', 'straße STRASSE', '漢字かな', 'ſtK',
                                             '١٢٣', 'a' * 12, '${x} $y']))
        return self.value(''.join(self.r.choice('aabbcclo  1X_,.-é\n') for _ in range(self.r.randint(0, 14))))

    def flags(self):
        return self.r.choice(['re.I', 're.IGNORECASE', 're.S', 're.M', 're.X', 're.A', 're.I | re.M', 're.DOTALL',
                              're.MULTILINE | re.S', '0', 're.ASCII | re.I', 're.VERBOSE'])

    def replacement(self):
        r = self.r.random()
        if r < 0.6:
            return self.value(self.r.choice(['', 'x', '-', '\\g<0>', '[\\g<0>]', '\\\\', 'é', '\\n', '$1',
                                             '\\g<0>\\g<0>']))
        if r < 0.85:
            return self.value(self.r.choice(['\\1', '\\2\\1', '<\\1>', '\\g<1>', '\\g<k>', '\\q', '\\g<', '\\0',
                                             '\\9', '\\g<9>']))
        return self.r.choice(['lambda m: m.group().upper()', 'lambda m: str(len(m.group()))', "lambda m: ''",
                              'lambda m: m.group(0)[::-1]', 'lambda m: 1'])
