"""Event files as pieces that tasks read for themselves, so that no event is ever a row of Spark's.

JSON lines are cut at line ends into ranges of bytes; Parquet and Arrow files are a piece each, and so are compressed lines. Files
are opened by pyarrow: a path that every worker sees, or an address such as s3://bucket/events/ or hdfs://host/events/.
"""

from __future__ import annotations

import codecs
import glob
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
from pyarrow import fs

from .. import _headrace
from ..errors import InputError

SPLIT_BYTES = 64 << 20

_FORMATS = {'jsonl': 'json', 'ndjson': 'json', 'json': 'json', 'parquet': 'parquet', 'pq': 'parquet', 'arrow': 'arrow',
            'feather': 'arrow', 'ipc': 'arrow'}
_COMPRESSIONS = {'gz': 'gzip', 'zst': 'zstd'}


@dataclass(frozen=True)
class Piece:
    """The lines that begin in [begin, end) of a file, or all of it where there is no `end`."""

    path: str
    format: str
    compression: str | None = None
    begin: int = 0
    end: int | None = None


def pieces(paths: list[str], format: str = '', split_bytes: int = SPLIT_BYTES) -> list[Piece]:
    """Of files, folders and patterns, in the order of the paths; those of a folder or a pattern by their names.

    Raises InputError where a path stands for no file, or where files are of several formats, or of one that has no pieces.
    """
    found = [piece for path in paths for file in _files(path) for piece in _cut(*file, format, split_bytes)]
    if len({piece.format for piece in found}) > 1:
        raise InputError('JSON lines and columns cannot be read in one run', found[0].path, 'run them one after the other')
    return found


def _files(path: str) -> list[tuple[str, int]]:
    """Paths and sizes."""
    filesystem, inside = _opened(path)
    if isinstance(filesystem, fs.LocalFileSystem):
        names = [inside] if filesystem.get_file_info(inside).type != fs.FileType.NotFound else sorted(glob.glob(inside))
        prefix = ''
    else:
        names, prefix = [inside], path[:-len(inside)]
    found = [(prefix + info.path, info.size) for name in names for info in _listed(filesystem, name)]
    if not found:
        raise InputError('there is no such file', path)
    return found


def _listed(filesystem: fs.FileSystem, name: str) -> list[fs.FileInfo]:
    info = filesystem.get_file_info(name)
    if info.type == fs.FileType.File:
        return [info]
    if info.type == fs.FileType.NotFound:
        return []
    inside = filesystem.get_file_info(fs.FileSelector(name, recursive=True))
    return sorted((i for i in inside if i.type == fs.FileType.File and not i.base_name.startswith(('.', '_'))), key=lambda i: i.path)


def _cut(path: str, size: int, format: str, split_bytes: int) -> Iterator[Piece]:
    *stem, ending = path.lower().rsplit('/', 1)[-1].split('.')
    compression = _COMPRESSIONS.get(ending)
    if compression:
        ending = stem[-1]
    kind = format or _FORMATS.get(ending)
    if kind not in ('json', 'parquet', 'arrow'):
        raise InputError('on Spark only JSON lines, Parquet and Arrow files are read', path,
                         'name the format with --input-format, or read it with Spark and call headrace.spark.transform()')
    if compression or kind != 'json':
        yield Piece(path, kind, compression)
        return
    for begin in range(0, max(size, 1), split_bytes):
        yield Piece(path, kind, None, begin, min(begin + split_bytes, size))


def _opened(path: str) -> tuple[fs.FileSystem, str]:
    return fs.FileSystem.from_uri(path) if '://' in path else (fs.LocalFileSystem(), path)


def read_lines(piece: Piece, chunk_bytes: int) -> Iterator[bytes]:
    """The piece as whole lines, about `chunk_bytes` at a time, each with its line end; a file's without its byte-order mark.

    Raises InputError where the file is JSON in another layout: an array, or events over several lines.
    """
    filesystem, path = _opened(piece.path)
    if piece.end is None:
        with filesystem.open_input_stream(path, compression=piece.compression) as stream:
            head = stream.read(_headrace.SNIFF_BYTES)
            _check_layout(head, piece)
            yield from _whole_lines(itertools.chain([head], iter(lambda: stream.read(chunk_bytes), b'')), True)
        return
    with filesystem.open_input_file(path) as file:
        if piece.begin == 0:
            _check_layout(file.read_at(min(_headrace.SNIFF_BYTES, file.size()), 0), piece)
        begin, end = (_line_begin(file, at) for at in (piece.begin, piece.end))
        blocks = (file.read_at(min(chunk_bytes, end - at), at) for at in range(begin, end, chunk_bytes))
        yield from _whole_lines(blocks, piece.begin == 0)


def _check_layout(head: bytes, piece: Piece) -> None:
    if not _headrace.is_json_lines(head):
        raise InputError('on Spark JSON is read as lines, an event on each', piece.path,
                         'read it with Spark and call headrace.spark.transform(), or run without --runner=spark')


def _line_begin(file: pa.NativeFile, at: int) -> int:
    """Where the first line begins that does so at `at` or later."""
    if at == 0:
        return 0
    size, at = file.size(), at - 1
    while at < size:
        block = file.read_at(min(1 << 16, size - at), at)
        found = block.find(b'\n')
        if found >= 0:
            return at + found + 1
        at += len(block)
    return size


def _whole_lines(blocks: Iterable[bytes], from_begin: bool) -> Iterator[bytes]:
    rest = b''
    for block in blocks:
        if from_begin:
            block, from_begin = block.removeprefix(codecs.BOM_UTF8), False
        end = block.rfind(b'\n') + 1
        if end == 0:
            rest += block
            continue
        text, rest = rest + memoryview(block)[:end], block[end:]
        yield text
    if rest:
        yield rest + b'\n'


def read_columns(piece: Piece, choose: Callable[[list[str]], list[str]]) -> Iterator[pa.RecordBatch]:
    """A Parquet or Arrow file's batches; `choose` gives the names of columns that are read."""
    filesystem, path = _opened(piece.path)
    with filesystem.open_input_file(path) as file:
        if piece.format == 'parquet':
            import pyarrow.parquet
            parquet = pyarrow.parquet.ParquetFile(file)
            yield from parquet.iter_batches(columns=choose(parquet.schema_arrow.names))
            return
        with pa.ipc.open_file(file) as batches:
            names = choose(batches.schema.names)
            for i in range(batches.num_record_batches):
                yield batches.get_batch(i).select(names)
