#!/usr/bin/env python3
"""Events of which most is not read: generate.py EVENTS WIDTH FILE, WIDTH one of 100, 1000, 10000 bytes, about.

Each has a key, a time and then attributes, six to five hundred keys in all. Attributes are numbers, texts with an
escape, lists and objects in turn; the first and then every tenth is a number that the spec adds up. Seeded.
"""

import random
import sys

START = 1_520_000_000
WIDTHS = {100: 6, 1000: 56, 10000: 532}  # keys of an event
KEYS = 1000


def attribute(choose, number):
    if number % 10 == 0:
        return str(choose.randrange(1000))
    kind = number % 5
    if kind == 1:
        return f'"t\\n{choose.getrandbits(28):07x}"'
    if kind == 2:
        return f'{choose.random() * 1000:.3f}'
    if kind == 3:
        return f'[{choose.randrange(100)}, {choose.randrange(100)}, null]'
    if kind == 4:
        return f'{{"x": {choose.randrange(100)}}}'
    return 'true'


def names(width):
    return [f'a{number}' for number in range(WIDTHS[width] - 2)]


def read_names(width):
    return names(width)[::10]


def events(count, width):
    choose = random.Random(17)
    labels = names(width)
    for number in range(count):
        rest = ', '.join(f'"{name}": {attribute(choose, at)}' for at, name in enumerate(labels))
        yield f'{{"k": "u{choose.randrange(KEYS):03d}", "at": {START + number}, {rest}}}\n'


def main():
    count, width, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with open(path, 'w', buffering=1 << 22) as file:
        file.writelines(events(count, width))


if __name__ == '__main__':
    main()
