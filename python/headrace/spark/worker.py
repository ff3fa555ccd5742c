"""How a task reaches a worker where headrace may not be installed: in an archive that Spark unpacks there.

Spark pickles functions by reference, and a worker would import headrace before anything could tell it where headrace is. So
what travels is a function by value, with the task as bytes; it puts the application's folder on the path first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

ARCHIVE = 'headrace_app'  # what `spark-submit --archives app.zip#headrace_app` calls the unpacked folder


def shipped(task: Callable[..., Any]) -> Callable[..., Any]:
    """`task`, from an iterator of batches to another, as mapInArrow() takes it."""
    from pyspark import cloudpickle
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    pickled = cloudpickle.dumps(task)

    def run(batches: Any) -> Any:
        import os
        import pickle

        from pyspark import SparkFiles
        folder = os.path.join(SparkFiles.getRootDirectory(), ARCHIVE)
        if os.path.isdir(folder) and folder not in sys.path:
            sys.path.insert(0, folder)
        task = pickle.loads(pickled)
        from headrace.spark.tasks import spare_collector
        spare_collector()
        return task(batches)
    return run
