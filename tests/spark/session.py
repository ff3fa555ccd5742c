"""A Spark of two cores on this machine, one for all tests of a process, and tables compared bit by bit."""

import os
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'python'))

os.environ.setdefault('PYSPARK_PYTHON', sys.executable)
CONF = {'spark.master': 'local[2,4]', 'spark.ui.enabled': 'false', 'spark.driver.host': '127.0.0.1',
        'spark.driver.bindAddress': '127.0.0.1', 'spark.sql.shuffle.partitions': '3', 'spark.sql.session.timeZone': 'UTC',
        'spark.ui.showConsoleProgress': 'false'}
SUBMIT = ' '.join(f'--conf {name}={value}' for name, value in CONF.items() if name != 'spark.master')


def get():
    from pyspark.sql import SparkSession
    builder = SparkSession.builder.appName('headrace tests')
    for name, value in CONF.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel('OFF')
    return session


def by_identity(table):
    """Names, and the rows of each identity in their order: -0.0 is not 0.0, and NaN is NaN. JSON is its text, as in Spark."""
    import pyarrow as pa
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
    return [(f.name, str(getattr(f.type, 'storage_type', f.type))) for f in table.schema], dict(rows)
