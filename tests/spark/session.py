"""A Spark of two cores on this machine, one for all tests of a process, and tables compared bit by bit."""

import os
import sys
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
    session = started(builder)
    session.sparkContext.setLogLevel('OFF')
    return session


def started(builder, attempts=3):
    """Its Java may not answer in time on a busy machine."""
    try:
        return builder.getOrCreate()
    except Exception:
        if attempts == 1:
            raise
        return started(builder, attempts - 1)


def by_identity(table):
    """Names and types, JSON as its text, as in Spark; and the rows of each identity."""
    from frozen_pairs import rows_by_identity
    return [(f.name, str(getattr(f.type, 'storage_type', f.type))) for f in table.schema], rows_by_identity(table)
