"""pandas: data frames with Arrow's JSON reader where it can read the file."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from contenders.protocol import main  # noqa: E402
from w7_width.generate import WIDTHS, read_names  # noqa: E402

GAP = pd.Timedelta(seconds=1800)


def read(path):
    if path.endswith('.parquet'):
        return pd.read_parquet(path)
    if path.endswith('.arrow'):
        return pd.read_feather(path)
    if path.endswith('.csv'):
        return pd.read_csv(path, engine='pyarrow')
    return pd.read_json(path, lines=True, engine='pyarrow')


def in_order(path):
    """Events by player and time, equal times as in the file."""
    events = read(path)
    events['event_time'] = pd.to_datetime(events['event_time'], utc=True)
    return events.sort_values(['user_id', 'event_time'], kind='stable')


def projection(path, _):
    last = in_order(path).groupby('user_id', sort=False)[['country', 'os_name', 'level', 'score']].last()
    return {'last': last.reset_index()}


def totals(path, _):
    return {'totals': read(path).groupby('user_id', sort=False).agg(
        events=('score', 'size'), score=('score', 'sum')).reset_index()}


def sessions(path, _):
    events = in_order(path)
    state = events.groupby('user_id', sort=False).agg(country=('country', 'last'), events=('score', 'size'))
    events['game'] = (events['event_id'] == 'game_start').astype('int64')
    another = events['user_id'] != events['user_id'].shift()
    events['number'] = (another | (events['event_time'].diff() > GAP)).cumsum()
    session = events.groupby('number', sort=False).agg(
        user_id=('user_id', 'first'), start_time=('event_time', 'first'), end_time=('event_time', 'last'),
        games=('game', 'sum'), wins=('won', 'sum'), score=('score', 'sum'))
    return {'state': state.reset_index(), 'session': session.reset_index(drop=True)}


def windows(path, threads):
    """Over all sessions at once: a player's are neighbours, and a player ends where the next begins, so the bounds of
    each window are two binary searches in (player, time) as one number."""
    session = sessions(path, threads)['session']
    player = session['user_id'].ne(session['user_id'].shift()).cumsum().to_numpy()
    start = session['start_time'].dt.as_unit('s').astype('int64').to_numpy()
    place = (player << 36) + start
    here = np.arange(len(session))
    first = np.searchsorted(place, place - 7 * 86400, side='right')
    last = np.searchsorted(place, place + 3 * 86400, side='left')
    chosen = (session['wins'].to_numpy() > 0) & (first < here) & (here + 1 < last)

    def between(column, low, high):
        """Sums of a column from low to before high."""
        pairs = np.column_stack([low[chosen], high[chosen]]).ravel()
        return np.add.reduceat(np.append(session[column].to_numpy(), 0), pairs)[::2]

    return {'row': pd.DataFrame({
        'user_id': session['user_id'][chosen],
        'score': between('score', first, here),
        'avg_games': between('games', first, here) / (here - first)[chosen],
        'wins': between('wins', here + 1, last)})}


def width(bytes_each):
    names = read_names(bytes_each)

    def job(path, _):
        events = read(path)
        events['sum'] = events[names].sum(axis=1)
        return {'wide': events.groupby('k', sort=False).agg(events=('sum', 'size'), sum=('sum', 'sum')).reset_index()}
    return job


def rows(result):
    for table, frame in result.items():
        for name in frame.select_dtypes('datetimetz'):
            frame[name] = frame[name].dt.as_unit('s').astype('int64')
        for row in frame.itertuples(index=False):
            yield (table, *row)


if __name__ == '__main__':
    main({'W1': projection, 'W2': totals, 'W3': sessions, 'W4': windows, 'W6': windows,
          **{f'W7-{each}': width(each) for each in WIDTHS}}, rows)
