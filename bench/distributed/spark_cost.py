#!/usr/bin/env python3
"""What a run on Spark costs beside one process and beside plain PySpark: CPU seconds of the JVM and of Python, and seconds on the wall.

    spark_cost.py [--parquet FILE] [--json FILE] [--jobs W3,W4] [--ways ...] [--cores N] [--partitions N] [--runs N]

Ways run in turns, so that other work on the machine hits all alike; a first turn warms the session and does not count. Ways:

    process       headrace.transform() in one thread, over the same file
    frame         headrace.spark.transform() over a DataFrame of Spark's reader (Parquet)
    files         the same over the files, which tasks read themselves, as the command does it
    pyspark       the same job in data frames (../contenders/with_pyspark.py)
    rows          headrace behind repartition() by the key and sortWithinPartitions()
    groups        headrace behind groupBy(partition).applyInArrow()

Every way counts its rows and gives them up. `rows` and `groups` read Parquet, and can only be used where the identity is a column.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault('PYSPARK_PYTHON', sys.executable)
BENCH = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BENCH))

import headrace
import headrace.spark
import psutil
from contenders import with_pyspark
from headrace.distributed import Job, tables_of
from headrace.spark import frames, tasks
from headrace.spark.files import pieces
from pyspark.sql import Observation, SparkSession
from pyspark.sql import functions as F

STREAM, WINDOW = str(BENCH / 'w3_sessions' / 'stream.yml'), str(BENCH / 'w4_windows' / 'window.yml')


class Bench:
    def __init__(self, options):
        self.options = options
        self.spark = (
            SparkSession.builder.master(f'local[{options.cores}]').config('spark.ui.enabled', 'false')
            .config('spark.driver.memory', '4g').config('spark.sql.shuffle.partitions', options.partitions)
            .config('spark.sql.session.timeZone', 'UTC').config('spark.driver.bindAddress', '127.0.0.1')
            .config('spark.driver.host', '127.0.0.1').config('spark.ui.showConsoleProgress', 'false').getOrCreate())
        self.spark.sparkContext.setLogLevel('ERROR')
        self.jvm = psutil.Process(self.spark._jvm.java.lang.ProcessHandle.current().pid())
        self.python = {}  # CPU seconds by process
        with_pyspark.Spark.session = self.spark

    def specs(self, job):
        return (STREAM, WINDOW) if job == 'W4' else (STREAM, None)

    def name(self, job):
        return list(Job(*self.specs(job)).schemas)[-1]

    def process(self, job, path):
        result = headrace.transform(*self.specs(job), events=path, threads=1, progress=False)
        return len(tables_of(result)[self.name(job)])

    def frame(self, job, path):
        engine = Job(*self.specs(job))
        chunks = frames.scattered(self.spark.read.parquet(path), engine, (), None)
        return self.evaluated(job, engine, chunks, 'arrow')

    def files(self, job, path):
        engine, found = Job(*self.specs(job)), pieces([path])
        chunks = frames.scattered_files(self.spark, found, engine)
        return self.evaluated(job, engine, chunks, found[0].format)

    def evaluated(self, job, engine, chunks, format):
        evaluate = tasks.Evaluate(engine, format=format)
        if job == 'W3':  # both tables, as headrace.spark.tables() has them
            return consumed(frames.mapped(chunks, tasks.Results(evaluate), tasks.RESULTS))
        name = self.name(job)
        task = tasks.Rows(evaluate, name, engine.schemas[name])
        return consumed(frames.mapped(chunks, task, frames._ddl(engine.schemas[name])))

    def events(self, engine, path):
        read = self.spark.read.parquet(path)
        return read.select(*engine.columns(read.columns)).withColumn('place', F.monotonically_increasing_id())

    def rows(self, job, path):
        engine, name = Job(*self.specs(job)), self.name(job)
        schema = engine.schemas[name]

        def run(batches):
            import pyarrow as pa
            held = list(batches)
            if held:
                table = tables_of(engine.run_table(pa.Table.from_batches(held)))[name].arrow
                yield from tasks.as_spark(table, schema).to_batches()
        df = self.events(engine, path).repartition(self.options.partitions, 'user_id').sortWithinPartitions('event_time', 'place')
        return consumed(df.mapInArrow(run, frames._ddl(schema)))

    def groups(self, job, path):
        engine, name = Job(*self.specs(job)), self.name(job)
        schema = engine.schemas[name]

        def run(table):
            table = table.sort_by('place').drop_columns(['place', 'part'])
            return tasks.as_spark(tables_of(engine.run_table(table))[name].arrow, schema)
        part = F.pmod(F.hash('user_id'), F.lit(self.options.partitions))
        df = self.events(engine, path).withColumn('part', part).groupBy('part')
        return consumed(df.applyInArrow(run, frames._ddl(schema)))

    def pyspark(self, job, path):
        tables = {'W3': with_pyspark.sessions, 'W4': with_pyspark.windows}[job](path, self.options.cores)
        return ', '.join(tables)

    def cpu(self):
        """Of the JVM, of the Python that it started, and of this process. Workers that have ended count as they were last seen: they
        end when they have been idle, and nobody asks what they took."""
        for process in self.jvm.children(recursive=True):
            try:
                times = process.cpu_times()
                self.python[process.pid, process.create_time()] = times.user + times.system
            except psutil.NoSuchProcess:
                pass
        times = self.jvm.cpu_times()
        return times.user + times.system, sum(self.python.values()), time.process_time()

    def shuffled(self):
        """Bytes that tasks have written for other tasks."""
        executors = self.spark.sparkContext._jsc.sc().statusStore().executorList(False)
        return sum(executors.apply(i).totalShuffleWrite() for i in range(executors.size()))

    def measured(self, way, job, path):
        """What the way answers, and (CPU seconds of all, of the JVM, of its Python, of the driver; seconds; bytes shuffled)."""
        began, before, shuffled = time.monotonic(), self.cpu(), self.shuffled()
        answer = getattr(self, way)(job, path)
        cpu = [b - a for a, b in zip(before, self.cpu())]
        return answer, (sum(cpu), *cpu, time.monotonic() - began, self.shuffled() - shuffled)

    def compare(self, job, runs):
        """runs: (way, path) of each."""
        answers, costs = {}, {run: [] for run in runs}
        for turn in range(self.options.runs + 1):
            for way, path in runs:
                answers[way, path], cost = self.measured(way, job, path)
                print(f'{job} {way} {Path(path).suffix}: {cost[0]:.2f} CPU s', file=sys.stderr, flush=True)
                if turn > 0:
                    costs[way, path].append(cost)
        for (way, path), found in costs.items():
            total, jvm, python, driver, wall, shuffled = map(statistics.median, zip(*found))
            least, most = (pick(cost[0] for cost in found) for pick in (min, max))
            print(f'{job} {way:<8} {Path(path).suffix:<9}{total:7.2f} CPU s ({least:.2f} to {most:.2f}): JVM {jvm:6.2f}, its Python '
                  f'{python:6.2f}, driver {driver:6.2f}; {wall:7.2f} s on the wall; {shuffled / 1e6:8.1f} MB shuffled; '
                  f'{answers[way, path]}')
        print(f'load {os.getloadavg()[0]:.0f}', flush=True)


def consumed(df):
    """How many rows; all of their columns are computed, and given up by Spark's noop sink."""
    count = Observation()
    df.observe(count, F.count(F.lit(1)).alias('rows')).write.format('noop').mode('overwrite').save()
    return count.get['rows']


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--parquet')
    parser.add_argument('--json')
    parser.add_argument('--jobs', default='W3,W4')
    parser.add_argument('--ways', default='process,frame,files,pyspark,rows,groups')
    parser.add_argument('--cores', type=int, default=1)
    parser.add_argument('--partitions', type=int, default=4)
    parser.add_argument('--runs', type=int, default=3)
    options = parser.parse_args()
    bench = Bench(options)
    paths = [path for path in (options.parquet, options.json) if path]
    for job in options.jobs.split(','):
        bench.compare(job, [(way, path) for way in options.ways.split(',') for path in paths
                            if not (way in ('frame', 'rows', 'groups') and path == options.json)])


if __name__ == '__main__':
    main()
