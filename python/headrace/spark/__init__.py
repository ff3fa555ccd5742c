"""headrace on Apache Spark: the same plan, the same rows, divided among the tasks of a cluster.

    import headrace.spark

    rows = headrace.spark.transform(df, 'sessions.yml', 'features.yml')   # a DataFrame of features
    rows.write.parquet('features/')

How it works, and where its limits are: docs/spark.md. `python -m headrace.spark` is the command behind `headrace transform
--runner=spark` and `headrace package-spark`. pyspark 4.1 or later is imported when a job is made, not before.
"""

from .frames import tables, transform

__all__ = ['tables', 'transform']
