#!/usr/bin/env python3
r"""Writes src/base/unicode_name_tables.cpp: the names of \N{...}, as CPython 3.11 knows them (Unicode 14), aliases included.

The interpreter itself is asked for every name, so the table holds CPython's answers. Names that are made of the code
point, such as CJK UNIFIED IDEOGRAPH-4E00, are kept as ranges; Hangul syllables are left out, for their names are
spelled (src/base/unicode_names.h).

The command line is that of tools/cpython_tables.py.

The names make an automaton: a tree whose equal subtrees are shared and whose chains without a branch are one edge, so
that a name is a path and its rank among all names is the sum of what lies left of that path. A node is

    varint  (names below it, itself included) * 2 + (1 if a name ends here)
    edges   byte: length of the label * 2 + (1 if it is the last edge); the label; varint: how far back the child lies

with children before their parents; the root is the last node. kNameCodes has the code points by rank.
"""

import ctypes
import os
import sys
import unicodedata

import cpython_tables
from cpython_tables import LIMIT, fnv, heading, rows

ALIASES = range(0xF0000, 0xF0400)  # where CPython keeps the aliases, in a private plane


def aliases():
    """All aliases: CPython lists them through the interface that its decoder of literals uses."""
    pythonapi = ctypes.pythonapi
    pythonapi.PyCapsule_GetPointer.restype = ctypes.POINTER(ctypes.c_void_p)
    pythonapi.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    functions = pythonapi.PyCapsule_GetPointer(unicodedata._ucnhash_CAPI, b'unicodedata._ucnhash_CAPI')
    get_name = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)(functions[0])
    for code in ALIASES:
        buffer = ctypes.create_string_buffer(256)
        if get_name(code, buffer, len(buffer), 1):
            name = buffer.value.decode('ascii')
            if len(unicodedata.lookup(name)) == 1:  # sequences have names too, which literals do not take
                yield name


def numbered(name, code):
    """What a name that ends with its own code point begins with, else ''."""
    suffix = '%04X' % code
    return name[:-len(suffix)] if name.endswith('-' + suffix) else ''


def ranges():
    """[prefix, first, last] of the runs of code points whose names are a prefix and the code point."""
    runs = []
    for code in range(LIMIT):
        prefix = numbered(unicodedata.name(chr(code), ''), code)
        if prefix and runs and runs[-1][0] == prefix and runs[-1][2] == code - 1:
            runs[-1][2] = code
        elif prefix:
            runs.append([prefix, code, code])
    return runs


def names():
    """(name, code point) of every other name that is looked up, sorted."""
    found = {unicodedata.name(chr(code), ''): code for code in range(LIMIT)}
    found.update((name, ord(unicodedata.lookup(name))) for name in aliases())
    found.pop('')
    return sorted((name, code) for name, code in found.items()
                  if not name.startswith('HANGUL SYLLABLE ') and not numbered(name, code))


class Node:
    def __init__(self):
        self.final = False
        self.edges = {}

    def key(self):
        return self.final, tuple((letter, id(child)) for letter, child in self.edges.items())


def automaton(words):
    """The smallest automaton of sorted words: each subtree is replaced by an equal one as soon as it is complete."""
    root, known, path, previous = Node(), {}, [], ''

    def close(depth):
        while len(path) > depth:
            parent, letter, child = path.pop()
            parent.edges[letter] = known.setdefault(child.key(), child)

    for word in words:
        shared = len(os.path.commonprefix([word, previous]))
        close(shared)
        node = path[-1][2] if path else root
        for letter in word[shared:]:
            child = node.edges[letter] = Node()
            path.append((node, letter, child))
            node = child
        node.final = True
        previous = word
    close(0)
    return root


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return out


def parents(node, counts):
    """How many edges lead to each node below."""
    for child in node.edges.values():
        counts[id(child)] = counts.get(id(child), 0) + 1
        if counts[id(child)] == 1:
            parents(child, counts)
    return counts


def packed(root):
    sys.setrecursionlimit(10000)
    out, places, counts, used = bytearray(), {}, {}, parents(root, {})

    def labelled(node):
        for letter, child in node.edges.items():
            label = letter
            # A shared end of many names stays a node of its own, rather than a label of each.
            while len(child.edges) == 1 and not child.final and len(label) < 127 and used[id(child)] == 1:
                letter, child = next(iter(child.edges.items()))
                label += letter
            yield label, child

    def write(node):
        if id(node) in places:
            return
        edges = list(labelled(node))
        for _, child in edges:
            write(child)
        counts[id(node)] = node.final + sum(counts[id(child)] for _, child in edges)
        places[id(node)] = place = len(out)
        out.extend(varint(counts[id(node)] * 2 + node.final))
        for label, child in edges:
            out.append(len(label) * 2 + (child is edges[-1][1] and label == edges[-1][0]))
            out.extend(label.encode('ascii') + varint(place - places[id(child)]))

    write(root)
    return bytes(out), places[id(root)]


def render():
    table, runs = names(), ranges()
    data, root = packed(automaton(name for name, _ in table))
    padded = data + bytes(-len(data) % 8)
    words = [int.from_bytes(padded[i:i + 8], 'little') for i in range(0, len(padded), 8)]
    return f'''{heading('gen_unicode_names.py')}
#include "base/unicode_names.h"

// clang-format off
namespace headrace::unicode::tables {{

const NumberedNames kNumberedNames[] = {{
{chr(10).join('    {"%s", %#x, %#x},' % tuple(run) for run in runs)}
}};
const size_t kNumberedNameCount = {len(runs)};

const uint32_t kNameRoot = {root};

const uint64_t kNameNodes[{len(words)}] = {{
{rows('%#x' % word for word in words)}
}};

const uint32_t kNameCodes[{len(table)}] = {{
{rows(code for _, code in table)}
}};

}}  // namespace headrace::unicode::tables
'''


def digest():
    values = (byte for name, code in names() for byte in name.encode('ascii') + code.to_bytes(4, 'little'))
    return '0x%016x' % fnv(values)


if __name__ == '__main__':
    cpython_tables.main('src/base/unicode_name_tables.cpp', render, digest)
