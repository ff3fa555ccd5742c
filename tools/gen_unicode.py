#!/usr/bin/env python3
"""Writes src/base/unicode_tables.cpp: what CPython 3.11 knows about each code point (Unicode 14).

Everything is asked of the interpreter itself, through the str methods that use it, so the tables hold CPython's
answers rather than our reading of the Unicode files.

The command line is that of tools/cpython_tables.py.
"""

import _sre
import unicodedata

import cpython_tables
from cpython_tables import LIMIT, fnv, heading, rows

BLOCK = 128


def is_final_sigma(text):
    return text.lower()[-1] == '\u03c2'


def is_case_ignorable(c):
    # Before a capital sigma, 'A' + c counts as cased if c is skipped or is cased itself; c alone only if cased.
    return is_final_sigma('A' + c + '\u03a3') and not is_final_sigma(c + '\u03a3')


# In the order of the bits of unicode_tables.h.
FLAGS = [
    ('alpha', str.isalpha),
    ('decimal', str.isdecimal),
    ('digit', str.isdigit),
    ('numeric', str.isnumeric),
    ('space', str.isspace),
    ('printable', str.isprintable),
    ('upper', str.isupper),
    ('lower', str.islower),
    ('title', lambda c: unicodedata.category(c) == 'Lt'),
    ('identifier_start', str.isidentifier),
    ('identifier_continue', lambda c: ('a' + c).isidentifier()),
    ('cased', lambda c: (c + 'a').title()[-1] == 'a'),
    ('case_ignorable', is_case_ignorable),
    ('line_break', lambda c: len(('a' + c + 'b').splitlines()) == 2),
    ('has_simple_case', lambda c: _sre.unicode_iscased(ord(c))),
]
SPECIAL_BASE = len(FLAGS)

MAPPINGS = [
    ('lower', str.lower),
    ('upper', str.upper),
    ('title', str.title),
    ('fold', str.casefold),
]


class Sequences:
    """Mappings to more than one code point: their lengths and code points, one after the other."""

    def __init__(self):
        self.flat = []
        self.place = {}

    def add(self, text):
        if text not in self.place:
            self.place[text] = len(self.flat)
            self.flat += [len(text)] + [ord(c) for c in text]
        return self.place[text]


def records():
    sequences = Sequences()
    table, place, index = [], {}, []
    for code in range(LIMIT):
        c = chr(code)
        flags = sum(1 << bit for bit, (_, test) in enumerate(FLAGS) if test(c))
        values = []
        for number, (_, mapping) in enumerate(MAPPINGS):
            mapped = mapping(c)
            if len(mapped) == 1:
                values.append(ord(mapped) - code)
            else:
                flags |= 1 << (SPECIAL_BASE + number)
                values.append(sequences.add(mapped))
        values.append(_sre.unicode_tolower(code) - code)
        record = (flags, *values, unicodedata.digit(c, -1))
        if record not in place:
            place[record] = len(table)
            table.append(record)
        index.append(place[record])
    return table, index, sequences.flat


def blocks(index):
    first, second, place = [], [], {}
    for start in range(0, LIMIT, BLOCK):
        block = tuple(index[start:start + BLOCK])
        if block not in place:
            place[block] = len(second) // BLOCK
            second += block
        first.append(place[block])
    return first, second


def render():
    table, index, sequences = records()
    first, second = blocks(index)
    assert max(first) < 65536 and max(second) < 65536
    return f'''{heading('gen_unicode.py')}
#include "base/unicode_tables.h"

// clang-format off
namespace headrace::unicode::tables {{

const Record kRecords[{len(table)}] = {{
{chr(10).join('    {' + ', '.join(map(str, r)) + '},' for r in table)}
}};

const uint16_t kBlocks[{len(first)}] = {{
{rows(first)}
}};

const uint16_t kRecordIndex[{len(second)}] = {{
{rows(second)}
}};

const char32_t kSequences[{len(sequences)}] = {{
{rows(sequences)}
}};

}}  // namespace headrace::unicode::tables
'''


def digest():
    every = [chr(code) for code in range(LIMIT)]
    found = {name: [i for i, c in enumerate(every) if test(c)] for name, test in FLAGS}
    for name, mapping in MAPPINGS:
        found['full_' + name] = [ord(x) for c in every if mapping(c) != c for x in c + mapping(c)]
    found['simple_lower'] = map(_sre.unicode_tolower, range(LIMIT))
    found['digit_value'] = (unicodedata.digit(c, -1) for c in every)
    found['decimal_value'] = (unicodedata.decimal(c, -1) for c in every)
    return '\n'.join('    {"%s", 0x%016xu},' % (name, fnv(values)) for name, values in found.items())


if __name__ == '__main__':
    cpython_tables.main('src/base/unicode_tables.cpp', render, digest)
