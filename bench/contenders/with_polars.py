"""Polars: lazy frames with a declared schema over a scan of the file; results are data frames.

POLARS_ENGINE is in-memory (unless given) or streaming; POLARS_MAX_THREADS, set by the suite, its threads.
"""

import os
import sys
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from contenders.protocol import main  # noqa: E402
from w7_width.generate import WIDTHS, read_names  # noqa: E402

ENGINE = os.environ.get('POLARS_ENGINE', 'in-memory')
SCHEMA = {'user_id': pl.String, 'event_id': pl.String, 'event_time': pl.String, 'country': pl.String,
          'os_name': pl.String, 'level': pl.Int64, 'won': pl.Int64, 'score': pl.Float64, 'session_id': pl.String}
TIME = pl.col('event_time').str.slice(0, 19).str.to_datetime('%Y-%m-%dT%H:%M:%S', time_unit='ms')
FRESH = (pl.col('user_id').ne_missing(pl.col('user_id').shift(1))
         | (pl.col('event_time').diff() > pl.duration(seconds=1800)))


def scan(path, schema):
    if path.endswith('.parquet'):
        return pl.scan_parquet(path)
    if path.endswith('.arrow'):
        return pl.scan_ipc(path)
    if path.endswith('.csv'):
        return pl.scan_csv(path, schema=schema)
    return pl.scan_ndjson(path, schema=schema)


def in_order(events):
    """By player and time, equal times as in the file."""
    return events.with_columns(TIME).sort('user_id', 'event_time', maintain_order=True)


def projection(path, _):
    events = scan(path, SCHEMA).select('user_id', TIME, 'country', 'os_name', 'level', 'score')
    latest = pl.col('event_time') == pl.col('event_time').max()
    last = events.group_by('user_id').agg(pl.col('country', 'os_name', 'level', 'score').filter(latest).last())
    return {'last': last.collect(engine=ENGINE)}


def totals(path, _):
    grouped = scan(path, SCHEMA).group_by('user_id').agg(events=pl.len(), score=pl.col('score').sum())
    return {'totals': grouped.collect(engine=ENGINE)}


def sessions(path, _):
    events = in_order(scan(path, SCHEMA).select('user_id', 'event_id', 'event_time', 'country', 'won', 'score'))
    state = events.group_by('user_id').agg(country=pl.col('country').last(), events=pl.len())
    session = events.with_columns(number=FRESH.cast(pl.UInt32).cum_sum()).group_by('number').agg(
        user_id=pl.col('user_id').first(),
        start_time=pl.col('event_time').min(),
        end_time=pl.col('event_time').max(),
        games=(pl.col('event_id') == 'game_start').sum().cast(pl.Int64),
        wins=pl.col('won').sum(),
        score=pl.col('score').sum()).drop('number')
    state, session = pl.collect_all([state, session], engine=ENGINE)
    return {'state': state, 'session': session}


def windows(path, threads):
    session = sessions(path, threads)['session'].sort('user_id', 'start_time')
    # Both ends are excluded; a window without a block is a row of zeros, told by its length.
    before = session.lazy().rolling('start_time', period='7d', offset='-7d', closed='none', group_by='user_id').agg(
        score_before=pl.col('score').sum(), avg_games=pl.col('games').mean(), blocks_before=pl.len())
    after = session.lazy().rolling('start_time', period='3d', offset='0d', closed='none', group_by='user_id').agg(
        wins_after=pl.col('wins').sum(), blocks_after=pl.len())
    before, after = pl.collect_all([before, after], engine=ENGINE)
    # A rolling frame has a row for each of the sorted frame's, in its order.
    assert before['user_id'].equals(session['user_id']) and after['user_id'].equals(session['user_id'])
    beside = pl.concat([session, before.drop('user_id', 'start_time'), after.drop('user_id', 'start_time')],
                       how='horizontal')
    chosen = beside.filter((pl.col('wins') > 0) & (pl.col('blocks_before') > 0) & (pl.col('blocks_after') > 0))
    return {'row': chosen.select('user_id', 'score_before', 'avg_games', 'wins_after')}


def width(bytes_each):
    names = read_names(bytes_each)

    def job(path, _):
        schema = {'k': pl.String, 'at': pl.Int64, **{name: pl.Int64 for name in names}}
        grouped = scan(path, schema).select(*schema).group_by('k').agg(
            pl.len(), sum=pl.sum_horizontal(names).sum())
        return {'wide': grouped.collect(engine=ENGINE)}
    return job


def rows(result):
    for table, frame in result.items():
        times = [name for name, kind in frame.schema.items() if kind == pl.Datetime]
        for row in frame.with_columns(pl.col(times).dt.epoch('s')).iter_rows():
            yield (table, *row)


if __name__ == '__main__':
    main({'W1': projection, 'W2': totals, 'W3': sessions, 'W4': windows, 'W6': windows,
          **{f'W7-{each}': width(each) for each in WIDTHS}}, rows)
