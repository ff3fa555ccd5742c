"""DuckDB: SQL with declared columns over a scan of the file; results stay as tables."""

import sys
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from contenders.protocol import main  # noqa: E402
from w7_width.generate import WIDTHS, read_names  # noqa: E402

TYPES = {'user_id': 'VARCHAR', 'event_id': 'VARCHAR', 'event_time': 'TIMESTAMP', 'country': 'VARCHAR',
         'os_name': 'VARCHAR', 'level': 'BIGINT', 'won': 'BIGINT', 'score': 'DOUBLE'}

# The number of a row of the file is rowid: it breaks ties of time. Events are kept in a table only with the
# columns that are needed, as both the totals and the sessions read them. The default frame of a window takes in all
# events of the same second, so that their order does not matter to a session's number.
STATE = """
create table state as
select user_id, arg_max(country, epoch(event_time)::bigint * 2147483648 + rowid) country, count(*) events
from events group by user_id
"""
SESSIONS = """
create table session as
with marked as (
  select *, coalesce(event_time - lag(event_time) over key > interval 1800 seconds, true) fresh
  from events window key as (partition by user_id order by event_time)),
numbered as (
  select *, count(*) filter (fresh) over (partition by user_id order by event_time) number
  from marked)
select user_id, epoch(min(event_time))::bigint start_time, epoch(max(event_time))::bigint end_time,
       count(*) filter (event_id = 'game_start') games, sum(won)::bigint wins, sum(score) score
from numbered group by user_id, number
"""
WINDOWS = """
create table "row" as
with around as (
  select user_id, wins anchor_wins,
         count(*) over before blocks_before, sum(score) over before score, avg(games) over before avg_games,
         count(*) over after blocks_after, sum(wins) over after wins
  from session
  window before as (partition by user_id order by start_time range between 604799 preceding and 1 preceding),
         after as (partition by user_id order by start_time range between 1 following and 259199 following))
select user_id, score, avg_games, wins::bigint from around
where anchor_wins > 0 and blocks_before > 0 and blocks_after > 0
"""


def scan(connection, path, columns):
    """What stands behind `from` for these columns of the file."""
    names = ', '.join(columns)
    if path.endswith('.parquet'):
        casts = ', '.join(f'{name}::{kind} {name}' for name, kind in columns.items())
        return f"(select {casts} from read_parquet('{path}'))"
    if path.endswith('.arrow'):
        import pyarrow
        with pyarrow.memory_map(path) as file:
            connection.register('arrow', pyarrow.ipc.open_file(file).read_all())
        casts = ', '.join(f'{name}::{kind} {name}' for name, kind in columns.items())
        return f'(select {casts} from arrow)'
    if path.endswith('.csv'):
        types = ', '.join(f"'{name}': '{kind}'" for name, kind in columns.items())
        return f"(select {names} from read_csv('{path}', header=true, types={{{types}}}))"
    types = ', '.join(f'"{name}": "{kind}"' for name, kind in columns.items())
    return f"read_json('{path}', format='newline_delimited', columns={{{types}}})"


def columns(*names):
    return {name: TYPES[name] for name in names}


def connect(threads):
    return duckdb.connect(config={'threads': threads})


def projection(path, threads):
    connection = connect(threads)
    source = scan(connection, path, columns('user_id', 'event_time', 'country', 'os_name', 'level', 'score'))
    connection.execute(f'create table events as from {source}')
    connection.execute("""
        create table last as
        select user_id, unnest(arg_max({country: country, os_name: os_name, level: level, score: score},
                                       epoch(event_time)::bigint * 2147483648 + rowid))
        from events group by user_id""")
    return connection, ['last']


def totals(path, threads):
    connection = connect(threads)
    connection.execute('set preserve_insertion_order = false')
    source = scan(connection, path, columns('user_id', 'score'))
    connection.execute(
        f'create table totals as select user_id, count(*) events, sum(score) score from {source} group by user_id')
    return connection, ['totals']


def sessions(path, threads):
    connection = connect(threads)
    source = scan(connection, path, columns('user_id', 'event_id', 'event_time', 'country', 'won', 'score'))
    connection.execute(f'create table events as from {source}')
    connection.execute(STATE)
    connection.execute(SESSIONS)
    return connection, ['state', 'session']


def windows(path, threads):
    connection, _ = sessions(path, threads)
    connection.execute(WINDOWS)
    return connection, ['row']


def width(bytes_each):
    names = read_names(bytes_each)

    def job(path, threads):
        connection = connect(threads)
        source = scan(connection, path, {'k': 'VARCHAR', 'at': 'BIGINT', **{name: 'BIGINT' for name in names}})
        each = ' + '.join(names)
        connection.execute(
            f'create table wide as select k, count(*) events, sum({each})::bigint sum from {source} group by k')
        return connection, ['wide']
    return job


def rows(result):
    connection, tables = result
    for table in tables:
        for row in connection.execute(f'from "{table}"').fetchall():
            yield (table, *row)


if __name__ == '__main__':
    main({'W1': projection, 'W2': totals, 'W3': sessions, 'W4': windows, 'W6': windows,
          **{f'W7-{each}': width(each) for each in WIDTHS}}, rows)
