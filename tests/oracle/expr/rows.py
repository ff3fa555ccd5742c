"""The table of constructs. Each row is a construct that headrace promises to evaluate exactly as CPython does.

A row has an id, a subject, a kind (what its result is, where it can stand in for an operand of another row; None where it
cannot), and either templates or a generator. `rows_*.py` hold them, one file a subject or two.
"""

import importlib
import pathlib
import re
from dataclasses import dataclass, field
from typing import Callable, Optional

SUBJECTS = ['arithmetic', 'comparison', 'boolean', 'text', 'text_format', 'bytes', 'list', 'dict', 'set', 'tuple',
            'slice', 'syntax',
            'convert', 'builtin', 'math', 'statistics', 'datetime', 'timedelta', 'strptime', 'dateutil', 'json', 're',
            'record',
            'container', 'refused']


@dataclass
class Row:
    id: str
    subject: str
    kind: Optional[str]
    text: str
    templates: list = field(default_factory=list)
    make: Optional[Callable] = None
    native: bool = True
    ordered_sets: bool = False
    weight: float = 1.0

    def expression(self, operands):
        if self.make:
            return self.make(operands)
        return operands.fill(operands.r.choice(self.templates))


class Table:
    """Collects the rows of one subject; what a rows_*.py file makes as its `TABLE`."""

    def __init__(self, subject, title):
        self.subject = subject
        self.title = title
        self.rows = []

    def row(self, id, kind, *templates, text=None, **options):
        """A row of templates."""
        text = text or ', '.join('`%s`' % re.sub(r'\$(\w+)', r'\1', t) for t in templates[:3])
        self.rows.append(Row(id, self.subject, kind, text, list(templates), **options))

    def made(self, id, kind, text, **options):
        """A row made by a function of the operands: a decorator."""

        def register(make):
            self.rows.append(Row(id, self.subject, kind, text, make=make, **options))
            return make

        return register


def load_tables():
    here = pathlib.Path(__file__).parent
    tables = [importlib.import_module('rows_' + s).TABLE for s in SUBJECTS if (here / ('rows_%s.py' % s)).exists()]
    ids = [row.id for table in tables for row in table.rows]
    twice = {i for i in ids if ids.count(i) > 1}
    if twice:
        raise SystemExit('rows with the same id: %s' % sorted(twice))
    return tables


def rows_by_kind(tables):
    """The rows that can stand for an operand, by the kind of their result."""
    by_kind = {}
    for table in tables:
        for row in table.rows:
            if row.kind and row.native and not row.ordered_sets:
                by_kind.setdefault(row.kind, []).append(row)
    return by_kind
