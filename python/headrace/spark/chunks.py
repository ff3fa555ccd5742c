"""How events travel from the task that read them to the task that evaluates their identity: as a few large rows.

Spark shuffles rows one by one, and a row costs it more than headrace takes for the event in it. So a task gathers events until
they are worth a shuffle, divides them by identity, and hands Spark one row for each part:

    partition   which task evaluates it
    source      which task, or piece of the input, read it: sources are ordered as the events are
    number      counts the chunks of a source
    bytes       of the payload before it was compressed; 0 where it is an Arrow stream
    payload     the events: an Arrow IPC stream whose buffers are compressed, or encoded lines, compressed as a whole

They are compressed here, by LZ4, because every byte of a row is copied some six times between the two tasks: through pipes between
Python and the JVM, and into and out of rows and files. Spark compresses what it writes too, and finds little left to do.

Chunks of a partition sorted by (source, number), one behind the other, are its events in their order. What a task holds is a
chunk on the way out and its partition on the way in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from ..distributed import conformed, unified

SCHEMA = 'partition int, source long, number long, bytes long, payload binary'
CHUNK_BYTES = 16 << 20
CODEC = 'lz4'

_ARROW = pa.schema([('partition', pa.int32()), ('source', pa.int64()), ('number', pa.int64()), ('bytes', pa.int64()),
                    ('payload', pa.binary())])


def gathered(batches: Iterable[pa.RecordBatch], chunk_bytes: int = CHUNK_BYTES) -> Iterator[pa.Table]:
    """Batches as tables of about `chunk_bytes`."""
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        held.append(batch)
        size += batch.nbytes
        if size >= chunk_bytes:
            yield pa.Table.from_batches(held)
            held, size = [], 0
    if held:
        yield pa.Table.from_batches(held)


def packed(divided: Iterable[list[pa.Buffer | None]] | Iterable[list[bytes | None]], source: int) -> Iterator[pa.RecordBatch]:
    """Rows of SCHEMA, a batch for each chunk: of each it is given what goes to every partition, None where that is nothing: a buffer
    with an Arrow stream, or bytes, which are compressed here."""
    for number, payloads in enumerate(divided):
        filled = [(partition, payload) for partition, payload in enumerate(payloads) if payload is not None]
        yield pa.RecordBatch.from_arrays([
            pa.array([partition for partition, _ in filled], pa.int32()),
            pa.array([source] * len(filled), pa.int64()),
            pa.array([number] * len(filled), pa.int64()),
            pa.array([len(payload) if isinstance(payload, bytes) else 0 for _, payload in filled], pa.int64()),
            pa.array([pa.compress(payload, CODEC, asbytes=True) if isinstance(payload, bytes) else memoryview(payload)
                      for _, payload in filled], pa.binary())], schema=_ARROW)


def unpacked(batches: Iterable[pa.RecordBatch]) -> list[pa.Buffer]:
    """The payloads of a partition in the order of their events."""
    found: list[tuple[Any, Any, pa.Buffer]] = []
    for batch in batches:
        _, source, number, size, payload = (batch.column(i) for i in range(5))
        events = (pa.decompress(p.as_buffer(), n, CODEC) if n else p.as_buffer() for p, n in zip(payload, size.to_pylist()))
        found += zip(source.to_pylist(), number.to_pylist(), events)
    return [events for _, _, events in sorted(found, key=lambda chunk: chunk[:2])]


def stream_of(table: pa.Table, codec: str | None = None) -> pa.Buffer:
    """A table as an Arrow IPC stream, its buffers compressed by `codec`."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=codec, use_threads=False)) as out:
        out.write_table(table)
    return sink.getvalue()


def table_of(payload: pa.Buffer) -> pa.Table:
    """The same back, without a copy where it is not compressed: the table stands on the payload's memory then."""
    return pa.ipc.open_stream(payload, options=pa.ipc.IpcReadOptions(use_threads=False)).read_all()


def events_of(payloads: list[pa.Buffer]) -> pa.Table:
    """The streams of a partition as one table. Raises InputError where a column's types differ."""
    tables = [table_of(payload) for payload in payloads]
    schema = unified(table.schema for table in tables)
    return pa.concat_tables([conformed(table, schema) for table in tables])
