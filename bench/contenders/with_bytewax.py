"""Bytewax: totals by fold_final, sessions by its event clock and session windows; the sink keeps what comes.

Its workers are started as bytewax.run does it. A stream processor does not go back: W4's windows around an anchor and
W6's disorder are not in its operators.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import orjson
from bytewax import operators as op
from bytewax.connectors.files import FileSource
from bytewax.dataflow import Dataflow
from bytewax.operators import windowing
from bytewax.outputs import DynamicSink, StatelessSinkPartition
from bytewax.run import cli_main

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from contenders.protocol import main  # noqa: E402

GAP = timedelta(seconds=1800)


class Keep(DynamicSink):
    """Appends all items of a table to a list."""

    def __init__(self, table, kept):
        self.table, self.kept = table, kept

    def build(self, step_id, worker_index, worker_count):
        return KeepPartition(self.table, self.kept)


class KeepPartition(StatelessSinkPartition):
    def __init__(self, table, kept):
        self.table, self.kept = table, kept

    def write_batch(self, items):
        self.kept.extend((self.table, item) for item in items)


def run(path, threads, *branches):
    """Each branch: (table, stream of (player, event) -> stream of results)."""
    kept = []
    flow = Dataflow('bench')
    read = op.input('read', flow, FileSource(path, batch_size=1000))
    events = op.map('parse', read, keyed)
    for table, branch in branches:
        op.output(f'keep {table}', branch(events), Keep(table, kept))
    cli_main(flow, workers_per_process=threads)
    return kept


def keyed(line):
    event = orjson.loads(line)
    return event['user_id'], event


def last(total, event):
    return event['country'], event['os_name'], event['level'], event['score']


def count(total, event):
    return total[0] + 1, total[1] + event['score']


def count_and_country(total, event):
    return event['country'], total[1] + 1


def into_session(session, event):
    time = event['event_time']
    return (session[0] or time, time, session[2] + (event['event_id'] == 'game_start'), session[3] + event['won'],
            session[4] + event['score'])


def merged(one, other):
    """Of two sessions that an event between them made one; never with events in order."""
    return (min(one[0], other[0]), max(one[1], other[1]), one[2] + other[2], one[3] + other[3], one[4] + other[4])


def by_session(events):
    clock = windowing.EventClock(lambda event: datetime.fromisoformat(event['event_time']),
                                 wait_for_system_duration=timedelta(0))
    return windowing.fold_window('sessions', events, clock, windowing.SessionWindower(GAP),
                                 lambda: (None, None, 0, 0, 0.0), into_session, merged).down


def final(name, start, fold):
    return lambda events: op.fold_final(name, events, lambda: start, fold)


JOBS = {
    'W1': [('last', final('last', None, last))],
    'W2': [('totals', final('totals', (0, 0.0), count))],
    'W3': [('state', final('state', ('', 0), count_and_country)), ('session', by_session)],
}


def rows(kept):
    for table, (player, values) in kept:
        if table == 'session':
            values = values[1]  # behind the number of the window
            start, end = (int(datetime.fromisoformat(time).timestamp()) for time in values[:2])
            values = (start, end, *values[2:])
        yield (table, player, *values)


if __name__ == '__main__':
    main({job: lambda path, threads, job=job: run(path, threads, *JOBS[job]) for job in JOBS}, rows)
