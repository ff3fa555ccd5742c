"""The events of one partition, read out of the object store as the engine asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ray

from ..distributed import conformed, in_order

_FETCHED = 8  # pieces at a time


@dataclass(frozen=True)
class Piece:
    """The rows of one block of the input that belong to one partition."""

    table: Any    # a reference
    rows: int
    numbers: Any  # a reference: the partition of each row of the block
    first: int    # the number of the block's first row in the input, from 1


@dataclass
class _InputOrder:
    """Piece after piece. Only those that have been fetched last are held."""

    schema: Any
    partition: int
    pieces: list[Piece]

    def read(self) -> Iterator[Any]:
        for i in range(0, len(self.pieces), _FETCHED):
            for table in ray.get([p.table for p in self.pieces[i:i + _FETCHED]]):
                yield from conformed(table, self.schema).to_batches()

    def in_the_input(self, errors: Any) -> Any:
        """A table of errors whose lines are rows of the input instead of this partition."""
        if not errors.num_rows:
            return errors
        import pyarrow
        lines = self._rows()[errors['line'].to_numpy() - 1]
        return errors.set_column(errors.column_names.index('line'), 'line', pyarrow.array(lines, 'uint64'))

    def _rows(self) -> Any:
        """The number in the input of each row of the partition."""
        import numpy
        return numpy.concatenate([p.first + numpy.flatnonzero(ray.get(p.numbers) == self.partition) for p in self.pieces])


class _NamedOrder(_InputOrder):
    """Sorted by columns: all of the partition is held."""

    def __init__(self, schema: Any, partition: int, pieces: list[Piece], order: list[str]):
        import pyarrow
        super().__init__(schema, partition, pieces)
        batches = list(super().read())
        self._table, self._order = in_order(pyarrow.Table.from_batches(batches, schema), order)

    def read(self) -> Iterator[Any]:
        yield from self._table.to_batches()

    def _rows(self) -> Any:
        return super()._rows()[self._order]


def rows_of(schema: Any, order: list[str], partition: int, pieces: list[Piece]) -> _InputOrder:
    if order and pieces:
        return _NamedOrder(schema, partition, pieces, order)
    return _InputOrder(schema, partition, pieces)
