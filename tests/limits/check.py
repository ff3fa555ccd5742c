#!/usr/bin/env python3
"""Holds docs/limits.md and the source together: each limit on the page is the constant it names, and each
constant of the source that by its name bounds depth, digits or the size of an event is on the page.

    check.py            exit code 0, or 1 after saying what differs
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / 'docs' / 'limits.md'
ROW = re.compile(r'^\| .* \| (?P<limit>[\d,]+(?: [KMG]iB)?) \| `(?P<file>src/\S+)` `(?P<name>\w+)` \|', re.M)
UNITS = {'KiB': 1 << 10, 'MiB': 1 << 20, 'GiB': 1 << 30}

# `constexpr int kDepthMax = 200;`, or a member of the struct Limits.
CONSTANT = r'^\s*[\w:\s]*\b{name} = (?P<value>[^;]+);'
BOUND = re.compile(r'constexpr [\w:\s]*\b(k\w*(?:Depth|Digits|EventBytes)Max|kMax\w*Nesting)\s*=')

# Constants with such a name that bound nothing a user could meet: facts of number formats, and how deep an
# algorithm goes before it takes another way.
INNER = {'kDestroyDepthMax', 'kIntegerDigitsMax', 'kMeaningDepthMax'}


def value_of(text):
    """A C++ integer constant: digits parted by ', suffixes, shifts."""
    plain = re.sub(r"(?<=\d)'(?=\d)|(?<=\d)[uUlL]+\b|\bint64_t(?=\{)", '', text).replace('{', '(').replace('}', ')')
    if not re.fullmatch(r'[\d\s<*()+-]+', plain):
        raise ValueError(f'cannot read the constant {text!r}')
    return eval(plain)  # digits and operators only, as just checked


def limit_of(text):
    number, _, unit = text.partition(' ')
    return int(number.replace(',', '')) * UNITS.get(unit, 1)


def check_page(page):
    for row in ROW.finditer(page):
        source = (ROOT / row['file']).read_text()
        constant = re.search(CONSTANT.format(name=row['name']), source, re.M)
        if not constant:
            yield f'{row["file"]} has no constant {row["name"]}, which the page names'
        elif value_of(constant['value']) != limit_of(row['limit']):
            yield f'{row["name"]} is {constant["value"]}, but the page says {row["limit"]}'


def check_source(page):
    named = {(row['file'], row['name']) for row in ROW.finditer(page)}
    for path in sorted(p for p in (ROOT / 'src').rglob('*') if p.suffix in ('.h', '.cpp')):
        file = path.relative_to(ROOT).as_posix()
        for name in () if '_test.' in file else BOUND.findall(path.read_text()):
            if name not in INNER and not any(known == name for _, known in named):
                yield f'{file}: {name} is not on the page; if it bounds nothing from outside, add it to INNER'


def main():
    page = PAGE.read_text()
    rows = len(ROW.findall(page))
    wrong = [*check_page(page), *check_source(page)]
    if rows < 10:
        wrong.append(f'only {rows} rows of the page could be read')
    print('\n'.join(wrong) or f'{rows} limits are as docs/limits.md says')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
