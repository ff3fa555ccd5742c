"""Cases of rows: row by row, or all mixed with operands that are rows themselves."""

import random

from format_operands import FormatOperands
from operands import Operands
from rows import load_tables, rows_by_kind
from text_operands import TextOperands
from time_operands import TimeOperands


class AllOperands(Operands, TimeOperands, FormatOperands, TextOperands):
    pass


class Generator:
    """Deterministic in its seed: the same seed, row and number give the same case."""

    def __init__(self, seed):
        self.seed = seed
        self.tables = load_tables()
        self.rows = [row for table in self.tables for row in table.rows]
        self._by_kind = rows_by_kind(self.tables)

    def case(self, row, number):
        """The `number`-th case of a row: three in ten have operands that are rows themselves."""
        r = random.Random('%s/%s/%d' % (self.seed, row.id, number))
        depth = r.choice([0, 0, 0, 0, 0, 0, 0, 1, 1, 2])
        wild = r.choice([0, 0, 0.02, 0.1])
        operands = AllOperands(r, self._by_kind, depth, wild)
        case = {'e': row.expression(operands), 's': operands.source}
        if operands.fields:
            case['f'] = operands.fields
        return case

    def round(self, number, only=None):
        """One case of every row (of `only`'s rows or subjects); rows of less weight are now and then left out."""
        for row in self.rows:
            if only and row.id not in only and row.subject not in only:
                continue
            if row.weight == 1 or random.Random('%d/%s' % (number, row.id)).random() < row.weight:
                yield row, self.case(row, number)
