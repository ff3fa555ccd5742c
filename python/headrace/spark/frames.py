"""headrace.spark.transform(): a streaming spec, with or without a window spec, over a Spark DataFrame."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from ..columns import merged_schema
from ..distributed import Job, checked_order, checked_partitions, table_name
from ..errors import OutsideError
from ..spec import Source
from . import chunks, tasks
from .files import Piece
from .worker import shipped

_ERRORS = pa.schema([('file', pa.string()), ('line', pa.int64()), ('reason', pa.string()), ('detail', pa.string()),
                     ('text', pa.string())])
_TYPES = {pa.int64(): 'bigint', pa.int32(): 'int', pa.bool_(): 'boolean', pa.string(): 'string', pa.float64(): 'double',
          pa.timestamp('us', 'UTC'): 'timestamp'}


def transform(df: Any, stream: Source, window: Source | None = None, *, aggregate: str | None = None,
              order: str | Sequence[str] = (), partitions: int | None = None, seed: int = 0, now: str = '',
              functions: dict[str, Callable] | None = None, keep_going: bool = False) -> Any:
    """The rows of features of a window spec, or the blocks of a streaming spec's aggregate, as a pyspark DataFrame.

    df: events, a row each. Only the columns that the specs read travel.
    stream, window, seed, now, functions, keep_going: as of headrace.transform(). What specs import must be importable on the
        workers (docs/spark.md).
    aggregate: whose blocks; needed where the streaming spec stores several. tables() gives all of them at once.
    order: columns that order events of equal time. Unless given it is the order of the rows in `df`, partition by partition.
    partitions: into how many tasks identities are divided; spark.sql.shuffle.partitions unless given. No result depends on it.

    Lazy, as all of Spark: nothing runs before an action. Columns are those of docs/columns.md, with JSON as strings; rows of
    different identities have no order. Raises SpecError, UsageError; OutsideError where pyspark is too old.
    """
    job = Job(stream, window, now=now, seed=seed, functions=functions, keep_going=keep_going)
    name = table_name(job.schemas, aggregate, 'headrace.spark.tables()')
    evaluate = tasks.Evaluate(job, tuple(checked_order(order, df.columns)))
    schema = job.schemas[name]
    return mapped(scattered(df, job, evaluate.order, partitions), tasks.Rows(evaluate, name, schema), _ddl(schema))


def tables(df: Any, stream: Source, window: Source | None = None, *, order: str | Sequence[str] = (),
           partitions: int | None = None, seed: int = 0, now: str = '', functions: dict[str, Callable] | None = None,
           keep_going: bool = False) -> dict[str, Any]:
    """All tables of one run by name, and `errors`, the events that were left out: DataFrames over one result, which the first
    action computes and Spark keeps, in memory or on its disks, until spark.catalog.clearCache().

    Arguments as of transform(). With a window spec the results are computed at once: map fields have columns that hang on them.
    """
    job = Job(stream, window, now=now, seed=seed, functions=functions, keep_going=keep_going)
    evaluate = tasks.Evaluate(job, tuple(checked_order(order, df.columns)))
    return unpacked(job, results_of(scattered(df, job, evaluate.order, partitions), evaluate))


def scattered(df: Any, job: Job, order: Sequence[str], partitions: int | None) -> Any:
    """The chunks of a DataFrame's events, each in its partition."""
    from pyspark.sql import functions as F
    count = checked_partitions(partitions, shuffle_partitions(df.sparkSession))
    read = df.select(*(F.col(_quoted(name)) for name in job.columns(df.columns, also=order)))
    return _placed(mapped(read, tasks.Scatter(job, count), chunks.SCHEMA), count)


def scattered_files(session: Any, pieces: list[Piece], job: Job, partitions: int | None = None) -> Any:
    """The same of files; a task reads a piece."""
    count = checked_partitions(partitions, shuffle_partitions(session))
    numbers = session.range(0, len(pieces), 1, len(pieces))
    return _placed(mapped(numbers, tasks.ScatterFiles(job, count, pieces), chunks.SCHEMA), count)


def results_of(chunks_in_place: Any, evaluate: tasks.Evaluate) -> Any:
    """All results of a run, a few rows for each partition, computed once."""
    return mapped(chunks_in_place, tasks.Results(evaluate), tasks.RESULTS).persist()


def unpacked(job: Job, results: Any) -> dict[str, Any]:
    """The tables in a frame of results_of(). With a window spec its columns are found first, which computes the results."""
    from pyspark.sql import functions as F

    def rows(name: str) -> Any:
        return results.where(F.col('name') == name)
    schemas = dict(job.schemas)
    if job.window is not None:
        kinds = [{column: set(held) for column, held in json.loads(row.payload).items()} for row in rows(tasks.KINDS).collect()]
        schemas = {name: merged_schema(schema, kinds) for name, schema in schemas.items()}
    schemas[tasks.ERRORS] = _ERRORS
    found = {name: mapped(rows(name), tasks.Unpack(schema), _ddl(schema)) for name, schema in schemas.items()}
    found['errors'] = found.pop(tasks.ERRORS)
    return found


def shuffle_partitions(session: Any) -> int:
    """How many partitions the session makes of a shuffle."""
    return int(session.conf.get('spark.sql.shuffle.partitions'))


def mapped(df: Any, task: Callable, schema: str) -> Any:
    """A task of tasks.py over the partitions of a frame."""
    return df.mapInArrow(shipped(task), schema)


def _placed(divided: Any, partitions: int) -> Any:
    from pyspark.sql import functions as F
    if not hasattr(divided, 'repartitionById'):
        raise OutsideError('this pyspark cannot put rows into partitions by number', 'pyspark', 'pyspark 4.1 and later can')
    return divided.repartitionById(partitions, F.col('partition'))


def _quoted(name: str) -> str:
    return '`' + name.replace('`', '``') + '`'


def _ddl(schema: pa.Schema) -> str:
    return ', '.join(f'{_quoted(f.name)} {_TYPES[f.type]}' for f in tasks.spark_schema(schema))
