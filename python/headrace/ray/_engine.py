"""The actor that evaluates partitions. Ray Data, which takes longer to import than a million events to evaluate, is not used here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import ray

from ..columns import kinds_of
from ..distributed import Job, tables_of
from ..errors import InputError
from ._partition import Piece, rows_of


@dataclass(frozen=True)
class Report:
    """What is known of a partition that has been evaluated."""

    stats: dict[str, Any]
    rows: list[int]               # by table
    kinds: list[dict[str, set]]   # by table: of columns that hang on the data
    errors: int


@ray.remote
class Engine:
    """Evaluates one partition after the other. Its results hang on the partition alone, so a call may be made again."""

    def __init__(self, job: Job):
        self._job = job
        job.compiled

    def run(self, schema: Any, order: list[str], partition: int, pieces: list[Piece]) -> tuple:
        rows = rows_of(schema, order, partition, pieces)
        result = with_trouble(rows.read, lambda read: self._job.run(rows.schema, read))
        tables = {name: t.arrow for name, t in tables_of(result).items()}
        errors = rows.in_the_input(result.errors.arrow)
        kinds = [kinds_of(table, self._job.schemas[name]) for name, table in tables.items()]
        report = Report(result.stats, [t.num_rows for t in tables.values()], kinds, errors.num_rows)
        return report, errors, *tables.values()


def with_trouble(read: Callable[[], Iterator[Any]], run: Callable[[Any], Any]) -> Any:
    """run(read), where the cluster's trouble while reading stays what it is: of it the engine hears the text alone."""
    trouble: list[Exception] = []

    def noted() -> Iterator[Any]:
        try:
            yield from read()
        except ray.exceptions.RayError as e:
            trouble.append(e)
            raise
    try:
        return run(noted)
    except InputError:
        if trouble:
            raise trouble[0] from None
        raise
