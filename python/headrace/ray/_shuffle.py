"""Events by identity, then an engine for each partition: tasks that divide blocks, and a pool of actors.

The pieces of a partition are listed in the order of the blocks that they are from, and rows keep their order in each, so that a
partition's events stand in the order of the dataset without a column that says so.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import ray
import ray.data
from ray.data.block import BlockAccessor

from ..columns import kinds_of, merged_schema, with_schema
from ..distributed import Job, merged_stats, tables_of, unified
from ..errors import HeadraceError
from ._partition import Piece, rows_of

_DIVIDING_PER_CPU = 2  # blocks on their way at a time: what bounds memory beside the partitions


@dataclass(frozen=True)
class _Header:
    """What is known of a block that has been divided."""

    schema: Any
    rows: list[int]   # by partition
    bytes: list[int]


@dataclass(frozen=True)
class _Report:
    """What is known of a partition that has been evaluated."""

    stats: dict[str, Any]
    rows: list[int]               # by table
    kinds: list[dict[str, set]]   # by table: of columns that hang on the data
    errors: int


@ray.remote
def _divide(job: Job, order: list[str], count: int, block: Any, begin: int, end: int | None) -> tuple:
    table = BlockAccessor.for_block(block).to_arrow().slice(begin, None if end is None else end - begin)
    table = table.select(job.columns(table.column_names, order)).combine_chunks()
    parts, numbers = job.divide(table, count)
    header = _Header(table.schema.remove_metadata(), [p.num_rows for p in parts], [p.nbytes for p in parts])
    return header, numbers, *parts


@ray.remote
class _Engine:
    """Evaluates one partition after the other. Its results hang on the partition alone, so a call may be made again."""

    def __init__(self, job: Job):
        self._job = job
        job.compiled

    def run(self, schema: Any, order: list[str], partition: int, pieces: list[Piece]) -> tuple:
        rows = rows_of(schema, order, partition, pieces)
        result = self._job.run(rows.schema, rows.read)
        tables = {name: t.arrow for name, t in tables_of(result).items()}
        errors = rows.in_the_input(result.errors.arrow)
        kinds = [kinds_of(table, self._job.schemas[name]) for name, table in tables.items()]
        report = _Report(result.stats, [t.num_rows for t in tables.values()], kinds, errors.num_rows)
        return report, errors, *tables.values()


@ray.remote
def _with_schema(table: Any, schema: Any) -> Any:
    return with_schema(table, schema)


class Shuffle:
    def __init__(self, job: Job, workers: int, partitions: int, order: list[str], retries: int):
        self._job, self._workers, self._partitions, self._order, self._retries = job, workers, partitions, order, retries
        self._tables = list(job.schemas)

    def run(self, dataset: Any, report: Callable[..., None]) -> tuple[dict[str, Any], Any, dict[str, Any]]:
        """The tables by name, the errors, and the statistics."""
        with _causes(), _in_order(dataset):
            job = ray.put(self._job)
            blocks = self._divide(job, dataset, report)
            results, stats = self._evaluate(job, blocks, report)
            tables = {name: self._dataset(i, name, results) for i, name in enumerate(self._tables)}
            return tables, _from_refs([r[1] for r in results], [r[0].errors for r in results]), stats

    def _divide(self, job: Any, dataset: Any, report: Callable[..., None]) -> list[tuple]:
        """(header, reference of the numbers, references of the pieces) of each block, in the dataset's order."""
        divide = _divide.options(num_returns=self._partitions + 2, max_retries=self._retries)
        limit = _DIVIDING_PER_CPU * self._workers
        blocks: list[list] = []
        pending: dict[Any, list] = {}
        events = size = 0

        def settle() -> None:
            nonlocal events, size
            (done,), _ = ray.wait(list(pending))
            block = pending.pop(done)
            block[0] = ray.get(done)
            events, size = events + sum(block[0].rows), size + sum(block[0].bytes)
            report(events, 0, 0, size, 0)

        for bundle in dataset.iter_internal_ref_bundles():
            for entry, cut in zip(bundle.blocks, bundle.slices):
                if len(pending) >= limit:
                    settle()
                begin, end = (0, None) if cut is None else (cut.start_offset, cut.end_offset)
                header, numbers, *parts = divide.remote(job, self._order, self._partitions, entry.ref, begin, end)
                blocks.append([header, numbers, parts])
                pending[header] = blocks[-1]
        while pending:
            settle()
        return blocks

    def _evaluate(self, job: Any, blocks: list[tuple], report: Callable[..., None]) -> tuple[list[tuple], dict[str, Any]]:
        """(report, reference of the errors, references of the tables) by partition, and the statistics."""
        schema = unified([header.schema for header, _, _ in blocks])
        partitions = self._pieces(blocks)
        sizes = [sum(header.bytes[p] for header, _, _ in blocks) for p in range(self._partitions)]
        counts = [sum(header.rows[p] for header, _, _ in blocks) for p in range(self._partitions)]
        blocks.clear()
        actor = _Engine.options(num_cpus=1, max_restarts=self._retries, max_task_retries=self._retries)
        idle = deque((worker, actor.remote(job)) for worker in range(min(self._workers, self._partitions)))
        # The largest first, so that no worker begins it when the others end.
        waiting = deque(sorted(range(self._partitions), key=lambda p: (-sizes[p], p)))
        pending: dict[Any, tuple] = {}
        results: list[Any] = [None] * self._partitions
        about: list[Any] = [None] * self._partitions
        events = size = 0
        while waiting or pending:
            while waiting and idle:
                partition = waiting.popleft()
                worker, engine = idle.popleft()
                method = engine.run.options(num_returns=len(self._tables) + 2)
                refs = method.remote(schema, self._order, partition, partitions[partition])
                pending[refs[0]] = partition, worker, engine, refs
            (done,), _ = ray.wait(list(pending))
            partition, worker, engine, refs = pending.pop(done)
            found = ray.get(done)
            results[partition] = found, *refs[1:]
            about[partition] = {'events': counts[partition], 'bytes': sizes[partition], 'seconds': found.stats['seconds'],
                                'worker': worker}
            partitions[partition] = None  # its pieces are not needed any more
            idle.append((worker, engine))
            events, size = events + counts[partition], size + sizes[partition]
            report(events, 0, 0, size, sum(sizes))
        return results, {**merged_stats([r[0].stats for r in results]), 'partitions': about}

    def _pieces(self, blocks: list[tuple]) -> list[list[Piece] | None]:
        """What each partition is made of, in the dataset's order."""
        partitions: list[list[Piece] | None] = [[] for _ in range(self._partitions)]
        first = 1
        for header, numbers, parts in blocks:
            for partition, (ref, rows) in enumerate(zip(parts, header.rows)):
                if rows:
                    partitions[partition].append(Piece(ref, rows, numbers, first))
            first += sum(header.rows)
        return partitions

    def _dataset(self, i: int, name: str, results: list[tuple]) -> Any:
        refs = [tables[i] for _, _, *tables in results]
        fixed, kinds = self._job.schemas[name], [found.kinds[i] for found, *_ in results]
        if any(kinds):
            schema = merged_schema(fixed, kinds)
            refs = [_with_schema.remote(ref, schema) for ref in refs]
        return _from_refs(refs, [found.rows[i] for found, *_ in results])


def _from_refs(refs: list[Any], rows: list[int]) -> Any:
    """A dataset of tables that have rows; of one without where none has."""
    return ray.data.from_arrow_refs([ref for ref, n in zip(refs, rows) if n] or refs[:1])


@contextlib.contextmanager
def _in_order(dataset: Any) -> Iterator[None]:
    """Has the dataset's blocks come in its own order."""
    options = dataset.context.execution_options
    before, options.preserve_order = options.preserve_order, True
    try:
        yield
    finally:
        options.preserve_order = before


@contextlib.contextmanager
def _causes() -> Iterator[None]:
    """What headrace raised in another process, as if here."""
    try:
        yield
    except ray.exceptions.RayTaskError as e:
        if isinstance(e.cause, HeadraceError):
            raise e.cause from None
        raise
