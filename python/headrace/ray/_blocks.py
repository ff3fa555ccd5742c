"""Blocks that have all events of their identities: each a run of its own, without a shuffle."""

from __future__ import annotations

from typing import Any

from ray.data import ActorPoolStrategy

from ..columns import kinds_of
from ..distributed import Job, tables_of
from ..errors import InputError


class _BlockEngine:
    """What an actor of Ray Data's pool holds."""

    def __init__(self, job: Job, table: str):
        self._job, self._table = job, table

    def __call__(self, block: Any) -> Any:
        events = block.select(self._job.columns(block.column_names))
        table = tables_of(self._job.run_table(events))[self._table].arrow
        if kinds_of(table, self._job.schemas[self._table]):
            raise InputError('the columns of map fields hang on the events', self._table,
                             'without `partitioned` they are those of all rows')
        return table


def transform_blocks(dataset: Any, job: Job, table: str, workers: int) -> Any:
    return dataset.map_batches(_BlockEngine, fn_constructor_args=(job, table), batch_size=None, batch_format='pyarrow',
                               zero_copy_batch=True, compute=ActorPoolStrategy(size=workers))
