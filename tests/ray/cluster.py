"""A Ray of two processors on this machine, and tables compared bit by bit."""

import os
import sys
from collections import defaultdict
from pathlib import Path

os.environ.setdefault('RAY_AUTH_MODE', 'disabled')
os.environ.setdefault('RAY_USAGE_STATS_ENABLED', '0')
os.environ.setdefault('RAY_DATA_DISABLE_PROGRESS_BARS', '1')
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'python'))

import pyarrow as pa  # noqa: E402
import ray  # noqa: E402
import ray.data  # noqa: E402


def start(cpus=2):
    ray.init(num_cpus=cpus, include_dashboard=False, object_store_memory=200 << 20, log_to_driver=False, logging_level='error')
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False


def stop():
    ray.shutdown()


def dataset(table, blocks=5):
    """A dataset of so many blocks, whose order is that of the rows."""
    rows = max(1, -(-table.num_rows // blocks))
    return ray.data.from_arrow_refs([ray.put(table.slice(i, rows)) for i in range(0, table.num_rows, rows)])


def collected(found):
    """All rows of a dataset as one table."""
    return pa.concat_tables(t for t in ray.get(found.to_arrow_refs()))


def by_identity(table):
    """The schema, and the rows of each identity in their order: -0.0 is not 0.0, and NaN is NaN."""
    columns = []
    for column in table.columns:
        if isinstance(column.type, pa.BaseExtensionType):
            column = pa.chunked_array([c.storage for c in column.chunks], column.type.storage_type)
        if pa.types.is_float64(column.type):
            column = pa.chunked_array([c.view(pa.int64()) for c in column.chunks], pa.int64())
        columns.append(column.to_pylist())
    identity = next(i for i, name in enumerate(table.column_names) if name.split('.')[-1] == '_identity')
    rows = defaultdict(list)
    for row in zip(*columns):
        rows[row[identity]].append(row)
    return table.schema.remove_metadata(), dict(rows)
