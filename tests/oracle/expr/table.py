#!/usr/bin/env python3
"""docs/expressions.md is the table of the rows here, written by `table.py --write` and held by `table.py --check`."""

import argparse
import pathlib
import sys

from rows import load_tables

PAGE = pathlib.Path(__file__).resolve().parents[3] / 'docs' / 'expressions.md'

HEAD = '''# Expressions, construct by construct

The language is Python 3.11's expression grammar. Each row is a construct that gives what CPython 3.11 gives: the same value,
the same type, or an error on both sides. *native* runs in headrace's own interpreter; *CPython* is handed to the embedded
CPython for that one function value, where it is installed, while the rest of the expression stays native.

`make oracle-expr` generates cases for each row (the row's id names its generator in tests/oracle/expr) and compares them with
CPython; `tests/oracle/expr/table.py --check` holds that this page and the generators have the same rows. Named deviations from
CPython (no complex numbers, `is` only for constants, sets in insertion order) are in docs/blurr-differences.md.

An object of CPython's that has no native form (a Decimal, a Fraction, a number of numpy's, an Enum) decides operators, order and
builtins itself, and how it is formatted. Functions of `math` and `statistics` and types of `datetime` that do not know one which
they are given, alone or in a list, tuple or dict, leave that call to CPython. Elsewhere it stands for itself only: it is no index,
no key and no argument of a native method, and neither `in` nor `==` of containers finds it to be a native value. `int(x)`,
`float(x)` and `str(x)` make one of it. The flags of `re` are plain ints.

Left out: targets of a comprehension are names, no attributes or items. What a walk over a dict sees when keys come and go meanwhile,
while its size stays, is not CPython's, which ends most such walks with an error. An iterator (a generator, a `map`) that is handed
to a Python function is run to its end first. A list, dict or set that a module holds is there for all identities: its methods that
would change it raise a `TypeError`.

In the constructs, a word such as `int`, `str` or `ints` stands for an operand of that kind, a literal or a field of `source`.
'''


def cell(text):
    return text.replace('|', '\\|').replace('\n', '\\n').replace('\x00', '\\0')


def page():
    lines = [HEAD]
    for table in load_tables():
        lines += ['## %s' % table.title, '', '| Row | Construct | Runs |', '|---|---|---|']
        lines += ['| %s | %s | %s |' % (row.id, cell(row.text), 'native' if row.native else 'CPython')
                  for row in table.rows]
        lines.append('')
    return '\n'.join(lines)


def rows_on_page(text):
    """(id, native) of each table line."""
    cells = [line.split(' | ') for line in text.splitlines() if line.startswith('| ')
             and not line.startswith('| Row')]
    return [(c[0][2:], c[-1].rstrip(' |') == 'native') for c in cells]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--write', action='store_true')
    parser.add_argument('--check', action='store_true')
    options = parser.parse_args()
    if options.write:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page())
    if options.check:
        rows = [(row.id, row.native) for table in load_tables() for row in table.rows]
        listed = rows_on_page(PAGE.read_text())
        for missing in sorted(set(rows) - set(listed)):
            print('not in %s: %s, native=%s' % (PAGE.name, *missing))
        for stray in sorted(set(listed) - set(rows)):
            print('no generator for: %s, native=%s' % stray)
        if PAGE.read_text() != page():
            print('%s is not up to date: run table.py --write' % PAGE.name)
            sys.exit(1)
        print('%d rows' % len(rows))


if __name__ == '__main__':
    main()
