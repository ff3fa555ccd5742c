#!/usr/bin/env python3
"""Writes src/base/normal_form_tables.cpp: what the normal form NFKC of identifiers needs, as CPython 3.11 has it.

Only code points that may stand in an identifier are in it; Hangul syllables are computed (src/base/normal_form.cpp).

    python3.11 tools/gen_normal_form.py            write the file
    python3.11 tools/gen_normal_form.py --check    exit 1 if the file differs, 77 if this Python is not 3.11
    python3.11 tools/gen_normal_form.py --digest   the frozen digest in src/base/normal_form_test.cpp
"""

import os
import sys
import unicodedata

from gen_unicode import LIMIT, fnv, rows

OUTPUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'src', 'base', 'normal_form_tables.cpp')
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
    return f'''// Written by tools/gen_normal_form.py from CPython {sys.version_info[0]}.{sys.version_info[1]}, \
Unicode {unicodedata.unidata_version}. Do not edit.
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
    return fnv(values)


def main():
    if sys.version_info[:2] != (3, 11) or unicodedata.unidata_version != '14.0.0':
        print('needs CPython 3.11 (Unicode 14.0.0)', file=sys.stderr)
        sys.exit(77)
    if '--digest' in sys.argv:
        print('0x%016x' % digest())
    elif '--check' in sys.argv:
        with open(OUTPUT, encoding='ascii') as f:
            if f.read() != render():
                sys.exit('src/base/normal_form_tables.cpp is not what this Python gives: run tools/gen_normal_form.py')
    else:
        text = render()
        with open(OUTPUT, 'w', encoding='ascii') as f:
            f.write(text)


if __name__ == '__main__':
    main()
