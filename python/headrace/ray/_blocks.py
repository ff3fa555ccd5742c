"""Blocks that have all events of their identities: each a run of its own, without a shuffle."""

from __future__ import annotations

from typing import Any

from ..distributed import Job, tables_of


class _BlockEngine:
    """What an actor of Ray Data's pool holds."""

    def __init__(self, job: Job, table: str):
        self._job, self._table = job, table

    def __call__(self, block: Any) -> Any:
        events = block.select(self._job.columns(block.column_names))
        return tables_of(self._job.run_table(events))[self._table].arrow


def transform_blocks(dataset: Any, job: Job, table: str, workers: int) -> Any:
    return dataset.map_batches(_BlockEngine, fn_constructor_args=(job, table), batch_size=None, batch_format='pyarrow',
                               zero_copy_batch=True, concurrency=workers)
