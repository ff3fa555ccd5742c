"""Event files as pieces that tasks read for themselves, so that no event is ever a row of Spark's.

JSON lines are cut at line ends into ranges of bytes; Parquet and Arrow files are a piece each, and so are compressed lines. Files
are opened by pyarrow: a path that every worker sees, or an address such as s3://bucket/events/ or hdfs://host/events/.
"""

from __future__ import annotations

import codecs
import itertools
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa
from pyarrow import fs

from .. import _headrace
from ..errors import InputError, translated

log = logging.getLogger('headrace')

SPLIT_BYTES = 64 << 20

_FORMATS = {'.jsonl': 'json', '.ndjson': 'json', '.json': 'json', '.parquet': 'parquet', '.pq': 'parquet',
            '.arrow': 'arrow', '.arrows': 'arrow', '.feather': 'arrow', '.ipc': 'arrow'}
_ENDINGS = ('', '.csv', *_FORMATS)  # of events, whether pieces can be made of them or not
_COMPRESSIONS = {'.gz': 'gzip', '.zst': 'zstd'}


@dataclass(frozen=True)
class Piece:
    """The lines that begin in [begin, end) of a file, or all of it where there is no `end`."""

    path: str
    format: str
    compression: str | None = None
    begin: int = 0
    end: int | None = None
    address: str = ''  # as it was named, where the path is one of another file system than this machine's


def pieces(paths: list[str], format: str = '', split_bytes: int = SPLIT_BYTES) -> list[Piece]:
    """Of files, folders and patterns, in the order of the paths; those of a folder or a pattern by their names.

    Raises InputError where a path stands for no file, or where files are of several formats, or of one that has no pieces.
    """
    found = [piece for path in paths for file in _files(path) for piece in _cut(*file, format, split_bytes)]
    if len({piece.format for piece in found}) > 1:
        raise InputError('JSON lines and columns cannot be read in one run', found[0].path, 'run them one after the other')
    return found


def _files(path: str) -> Iterator[tuple[str, int, str]]:
    """Paths, sizes and addresses."""
    if path == '-':
        raise InputError('standard input is of one process, and Spark reads in many', path)
    if '://' in path and not os.path.exists(path):
        yield from _of_address(path)
        return
    with translated():
        files, left_out = _headrace.event_files(path)
    _tell_left_out(left_out)
    for file in files:
        yield file, os.path.getsize(file), ''


def _of_address(address: str) -> Iterator[tuple[str, int, str]]:
    """The same, of another file system: what is taken of a folder is as on this machine."""
    if '*' in address or '[' in address:
        raise InputError('a pattern stands for files of this machine', address, 'name the folder, or the files')
    filesystem, name = fs.FileSystem.from_uri(address)
    info = filesystem.get_file_info(name)
    if info.type == fs.FileType.File:
        yield info.path, info.size, address
        return
    taken: list[fs.FileInfo] = []
    left_out: list[fs.FileInfo] = []
    if info.type == fs.FileType.Directory:
        inside = filesystem.get_file_info(fs.FileSelector(name, recursive=True))
        for file in sorted((i for i in inside if i.type == fs.FileType.File), key=lambda i: i.path):
            way = file.path.removeprefix(name).strip('/').split('/')  # from the folder on: a hidden one is hidden whole
            if not any(map(_is_hidden, way)):
                (taken if _kind(way[-1])[0] in _ENDINGS else left_out).append(file)
    _tell_left_out([file.path for file in left_out])
    if not taken:
        raise InputError('there is no such file', address)
    for file in taken:
        yield file.path, file.size, address


def _is_hidden(name: str) -> bool:
    """Whether nobody takes it for events; the last are what a run says of its output."""
    return name.startswith(('.', '_')) or _plain(name)[0].endswith('.meta.json')


def _tell_left_out(files: list[str]) -> None:
    for file in files:
        log.info('%s was left out: its name is not one of events', file)


def _plain(name: str) -> tuple[str, str | None]:
    """A name in lower case, without what says that the file is compressed, and how it is."""
    stem, ending = os.path.splitext(name.lower())
    return (stem, _COMPRESSIONS[ending]) if ending in _COMPRESSIONS else (name.lower(), None)


def _kind(name: str) -> tuple[str, str | None]:
    """The ending of that, and the compression."""
    plain, compression = _plain(name)
    return os.path.splitext(plain)[1], compression


def _cut(path: str, size: int, address: str, format: str, split_bytes: int) -> Iterator[Piece]:
    ending, compression = _kind(path.rsplit('/', 1)[-1])
    whole = Piece(path, format or _FORMATS.get(ending, ''), compression, address=address)
    if not whole.format and not ending:
        whole = replace(whole, format=_format_of_content(whole))
    if whole.format not in ('json', 'parquet', 'arrow'):
        raise InputError('on Spark only JSON lines, Parquet and Arrow files are read', path,
                         'name the format with --input-format, or read it with Spark and call headrace.spark.transform()')
    if compression or whole.format != 'json':
        yield whole
        return
    for begin in range(0, max(size, 1), split_bytes):
        yield replace(whole, begin=begin, end=min(begin + split_bytes, size))


def _format_of_content(piece: Piece) -> str:
    """Of a file whose name does not tell it."""
    with _filesystem(piece).open_input_stream(piece.path, compression=piece.compression) as stream:
        head = stream.read(_headrace.SNIFF_BYTES)
    if head.startswith(b'PAR1'):
        return 'parquet'
    if head.startswith((b'ARROW1', b'\xff\xff\xff\xff')):
        return 'arrow'
    return 'json' if head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b'', b'{', b'[') else ''


def _filesystem(piece: Piece) -> fs.FileSystem:
    return fs.FileSystem.from_uri(piece.address)[0] if piece.address else fs.LocalFileSystem()


def read_lines(piece: Piece, chunk_bytes: int) -> Iterator[bytes]:
    """The piece as whole lines, about `chunk_bytes` at a time, each with its line end; a file's without its byte-order mark.

    Raises InputError where the file is JSON in another layout: an array, or events over several lines.
    """
    filesystem = _filesystem(piece)
    if piece.end is None:
        with filesystem.open_input_stream(piece.path, compression=piece.compression) as stream:
            head = stream.read(_headrace.SNIFF_BYTES)
            _check_layout(head, piece)
            yield from _whole_lines(itertools.chain([head], iter(lambda: stream.read(chunk_bytes), b'')), True)
        return
    with filesystem.open_input_file(piece.path) as file:
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
    with _filesystem(piece).open_input_file(piece.path) as file:
        if piece.format == 'parquet':
            import pyarrow.parquet
            parquet = pyarrow.parquet.ParquetFile(file)
            yield from parquet.iter_batches(columns=choose(parquet.schema_arrow.names))
            return
        is_file = file.read(6) == b'ARROW1'
        file.seek(0)
        if is_file:
            with pa.ipc.open_file(file) as batches:
                names = choose(batches.schema.names)
                for i in range(batches.num_record_batches):
                    yield batches.get_batch(i).select(names)
            return
        while file.tell() < file.size():  # streams may stand one behind the other
            with pa.ipc.open_stream(file) as stream:
                names = choose(stream.schema.names)
                yield from (batch.select(names) for batch in stream)
