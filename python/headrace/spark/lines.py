"""JSON lines taken apart once: what the specs read of them travels, encoded, and not the lines."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from .. import _headrace
from ..distributed import Job
from ..errors import translated
from ..result import Result
from ..run import run


def divide(job: Job, text: bytes, partitions: int) -> list[bytes | None]:
    """The events of whole lines by the partition of their identity, in their order. Lines that are no event go to the first."""
    with translated():
        return _headrace.divided_lines(job.compiled.native, text, job.now, partitions)


def evaluate(job: Job, payloads: Iterable[pa.Buffer], threads: int, lines: str | None = None) -> Result:
    """A run over one partition, as Job.run()."""
    return run(job.compiled, {'encoded': list(payloads), 'name': '<events>'}, job.options(threads, lines))
