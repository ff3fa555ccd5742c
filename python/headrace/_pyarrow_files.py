"""Parquet and Arrow IPC files for the native module, by the pyarrow that is installed. Called by src/module/pyarrow_files.cpp."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

_ROWS = 16_384  # decoded at a time


class _Input(io.RawIOBase):
    """A file whose bytes somebody else reads."""

    def __init__(self, read_at: Callable[[int, int], bytes], size: int):
        self._read_at, self._size, self._at = read_at, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        wanted = self._size - self._at if size is None or size < 0 else min(size, self._size - self._at)
        parts = []
        while wanted > 0:
            part = self._read_at(self._at, wanted)
            if not part:
                break
            parts.append(part)
            self._at += len(part)
            wanted -= len(part)
        return b''.join(parts)


class _ParquetReader:
    def __init__(self, source: Any):
        import pyarrow.parquet
        self._file = pyarrow.parquet.ParquetFile(source)
        self.schema = self._file.schema_arrow

    def read(self, columns: list[int]) -> Any:
        # By position: names may come twice. The leaves of a column are the paths that begin with its name.
        names = [self.schema.field(i).name for i in columns]
        chosen = pa.schema([self.schema.field(i) for i in columns])
        groups = self._file.iter_batches(batch_size=_ROWS, columns=names)
        batches = (pa.RecordBatch.from_arrays([_column(b, n) for n in names], schema=chosen) if names else _rows(b)
                   for b in groups)
        return pa.RecordBatchReader.from_batches(chosen, batches).__arrow_c_stream__()

    def schema_capsule(self) -> Any:
        return self.schema.__arrow_c_schema__()


class _IpcReader:
    def __init__(self, source: Any, is_file: bool):
        self._is_file = is_file
        self._reader = pa.ipc.open_file(source) if is_file else pa.ipc.open_stream(source)
        self.schema = self._reader.schema

    def _batches(self) -> Iterator[Any]:
        if not self._is_file:
            yield from self._reader
            return
        for i in range(self._reader.num_record_batches):
            yield self._reader.get_batch(i)

    def read(self, columns: list[int]) -> Any:
        chosen = pa.schema([self.schema.field(i) for i in columns])

        def selected() -> Iterator[Any]:
            for batch in self._batches():
                batch.validate(full=True)
                if columns:
                    yield pa.RecordBatch.from_arrays([batch.column(i) for i in columns], schema=chosen)
                else:
                    yield _rows(batch)
        return pa.RecordBatchReader.from_batches(chosen, selected()).__arrow_c_stream__()

    def schema_capsule(self) -> Any:
        return self.schema.__arrow_c_schema__()


def _column(batch: pa.RecordBatch, name: str) -> pa.Array:
    return batch.column(batch.schema.get_all_field_indices(name)[-1])


def _rows(batch: pa.RecordBatch) -> pa.RecordBatch:
    """As many rows without a column."""
    return pa.RecordBatch.from_struct_array(pa.array([{}] * batch.num_rows, pa.struct([])))


def open(read_at: Callable[[int, int], bytes], size: int) -> _ParquetReader | _IpcReader:
    """The reader for a file's content."""
    head = read_at(0, 8)
    source = pa.PythonFile(_Input(read_at, size), mode='r')
    if head.startswith(b'PAR1'):
        return _ParquetReader(source)
    return _IpcReader(source, head.startswith(b'ARROW1'))


class _Output(io.RawIOBase):
    def __init__(self, append: Callable[[bytes], None]):
        self._append, self._at = append, 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        self._append(bytes(data))
        self._at += len(data)
        return len(data)


class _Writer:
    def __init__(self, append: Callable[[bytes], None], parquet: bool, schema: pa.Schema):
        self.schema = schema
        self._file = pa.PythonFile(_Output(append), mode='w')
        self._parquet = parquet
        self._pending: list[pa.RecordBatch] = []
        if parquet:
            import pyarrow.parquet
            self._writer = pyarrow.parquet.ParquetWriter(self._file, schema, compression='zstd', write_page_checksum=True)
        else:
            self._writer = pa.ipc.new_file(self._file, schema)

    def write(self, array: Any, cuts: list[int]) -> None:
        batch = pa.RecordBatch._import_from_c_capsule(self.schema.__arrow_c_schema__(), array)
        begin = 0
        for cut in cuts:
            self._pending.append(batch.slice(begin, cut - begin))
            self._flush()
            begin = cut
        self._pending.append(batch.slice(begin))

    def _flush(self) -> None:
        table = pa.Table.from_batches(self._pending, self.schema).combine_chunks()
        self._pending = []
        if table.num_rows:
            if self._parquet:
                self._writer.write_table(table, row_group_size=max(table.num_rows, 1))
            else:
                self._writer.write_table(table)

    def finish(self, metadata: dict[str, str]) -> None:
        self._flush()
        # Arrow's file writer and pyarrow 15 have no place for what is known at the end only.
        if self._parquet and hasattr(self._writer, 'add_key_value_metadata'):
            self._writer.add_key_value_metadata(metadata)
        self._writer.close()
        self._file.close()

    def discard(self) -> None:
        """The file is not wanted any more: nothing is written behind what was."""
        if self._parquet:
            self._writer.is_open = False  # else it writes its end when it is collected


def create(append: Callable[[bytes], None], parquet: bool, schema: Any) -> _Writer:
    """A file of rows with this schema (a capsule), its bytes handed to `append`."""
    return _Writer(append, parquet, pa.Schema._import_from_c_capsule(schema))
