"""What Spark's tasks do: functions over iterators of record batches, for mapInArrow(), as objects that pickle.

    Scatter, ScatterFiles    events -> chunks for each partition                before the shuffle
    Rows                     chunks of a partition -> the rows of one table     after it
    Results                  the same -> all its tables, packed
    Unpack                   one of them

The engine's Job compiles its specs once in a worker process.
"""

from __future__ import annotations

import functools
import gc
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from ..columns import kinds_of, with_schema
from ..distributed import Job, in_order, joinable, retyped, tables_of
from ..errors import InputError
from ..result import Result, _plain
from . import chunks, lines
from .files import Piece, read_columns, read_lines

Batches = Iterable[pa.RecordBatch]

RESULTS = 'name string, payload binary'
ERRORS, STATS, KINDS = ' errors', ' stats', ' kinds'  # names that no table has

_RESULTS = pa.schema([('name', pa.string()), ('payload', pa.binary())])


@functools.cache
def spare_collector() -> None:
    """Once in a worker, when everything has been imported: Spark looks for garbage after each task, 30 milliseconds at a time among
    what modules hold for ever."""
    gc.freeze()


@dataclass(frozen=True)
class Scatter:
    """Divides the rows of a DataFrame."""

    job: Job
    partitions: int

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext
        tables = map(_in_utc, chunks.gathered(batches))
        return chunks.packed(map(self.divided, tables), TaskContext.get().partitionId())

    def divided(self, table: pa.Table) -> list[pa.Buffer | None]:
        """The rows of each partition as an Arrow stream; None where there are none."""
        parts, _ = self.job.divide(joinable(table).combine_chunks(), self.partitions)
        return [chunks.stream_of(part, chunks.CODEC) if part.num_rows else None for part in parts]


@dataclass(frozen=True)
class ScatterFiles:
    """Divides files; what it is given are the numbers of the pieces that it reads."""

    job: Job
    partitions: int
    pieces: list[Piece]

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from chunks.packed(self.divided(self.pieces[number]), number)

    def divided(self, piece: Piece) -> Iterator[list[pa.Buffer | None]] | Iterator[list[bytes | None]]:
        """The events of a piece of a file by partition, chunk after chunk."""
        if piece.format == 'json':
            return (lines.divide(self.job, text, self.partitions) for text in read_lines(piece, chunks.CHUNK_BYTES))
        columns = chunks.gathered(read_columns(piece, self.job.columns))
        return map(Scatter(self.job, self.partitions).divided, columns)


@dataclass(frozen=True)
class Evaluate:
    """Runs a partition. `order` names columns that order its events; `format` is 'json' where payloads are lines."""

    job: Job
    order: tuple[str, ...] = ()
    format: str = 'arrow'

    def __call__(self, batches: Batches, lines_to: str | None = None) -> Result | None:
        """None where the partition has no events. `lines_to` as `lines` of Job.run()."""
        from pyspark import TaskContext
        payloads, threads = chunks.unpacked(batches), TaskContext.get().cpus()
        if not payloads:
            return None
        if self.format == 'json':
            return lines.evaluate(self.job, payloads, threads, lines_to)
        events = chunks.events_of(payloads)
        if self.order:
            events, _ = in_order(events, list(self.order))
        return self.job.run_table(events, threads, lines_to)


@dataclass(frozen=True)
class Rows:
    """The rows of one table, whose columns are known before."""

    evaluate: Evaluate
    name: str
    schema: pa.Schema

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        result = self.evaluate(batches)
        if result is None:
            return
        table = tables_of(result)[self.name].arrow
        if kinds_of(table, self.schema):
            raise InputError('the columns of map fields hang on the events', self.name, 'headrace.spark.tables() finds them first')
        yield from as_spark(table, self.schema).to_batches()


@dataclass(frozen=True)
class Results:
    """All there is: a row for each table, for what was left out and counted, and for what hangs on the events."""

    evaluate: Evaluate

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        result = self.evaluate(batches)
        if result is None:
            return
        tables = {name: table.arrow for name, table in tables_of(result).items()} | {ERRORS: result.errors.arrow}
        packed: dict[str, Any] = {name: memoryview(chunks.stream_of(table)) for name, table in tables.items() if table.num_rows}
        packed[STATS] = json.dumps(result.stats).encode()
        if self.evaluate.job.window is not None:
            (name, schema), = self.evaluate.job.schemas.items()
            packed[KINDS] = json.dumps({c: sorted(kinds) for c, kinds in kinds_of(tables[name], schema).items()}).encode()
        yield pa.RecordBatch.from_arrays([pa.array(list(packed), pa.string()), pa.array(list(packed.values()), pa.binary())],
                                         schema=_RESULTS)


@dataclass(frozen=True)
class Unpack:
    """A table out of rows of Results that have its name."""

    schema: pa.Schema

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for payload in batch.column(1):
                yield from as_spark(chunks.table_of(payload.as_buffer()), self.schema).to_batches()


def _in_utc(table: pa.Table) -> pa.Table:
    """Its moments without the session's zone, which Spark gives them all: on that clock they would be other values."""
    return retyped(table, lambda kind: pa.timestamp(kind.unit, 'UTC') if pa.types.is_timestamp(kind) and kind.tz else kind)


def as_spark(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """With the columns of `schema`, in types that Spark has: JSON as strings."""
    if '_exact' in schema.names:
        table = with_schema(table, schema)
    plain = spark_schema(schema)
    return pa.table([column.cast(f.type) for column, f in zip(_plain(table).columns, plain)], schema=plain)


def spark_schema(schema: pa.Schema) -> pa.Schema:
    """The columns of a table of results as as_spark() makes them."""
    return _plain(schema.empty_table()).schema.remove_metadata()
