#!/usr/bin/env python3
"""Compares headrace's reading of YAML with PyYAML's safe_load, on random scalars and documents.

    yaml_diff.py --driver build/yaml_driver --seed 1 --count 10000
    yaml_diff.py --driver build/yaml_driver --freeze tests/yaml_diff/frozen.dat    for the unit tests

The answer to a document is Python's str() of what safe_load gives, or "error". Skipped (77) without PyYAML.
"""

import argparse
import random
import subprocess
import sys

try:
    import yaml
except ImportError:
    sys.exit(77)

# Where the two grammars differ, and that is accepted (src/spec/README.md): PyYAML's complaint, headrace's.
PYYAML_ALONE = ("found character '\\t'", 'expected chomping or indentation indicators', 'found duplicate anchor',
                'found undefined alias', 'unhashable')
HEADRACE_ALONE = ('found a tab character', "found unexpected ':'", 'an alias inside its own anchor')

WORDS = ['yes', 'Yes', 'YES', 'yEs', 'no', 'No', 'on', 'off', 'Off', 'true', 'TRUE', 'tRUE', 'False', 'null', 'Null',
         'NULL', 'nULL', '~', '', 'y', 'n', 'N', '.inf', '-.inf', '+.inf', '.Inf', '.INF', '.iNF', '.nan', '.NaN',
         '.NAN', '+.nan', '=', '<<', '<', '==', 'none', '0', '-0', '+0', '-', '+', '.', '_1', '1_', '.5', '+.5',
         '.5e+3', '._5', '1e3', '1.e+3', '1.5E+3', '12e03', '0.', '0o17', '0b101', '-0b1', '0b', '0x1F', '+0xff',
         '0x', '010', '-010', '08', '0_7', '1_000', '1:30', '-1:30', '1:60', '01:30', '190:20:30', '190:20:30.15',
         '1_0:0_5', '2018-03-01', '2018-3-1', '2018-03-01 1:02:03', '2018-03-01T10:20:30.5Z',
         '2018-03-01t10:20:30 +1', '2018-03-01 10:20:30 -08:30', '2018-13-01', '0000-01-01', '2018-02-29',
         '2018-03-01T25:00:00', '2018-03-01T10:20:30+24:00', '9' * 30, '-' + '9' * 25, '0x' + 'f' * 20,
         '1.0e+400', '1.0e-400', '-1.7976931348623157e+308', '4.9e-324']
PLAIN = ['source.a', 'x if y else z', 'a + 1', "source.user == 'b'", 'naïve café', '日本 語', 'f(a)', 'not x',
         's.t - 1', 'a:b', 'a#b', '😀 ok']
QUOTED = ['a', 'b c', ' ', '  ', 'é', '日', '\n   ', '\n\n ', ' \n  ', '#', ': ']
DOUBLE = QUOTED + ['\\n', '\\t', '\\\\', '\\"', '\\x41', '\\u00e9', '\\U0001F600', '\\\n   ', '\\ ', "'", '\\ \n ',
                   '\\\n\n ']
SINGLE = QUOTED + ["''", '\\n', '"']
LINES = ['', '  indented', 'a b', 'x == "y"', 'naïve', '- z', '# not a comment', '日本  x  ', 'a: b', 'b   ']
SPECIAL = ['[]', '{}', '[a, 010]', '{a: 1, b: [2]}', '*anc', '&anc x', '!!str 1', '!!int "3"', '!!float "1e3"',
           '! 5', '! "5"', '!', '!foo x', '!!omap [a: 1]', '{\'x\': 1, "y": 2}', '[ "a",\n    b ]', '!!binary aGk=', '!!binary aGkh', '!!binary =aG-k=b', '!!binary aGk', '!!binary é',
           '!!set {a}', '!!null x', '!!bool "no"', '!!timestamp "2018-03-01"', '!!python/none ""']
