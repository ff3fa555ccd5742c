"""Pathway in its static mode: a group-by with reducers; results go to a sink that takes any row.

PATHWAY_THREADS, set by the suite, are its workers. Its tables have no order of rows: which of two events of equal
time came last, as W1 and W3 ask, cannot be told.
"""

import sys
from pathlib import Path

import pathway as pw

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from contenders.protocol import main, rows_are_wanted  # noqa: E402


class Scores(pw.Schema):
    user_id: str
    score: float


def run(tables, kept):
    """Runs the graph; with kept, rows are taken along."""
    for name, table in tables.items():
        if kept is None:
            pw.io.null.write(table)
        else:
            def keep(key, row, time, is_addition, name=name):
                kept.append((name, *row.values()))
            pw.io.subscribe(table, on_change=keep)
    pw.run(monitoring_level=pw.MonitoringLevel.NONE)
    return kept


def totals(path):
    events = pw.io.jsonlines.read(path, schema=Scores, mode='static')
    return {'totals': events.groupby(pw.this.user_id).reduce(
        pw.this.user_id, events=pw.reducers.count(), score=pw.reducers.sum(pw.this.score))}


JOBS = {'W2': totals}

if __name__ == '__main__':
    kept = [] if rows_are_wanted() else None
    main({job: lambda path, _, job=job: run(JOBS[job](path), kept) for job in JOBS}, lambda rows: rows)
