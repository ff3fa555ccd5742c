"""PySpark: data frames with a declared schema, on local[threads]; results go to Spark's noop sink, or to the CSV.

What it costs is for the most part the JVM's, which the suite counts with it; what a repeat costs is read from /proc.
"""

import sys
from pathlib import Path

from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from contenders.protocol import main, rows_are_wanted  # noqa: E402
from w7_width.generate import WIDTHS, read_names  # noqa: E402

EVENTS = ('user_id string, event_id string, event_time timestamp, country string, os_name string, level long, '
          'won long, score double, session_id string')
GAP = '1800 seconds'


class Spark:
    """The session, made when the first job asks for it."""

    session = None

    @classmethod
    def get(cls, threads=1):
        if cls.session is None:
            cls.session = (
                SparkSession.builder.master(f'local[{threads}]')
                .config('spark.ui.enabled', 'false').config('spark.driver.memory', '6g')
                .config('spark.sql.shuffle.partitions', threads).config('spark.sql.session.timeZone', 'UTC')
                .config('spark.driver.bindAddress', '127.0.0.1').config('spark.driver.host', '127.0.0.1')
                .getOrCreate())
            cls.session.sparkContext.setLogLevel('ERROR')
        return cls.session

    @classmethod
    def cpu(cls):
        """CPU seconds of the JVM."""
        pid = cls.get()._jvm.java.lang.ProcessHandle.current().pid()
        fields = Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100


def read(path, threads, schema=EVENTS):
    spark = Spark.get(threads)
    if path.endswith('.parquet'):
        return spark.read.parquet(path).withColumn('event_time', F.col('event_time').cast('timestamp'))
    if path.endswith('.csv'):
        return spark.read.schema(schema).csv(path, header=True)
    return spark.read.schema(schema).json(path)


def done(tables):
    """Computes all of it; nothing is written."""
    if not rows_are_wanted():
        for table in tables.values():
            table.write.format('noop').mode('overwrite').save()
    return tables


def numbered(path, threads):
    """With the rows' numbers, which decide between equal times."""
    return read(path, threads).withColumn('place', F.struct('event_time', F.monotonically_increasing_id()))


def projection(path, threads):
    names = ['country', 'os_name', 'level', 'score']
    last = numbered(path, threads).groupBy('user_id').agg(*(F.max_by(name, 'place').alias(name) for name in names))
    return done({'last': last})


def totals(path, threads):
    return done({'totals': read(path, threads).groupBy('user_id').agg(F.count(F.lit(1)), F.sum('score'))})


def session_table(path, threads):
    return read(path, threads).groupBy('user_id', F.session_window('event_time', GAP)).agg(
        F.min('event_time').cast('long').alias('start_time'), F.max('event_time').cast('long').alias('end_time'),
        F.sum((F.col('event_id') == 'game_start').cast('long')).alias('games'), F.sum('won').alias('wins'),
        F.sum('score').alias('score')).drop('session_window')


def state_table(path, threads):
    return numbered(path, threads).groupBy('user_id').agg(F.max_by('country', 'place'), F.count(F.lit(1)))


def sessions(path, threads):
    return done({'state': state_table(path, threads), 'session': session_table(path, threads)})


def windows(path, threads):
    by_start = Window.partitionBy('user_id').orderBy('start_time')
    before, after = by_start.rangeBetween(1 - 7 * 86400, -1), by_start.rangeBetween(1, 3 * 86400 - 1)
    rows = session_table(path, threads).select(
        'user_id', 'wins', F.sum('score').over(before).alias('score'), F.avg('games').over(before).alias('avg_games'),
        F.sum('wins').over(after).alias('wins_after'), F.count('wins').over(before).alias('blocks_before'),
        F.count('wins').over(after).alias('blocks_after'))
    rows = rows.where('wins > 0 and blocks_before > 0 and blocks_after > 0')
    rows = rows.select('user_id', 'score', 'avg_games', 'wins_after')
    return done({'state': state_table(path, threads), 'row': rows})


def width(bytes_each):
    names = read_names(bytes_each)

    def job(path, threads):
        schema = ', '.join(['k string', 'at long', *(f'{name} long' for name in names)])
        events = read(path, threads, schema).withColumn('sum', sum((F.col(name) for name in names), F.lit(0)))
        return done({'wide': events.groupBy('k').agg(F.count(F.lit(1)), F.sum('sum'))})
    return job


def rows(tables):
    for name, table in tables.items():
        if not ('row' in tables and name == 'state'):  # W4's answer is its rows alone
            for row in table.collect():
                yield (name, *row)


if __name__ == '__main__':
    main({'W1': projection, 'W2': totals, 'W3': sessions, 'W4': windows, 'W6': windows,
          **{f'W7-{each}': width(each) for each in WIDTHS}}, rows, cpu=Spark.cpu)
