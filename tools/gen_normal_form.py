#!/usr/bin/env python3
"""Writes src/base/normal_form_tables.cpp: what the normal form NFKC of identifiers needs, as CPython 3.11 has it.

Only code points that may stand in an identifier are in it; Hangul syllables are computed (src/base/normal_form.cpp).

The command line is that of tools/cpython_tables.py.
"""

import unicodedata

import cpython_tables
from cpython_tables import LIMIT, fnv, heading, rows

SYLLABLES = range(0xAC00, 0xD7A4)


def identifier_parts():
    return (chr(code) for code in range(LIMIT) if ('a' + chr(code)).isidentifier())


def decompositions():
    """(code point, place of its sequence, size of it), and the sequences one after the other."""
    entries, flat, place = [], [], {}
    for c in identifier_parts():
        parts = unicodedata.normalize('NFKD', c)
        if parts == c or ord(c) in SYLLABLES:
            continue
        if parts not in place:
            place[parts] = len(flat)
            flat += map(ord, parts)
        entries.append((ord(c), place[parts], len(parts)))
    return entries, flat


def classes():
    """(first, last, combining class) of runs of code points."""
    runs = []
    for code in range(LIMIT):
        value = unicodedata.combining(chr(code))
        if value and runs and runs[-1][1:] == [code - 1, value]:
            runs[-1][1] = code
        elif value:
            runs.append([code, code, value])
    return runs


def compositions():
    """(first, second, what they make), sorted."""
    found = []
    for code in range(LIMIT):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith('<'):
            first, second = (int(part, 16) for part in parts)
            if unicodedata.normalize('NFC', chr(first) + chr(second)) == chr(code):
                found.append((first, second, code))
    return sorted(found)


def table(kind, name, entries):
    return 'const %s %s[%d] = {\n%s\n};\nconst size_t %sCount = %d;\n' % (
        kind, name, len(entries), rows('{%s}' % ', '.join(map(str, entry)) for entry in entries), name, len(entries))


def render():
    entries, flat = decompositions()
    return f'''{heading('gen_normal_form.py')}
#include "base/normal_form.h"

// clang-format off
namespace headrace::unicode::tables {{

{table('Decomposition', 'kDecompositions', entries)}
const char32_t kDecomposed[{len(flat)}] = {{
{rows(flat)}
}};

{table('CombiningClass', 'kCombiningClasses', classes())}
{table('Composition', 'kCompositions', compositions())}
}}  // namespace headrace::unicode::tables
'''


def digest():
    """Over each part of an identifier alone, and between two letters and a mark."""
    values = []
    for c in identifier_parts():
        values += map(ord, unicodedata.normalize('NFKC', c) + unicodedata.normalize('NFKC', 'e' + c + '\u0301'))
    return '0x%016x' % fnv(values)


if __name__ == '__main__':
    cpython_tables.main('src/base/normal_form_tables.cpp', render, digest)
