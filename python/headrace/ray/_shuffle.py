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

import pyarrow
import ray
import ray.data
from ray.data.block import BlockAccessor

from ..columns import merged_schema, with_schema
from ..distributed import Job, checked_order, conformed, joinable, merged_stats, unified
from ..errors import HeadraceError
from ._engine import Engine
from ._partition import Piece

_DIVIDING_PER_WORKER = 2  # gatherings of blocks on their way at a time: what bounds memory beside the partitions
GATHERED_BYTES = 64 << 20  # blocks that are divided together: a piece costs Ray a millisecond, however small it is

Cut = tuple[int, 'int | None']  # the rows [begin, end) of a block, all from `begin` on where there is no end


@dataclass(frozen=True)
class _Header:
    """What is known of blocks that have been divided."""

    schema: Any
    rows: list[int]   # by partition
    bytes: list[int]


@ray.remote
def _divide(job: Job, order: list[str], count: int, cuts: list[Cut], *blocks: Any) -> tuple:
    tables = [_read(job, order, block, *cut) for block, cut in zip(blocks, cuts)]
    schema = unified(table.schema for table in tables)
    table = pyarrow.concat_tables([conformed(table, schema) for table in tables]).combine_chunks()
    parts, numbers = job.divide(table, count)
    header = _Header(table.schema.remove_metadata(), [p.num_rows for p in parts], [p.nbytes for p in parts])
    return header, numbers, *parts


def _read(job: Job, order: list[str], block: Any, begin: int, end: int | None) -> Any:
    """The rows of a block that are meant, as a table of what the specs read."""
    table = BlockAccessor.for_block(block).to_arrow().slice(begin, None if end is None else end - begin)
    return joinable(table.select(job.columns(table.column_names, order)))


@ray.remote
def _with_schema(table: Any, schema: Any) -> Any:
    return with_schema(table, schema)


class Shuffle:
    def __init__(self, job: Job, workers: int, partitions: int, order: list[str], retries: int):
        self._job, self._workers, self._partitions, self._order, self._retries = job, workers, partitions, order, retries
        self._tables = list(job.schemas)

    def run(self, dataset: Any, report: Callable[..., None]) -> tuple[dict[str, Any], Any, dict[str, Any]]:
        """The tables by name, the errors, and the statistics."""
        with _causes():
            known = dataset.schema(fetch_if_missing=False)
            if known is not None and known.names:
                checked_order(self._order, known.names)
            with _in_order(dataset):
                blocks = self._divide(dataset, report)
            results, stats = self._evaluate(blocks, report)
            tables = {name: self._dataset(i, name, results) for i, name in enumerate(self._tables)}
            return tables, _from_refs([errors for _, errors, *_ in results], [found.errors for found, *_ in results]), stats

    def _divide(self, dataset: Any, report: Callable[..., None]) -> list[list]:
        """[header, reference of the numbers, references of the pieces] of blocks gathered, in the dataset's order."""
        job = ray.put(self._job)
        divide = _divide.options(num_returns=self._partitions + 2, max_retries=self._retries)
        blocks: list[list] = []
        pending: dict[Any, list] = {}
        events = size = 0

        def settle() -> None:
            nonlocal events, size
            (done,), _ = ray.wait(list(pending))
            header = pending.pop(done)[0] = ray.get(done)
            events, size = events + sum(header.rows), size + sum(header.bytes)
            report(events, 0, 0, size, 0)

        for refs, cuts in _gathered(dataset):
            if len(pending) >= _DIVIDING_PER_WORKER * self._workers:
                settle()
            header, numbers, *parts = divide.remote(job, self._order, self._partitions, cuts, *refs)
            blocks.append([header, numbers, parts])
            pending[header] = blocks[-1]
        while pending:
            settle()
        return blocks

    def _evaluate(self, blocks: list[list], report: Callable[..., None]) -> tuple[list[tuple], dict[str, Any]]:
        """(report, reference of the errors, references of the tables) by partition, and the statistics."""
        schema = unified([header.schema for header, _, _ in blocks])
        checked_order(self._order if len(schema) else (), schema.names)
        pieces = self._pieces(blocks)
        headers = [header for header, _, _ in blocks]
        about = [{'events': sum(h.rows[p] for h in headers), 'bytes': sum(h.bytes[p] for h in headers)}
                 for p in range(self._partitions)]
        blocks.clear()
        results: list[Any] = [None] * self._partitions
        bytes_total, done = sum(p['bytes'] for p in about), []
        # The largest first, so that no worker begins it when the others end.
        waiting = sorted(range(self._partitions), key=lambda p: about[p]['bytes'], reverse=True)
        with self._engines() as engines:
            for partition, worker, refs in self._spread(waiting, engines, schema, pieces):
                found = ray.get(refs[0])
                results[partition] = found, *refs[1:]
                about[partition].update(seconds=found.stats['seconds'], worker=worker)
                done.append(about[partition])
                report(sum(p['events'] for p in done), 0, 0, sum(p['bytes'] for p in done), bytes_total)
        return results, {**merged_stats([found.stats for found, *_ in results]), 'partitions': about}

    @contextlib.contextmanager
    def _engines(self) -> Iterator[list[Any]]:
        actor: Any = Engine
        actor = actor.options(num_cpus=1, max_restarts=self._retries, max_task_retries=self._retries)
        engines = [actor.remote(self._job) for _ in range(min(self._workers, self._partitions))]
        try:
            yield engines
        finally:
            for engine in engines:
                ray.kill(engine)

    def _spread(self, waiting: list[int], engines: list[Any], schema: Any,
                pieces: list[Any]) -> Iterator[tuple[int, int, list[Any]]]:
        """Has partitions evaluated in this order, each by whoever is free; tells (partition, engine's number, references)."""
        idle = deque(range(len(engines)))
        pending: dict[Any, Any] = {}
        for partition in waiting:
            if not idle:
                yield self._next_of(pending, idle, pieces)
            worker = idle.popleft()
            method = engines[worker].run.options(num_returns=len(self._tables) + 2)
            refs = method.remote(schema, self._order, partition, pieces[partition])
            pending[refs[0]] = partition, worker, refs
        while pending:
            yield self._next_of(pending, idle, pieces)

    @staticmethod
    def _next_of(pending: dict[Any, tuple], idle: deque, pieces: list[Any]) -> tuple[int, int, list[Any]]:
        (done,), _ = ray.wait(list(pending))
        partition, worker, refs = pending.pop(done)
        idle.append(worker)
        pieces[partition] = None  # the object store has its room back
        return partition, worker, refs

    def _pieces(self, blocks: list[list[Any]]) -> list[list[Piece]]:
        """What each partition is made of, in the dataset's order."""
        partitions: list[list[Piece]] = [[] for _ in range(self._partitions)]
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


def _gathered(dataset: Any) -> Iterator[tuple[list[Any], list[Cut]]]:
    """References of blocks as they come, as many as are divided together, and which of their rows are meant."""
    refs: list[Any] = []
    cuts: list[Cut] = []
    size = 0
    for bundle in dataset.iter_internal_ref_bundles():
        for entry, cut in zip(bundle.blocks, bundle.slices):
            refs.append(entry.ref)
            cuts.append((0, None) if cut is None else (cut.start_offset, cut.end_offset))
            size += entry.metadata.size_bytes or 0
            if size >= GATHERED_BYTES:
                yield refs, cuts
                refs, cuts, size = [], [], 0
    if refs:
        yield refs, cuts


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
