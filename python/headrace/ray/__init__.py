"""headrace on Ray: the same specs over a ray.data.Dataset, on as many machines as the cluster has.

    import headrace.ray

    rows = headrace.ray.transform(ray.data.read_parquet('events/'), 'sessions.yml', 'features.yml')
    results = headrace.ray.run(dataset, 'sessions.yml')        # all tables, what was left out, what was counted
    results['session'].to_pandas()

The values are those of headrace.transform() over the same dataset, bit for bit; docs/ray.md says how, and in which order rows come.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..distributed import Job, checked_partitions, table_name
from ..progress import reporter
from ..spec import Source

try:
    import ray  # and not ray.data: whoever has a dataset has imported it, and engines need not
except ImportError as e:
    raise ImportError("headrace.ray needs Ray: pip install 'headrace[ray]'", name='ray') from e

if TYPE_CHECKING:
    from ray.data import Dataset

log = logging.getLogger('headrace')

__all__ = ['Results', 'run', 'transform']

_OF_SHUFFLE = ('order', 'partitions', 'retries', 'progress')  # what run() has besides the options of a Job


@dataclass
class Results:
    """What a run gave, in the cluster's object store. `results['session']` is the table of an aggregate."""

    tables: dict[str, Dataset]
    """The tables of stored aggregates by name; empty with a window spec."""
    rows: Dataset | None
    """The window rows; None without a window spec."""
    errors: Dataset
    """The events that were left out: file, line (the row's number in the input, from 1), reason, detail, text."""
    stats: dict[str, Any] = field(repr=False)
    """As headrace.Result.stats, `seconds` added up over partitions; and `partitions`: a dict of `events`, `bytes`, `seconds` and
    `worker` (a number) for each."""
    diagnostics: list = field(repr=False)
    """Warnings and notes about the specs."""

    def __getitem__(self, name: str) -> Dataset:
        return self.tables[name]

    @property
    def table(self) -> Dataset:
        """The one table there is: the window rows, or those of the only stored aggregate. Raises LookupError."""
        if self.rows is not None:
            return self.rows
        if len(self.tables) != 1:
            raise LookupError(f'there are {len(self.tables)} tables: {", ".join(self.tables)}')
        return next(iter(self.tables.values()))


def run(dataset: Dataset, stream: Source, window: Source | None = None, *, order: str | Iterable[str] = (),
        partitions: int | None = None, workers: int | None = None, retries: int = 3, seed: int = 0, now: str = '',
        progress: bool | Callable[..., None] | None = None, functions: dict[str, Callable] | None = None,
        keep_going: bool = False) -> Results:
    """Runs specs over a dataset's events, divided by identity among engines, each in an actor of its own.

    dataset: events, a row each; columns are keys (docs/columns.md). It is read once, as a stream, and not kept.
    order: columns that say which of two events of the same time comes first; further rows' order is that of the dataset, as is
        everything without `order`. Name a log's partition and offset where the dataset's order means nothing.
    partitions: into how many the identities are divided; four for each worker unless given. More of them even out skew and take
        less memory at a time.
    workers: engines at work, each on a CPU; one for each CPU of the cluster unless given.
    retries: how often the work of a process that was killed is done again, before RayError is raised.
    progress: as of headrace.transform(), told (events, 0, 0, bytes, bytes of all) while events are divided, then evaluated.
    seed, now, functions, keep_going: as of headrace.transform().

    Raises SpecError, InputError, UsageError; ray.exceptions.RayError where the cluster fails.
    """
    job = Job(stream, window, now=now, seed=seed, functions=functions, keep_going=keep_going)
    return _run(job, dataset, order, partitions, workers, retries, progress)


def _run(job: Job, dataset: Dataset, order: str | Iterable[str] = (), partitions: int | None = None,
         workers: int | None = None, retries: int = 3, progress: bool | Callable[..., None] | None = None) -> Results:
    for d in job.diagnostics:
        log.log(logging.WARNING if d.severity == 'warning' else logging.INFO, '%s', d)
    workers = workers or max(1, int(_cluster_cpus()))
    columns = [order] if isinstance(order, str) else list(order)
    from ._shuffle import Shuffle
    shuffle = Shuffle(job, workers, checked_partitions(partitions, 4 * workers), columns, retries)
    with reporter(progress) as report:
        tables, errors, stats = shuffle.run(dataset, report or _nobody)
    if stats['skipped']:
        log.warning('%d of %d events were left out; results.errors has them', stats['skipped'], stats['skipped'] + stats['events'])
    rows = next(iter(tables.values())) if job.window is not None else None
    return Results({} if rows is not None else tables, rows, errors, stats, job.diagnostics)


def transform(dataset: Dataset, stream: Source, window: Source | None = None, *, aggregate: str | None = None,
              partitioned: bool = False, workers: int | None = None, **options: Any) -> Dataset:
    """The window rows, or the rows of one aggregate, as a dataset. It stays in the cluster; to_pandas(), iter_torch_batches(),
    write_parquet() and its like go on from there.

    aggregate: which one, where the streaming spec stores several. With a window spec there is one table, its rows.
    partitioned: each block of the dataset has all events of its identities. Then nothing is shuffled and nothing runs yet: the
        dataset is lazy, and each block goes through an engine as it comes. Map fields of a window spec have columns that
        hang on all rows: they are an InputError then.
    options: as of run(); with `partitioned` only seed, now, functions and keep_going.

    Raises what run() raises, and UsageError.
    """
    shuffled = {name: options.pop(name) for name in _OF_SHUFFLE if name in options and not partitioned}
    job = Job(stream, window, **options)
    name = table_name(job.schemas, aggregate, 'headrace.ray.run()')
    if partitioned:
        from ._blocks import transform_blocks
        return transform_blocks(dataset, job, name, workers or max(1, int(_cluster_cpus())))
    results = _run(job, dataset, workers=workers, **shuffled)
    return results.rows if results.rows is not None else results.tables[name]


def _cluster_cpus() -> float:
    if not ray.is_initialized():
        ray.init()
    return ray.cluster_resources().get('CPU', 1)


def _nobody(*numbers: int) -> None:
    pass
