"""JSON lines divided by identity as they stand, without taking them apart."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator

import numpy
import pyarrow as pa

from .. import _headrace
from ..distributed import Job
from ..errors import translated
from ..events import adapt
from ..result import Result
from ..run import run


# Stands before lines that are cut out of a file: no event, and no beginning of one, so that what follows is read as lines even
# where the first of them is broken.
FIRST = b'cut\n'


def divide(job: Job, text: bytes, partitions: int) -> list[bytes | None]:
    """Whole lines by the partition of their identity, in their order. Lines that are no event go to the first."""
    with _as_file([FIRST, text]) as path, translated():
        hashes = _headrace.identity_hashes(job.compiled.native, adapt(path, format='json'), job.now)
    numbers = (numpy.frombuffer(hashes, 'uint64')[1:] % numpy.uint64(partitions)).astype('uint16')
    return [part or None for part in _headrace.lines_by_partition(text, numbers.tobytes(), partitions)]


def evaluate(job: Job, payloads: Iterable[pa.Buffer], threads: int, lines: str | None = None) -> Result:
    """A run over one partition, as Job.run()."""
    with _as_file([FIRST, *payloads]) as path:
        result = run(job.compiled, adapt(path, format='json'), job.options(threads, lines))
    result._errors = [(file, line - 1, *rest) for file, line, *rest in result._errors if line > 1]
    result.stats['skipped'] -= 1
    return result


@contextlib.contextmanager
def _as_file(parts: Iterable[bytes | pa.Buffer]) -> Iterator[str]:
    """A path under which these bytes can be read, in memory."""
    descriptor = os.memfd_create('headrace-lines')
    try:
        with open(descriptor, 'wb', closefd=False) as file:
            for part in parts:
                file.write(part)
        yield f'/proc/self/fd/{descriptor}'
    finally:
        os.close(descriptor)