KEYS = ['a', 'b', 'c', 'd', 'Name', '<<', '1', '1.0', 'yes', '"q"', "'s'", '=', '~', 'é', 'key with spaces']


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self):
        r = self.random
        shape = r.random()
        if shape < 0.4:
            return ''.join(r.choice('0123456789+-._:eExXObaAfF') for _ in range(r.randint(1, 8)))
        if shape < 0.6:
            return (r.choice(['', '-', '+']) + r.choice(['0', '0b', '0x', '1', '1_0', '00', '1:30', '59:60']) +
                    ''.join(r.choice('01789_abF:.') for _ in range(r.randint(0, 5))))
        if shape < 0.8:
            return '%s%d.%d%s' % (r.choice(['', '-', '+']), r.randint(0, 10**r.randint(0, 20)),
                                  r.randint(0, 10**r.randint(0, 18)), r.choice(['', 'e5', 'e+5', 'E-3', 'e-310', 'e+']))
        return r.choice(['%04d-%02d-%02d', '%d-%d-%d']) % (r.randint(0, 9999), r.randint(0, 13), r.randint(0, 32)) + \
            r.choice(['', ' 1:02:03', 'T10:20:30', '  23:59:59.123456789', 'T10:20:30Z', ' 10:20:30 +05:30', 'T1:2:3'])

    def plain(self):
        r = self.random
        return r.choice([r.choice(WORDS), self.number(), r.choice(PLAIN)])

    def text(self, quote, pieces):
        return quote + ''.join(self.random.choice(pieces) for _ in range(self.random.randint(0, 8))) + quote

    def block(self, indent):
        r = self.random
        head = r.choice('|>') + r.choice(['', '-', '+']) + r.choice(['', '', ' # comment'])
        return head + ''.join('\n' + (' ' * indent + line if line else '')
                              for line in r.choices(LINES, k=r.randint(0, 5)))

    def scalar(self, indent):
        shape = self.random.random()
        if shape < 0.45:
            return self.plain()
        if shape < 0.6:
            return self.text('"', DOUBLE)
        if shape < 0.75:
            return self.text("'", SINGLE)
        if shape < 0.9:
            return self.block(indent)
        if shape < 0.93:
            return self.plain() + '\n' + ' ' * indent + self.random.choice(['more', '+ 1', 'é'])
        return self.random.choice(SPECIAL)

    def node(self, indent, depth):
        r = self.random
        if depth == 0 or r.random() < 0.5:
            return self.scalar(indent + 2)
        if r.random() < 0.7:
            return self.mapping(indent, depth)
        return '\n' + '\n'.join(' ' * indent + '- ' + self.node(indent + 2, depth - 1).lstrip('\n ')
                                for _ in range(r.randint(1, 3)))

    def mapping(self, indent, depth):
        r = self.random
        return '\n' + '\n'.join(' ' * indent + r.choice(KEYS) + ': ' + r.choice([''] * 9 + ['&anc ']) +
                                self.node(indent + 2, depth - 1) + r.choice(['', '', ' # c', '\n', '\n# comment'])
                                for _ in range(r.randint(1, 4)))

    def mutated(self, text):
        r = self.random
        chars = list(text)
        for _ in range(r.randint(1, 3)):
            at = r.randrange(len(chars) + 1)
            chars[at:at + r.randint(0, 1)] = r.choice([''] + list(' \n:-\'"[]{},&*!|>#?%@`\\é日\r~=<0'))
        return ''.join(chars)

    def document(self):
        r = self.random
        shape = r.random()
        if shape < 0.5:
            return r.choice(['%s', 'k: %s', '- %s']) % self.plain()
        text = self.mapping(0, 3).lstrip('\n')
        if shape < 0.65:
            text = self.mutated(text)
        if r.random() < 0.05:
            text = '\ufeff' + text
        if r.random() < 0.1:
            text = text.replace('\n', '\r\n')
        return text


def safe_load(text):
    try:
        return 'ok', str(yaml.safe_load(text))
    except Exception as error:  # also ValueError: a month 13
        return 'error', str(error)


def answers_of(driver, documents):
    data = b''.join(b'%d\n%s\n' % (len(d), d) for d in (text.encode() for text in documents))
    lines = subprocess.run([driver], input=data, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    assert len(lines) == len(documents), (len(lines), len(documents))
    for line in lines:
        status, text = line.split('\t')
        yield status, bytes.fromhex(text).decode()


def accepted(theirs, ours):
    if theirs[0] != 'ok' and ours[0] == 'ok':
        return any(words in theirs[1] for words in PYYAML_ALONE)
    if theirs[0] == 'ok' and ours[0] != 'ok':
        return any(words in ours[1] for words in HEADRACE_ALONE)
    return theirs[0] != 'ok' or theirs[1] == ours[1]


def compare(driver, documents):
    differences = 0
    for text, ours in zip(documents, answers_of(driver, documents)):
        theirs = safe_load(text)
        if '!!set' in text and theirs[0] == ours[0]:
            continue  # a Python set prints in the order of its hashes
        if not accepted(theirs, ours):
            differences += 1
            print(f'{text!r}\n  PyYAML   {theirs}\n  headrace {ours}')
    print(f'{differences} differences in {len(documents)} documents')
    return differences == 0


def freeze(path, driver, documents):
    """Only what both read alike: the accepted differences are left out."""
    with open(path, 'w', encoding='utf-8', newline='') as out:
        out.write('Written by tests/yaml_diff/yaml_diff.py --freeze with PyYAML %s: a document, its str() or "error".\n'
                  % yaml.__version__)
        for text, ours in zip(documents, answers_of(driver, documents)):
            status, answer = safe_load(text)
            if (status == 'ok') == (ours[0] == 'ok') and '!!set' not in text and not set(text) & {'\x01', '\x02'}:
                out.write('\x01' + text + '\x02' + (answer if status == 'ok' else 'error'))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--driver', required=True)
    parser.add_argument('--count', type=int, default=10000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--freeze')
    options = parser.parse_args()
    generator = Generator(options.seed)
    documents = [generator.document() for _ in range(options.count)]
    if options.freeze:
        freeze(options.freeze, options.driver, WORDS + SPECIAL + documents)
        return 0
    return 0 if compare(options.driver, WORDS + SPECIAL + documents) else 1


if __name__ == '__main__':
    sys.exit(main())
