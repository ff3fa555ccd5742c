"""`headrace transform --runner=spark`: event files in, lines or tables out."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import Any

from ..distributed import Job
from ..errors import OutsideError, UsageError
from . import frames, tasks, text
from .files import pieces


def session() -> Any:
    """The Spark session that there is, or one as PYSPARK_SUBMIT_ARGS and Spark's configuration say.

    Raises OutsideError where there is no pyspark.
    """
    os.environ.setdefault('PYSPARK_PYTHON', sys.executable)
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise OutsideError('there is no pyspark', sys.executable, "pip install 'headrace[spark]'") from None
    return SparkSession.builder.appName('headrace').getOrCreate()


def run(job: Job, paths: list[str], *, output: str = '', format: str = '', input_format: str = '', quiet: bool = False) -> None:
    """output: a folder that Spark writes, a folder in it for each table; empty or '-' is standard output, 'none' nothing.
    format: 'parquet' (unless given) or 'jsonl', the lines.

    Raises the package's errors, and pyspark's where the cluster fails.
    """
    if format not in ('', 'parquet', 'jsonl'):
        raise UsageError(f'Spark does not write {format!r}', '--output-format', 'parquet or jsonl')
    found = pieces(paths, input_format)
    chunks = frames.scattered_files(session(), found, job)
    evaluate = tasks.Evaluate(job, format=found[0].format)
    if output in ('', '-'):
        skipped = _print(chunks, evaluate)
    elif format == 'jsonl' and output != 'none':
        skipped = _write_lines(chunks, evaluate, output)
    else:
        skipped = _write_tables(chunks, job, evaluate, output)
    if skipped:
        _tell(skipped, quiet)


def _print(chunks: Any, evaluate: tasks.Evaluate) -> Counter:
    skipped: Counter = Counter()
    for row in frames.mapped(chunks, text.Lines(evaluate), text.TEXT).toLocalIterator():
        if row.kind == text.LINE:
            sys.stdout.write(row.text + '\n')
        else:
            skipped[json.loads(row.text)['reason']] += 1
    sys.stdout.flush()
    return skipped


def _write_lines(chunks: Any, evaluate: tasks.Evaluate, output: str) -> Counter:
    from pyspark.sql import functions as F
    lines = frames.mapped(chunks, text.Lines(evaluate), text.TEXT).persist()
    lines.where(F.col('kind') == text.LINE).select('text').write.text(output)
    reasons = lines.where(F.col('kind') == text.SKIPPED).select(F.get_json_object('text', '$.reason').alias('reason'))
    return _counted(reasons)


def _write_tables(chunks: Any, job: Job, evaluate: tasks.Evaluate, output: str) -> Counter:
    tables = frames.unpacked(job, frames.results_of(chunks, evaluate))
    errors = tables.pop('errors')
    if output != 'none':
        for name, table in tables.items():
            table.write.parquet(os.path.join(output, name))
    return _counted(errors)


def _counted(errors: Any) -> Counter:
    return Counter({row.reason: row['count'] for row in errors.groupBy('reason').count().collect()})


def _tell(skipped: Counter, quiet: bool) -> None:
    count = skipped.total()
    print(f'headrace: {count:,} event{" was" if count == 1 else "s were"} skipped', file=sys.stderr)
    if not quiet:
        for reason, count in skipped.most_common():
            print(f'  {count:,}  {reason}', file=sys.stderr)
