"""What the programs share that write a table in src/base from what CPython 3.11 (Unicode 14) knows.

    python3.11 tools/gen_NAME.py            write the file
    python3.11 tools/gen_NAME.py --check    exit 1 if the file differs, 77 if this Python is not 3.11
    python3.11 tools/gen_NAME.py --digest   the frozen digests in the unit test beside the file
"""

import pathlib
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[1]
LIMIT = 0x110000


def heading(program):
    return (f'// Written by tools/{program} from CPython {sys.version_info[0]}.{sys.version_info[1]}, '
            f'Unicode {unicodedata.unidata_version}. Do not edit.')


def rows(values, width=108):
    """The items of an array, as many a line as fit."""
    lines, line = [], '   '
    for value in values:
        text = ' %s,' % value
        if len(line) + len(text) > width:
            lines.append(line)
            line = '   '
        line += text
    lines.append(line)
    return '\n'.join(lines)


def fnv(values):
    """FNV-1a, 64 bits, over 32-bit values."""
    digest = 0xcbf29ce484222325
    for value in values:
        digest = ((digest ^ (value & 0xffffffff)) * 0x100000001b3) & 0xffffffffffffffff
    return digest


def main(output, render, digest):
    """Does what the command line asks for; `output` is below the root, `render` and `digest` give text."""
    if sys.version_info[:2] != (3, 11) or unicodedata.unidata_version != '14.0.0':
        print('needs CPython 3.11 (Unicode 14.0.0)', file=sys.stderr)
        sys.exit(77)
    path = ROOT / output
    if '--digest' in sys.argv:
        print(digest())
    elif '--check' not in sys.argv:
        path.write_text(render(), encoding='ascii')
    elif path.read_text(encoding='ascii') != render():
        sys.exit(f'{output} is not what this Python gives: run {sys.argv[0]}')
