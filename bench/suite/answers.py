"""Is a contender's answer right? Lines are compared byte for byte, rows of tables in any order, floats as said.

A contender that prints what Blurr prints is held to the reference's lines. Any other writes rows: a CSV without a
header, the table's name and then its columns in the order of TABLES; times as whole seconds since 1970, JSON for
lists and maps. Its rows and those of the reference's lines must be the same.
"""

import csv
import json
import math
from datetime import datetime
from itertools import zip_longest

from w10_expressions.reference import fields_of

SESSION = {'_identity': str, '_start_time': 'time', '_end_time': 'time', 'games': int, 'wins': int, 'score': float}
WINDOWS = {'last7._identity': str, 'last7.score': float, 'last7.avg_games': float, 'next3.wins': int}
OFFER_SESSION = {
    '_identity': str, 'id': str, '_start_time': 'time', '_end_time': 'time', 'country': str, 'segment': str,
    'days_since_install': int, 'bought_cents': int, 'offer': str, 'offer_cents': int, 'games': int, 'modes': 'json',
    'scores': 'json', 'presents_wrapped': int, 'minutes': float, 'spent_cents': int, 'goods': 'json'}
OFFER_ROW = {
    'now._identity': str, 'now.session': 'time', 'now.offer': str, 'now.offer_dollars': float, 'now.country': str,
    'now.segment': str, 'now.days_since_install': int, 'now.presents_wrapped': int, 'now.best_score': int,
    'now.favourite_mode': str, 'last_session.games': int, 'last_session.minutes': float,
    'last_session.saw_offer': 'json', 'last_week.sessions': int, 'last_week.minutes': float,
    'last_week.spent_dollars': float, 'last_week.offers_ignored': int, 'played.arcade': int, 'played.duel': int,
    'played.story': int, 'next_week.revenue_dollars': float}

# For each job its tables: a block's aggregate, or `row` for window rows; for each its columns and their kinds.
TABLES = {
    'W1': {'last': {'_identity': str, 'country': str, 'os_name': str, 'level': int, 'score': float}},
    'W2': {'totals': {'_identity': str, 'events': int, 'score': float}},
    'W3': {'state': {'_identity': str, 'country': str, 'events': int}, 'session': SESSION},
    'W4': {'row': WINDOWS},
    'W6': {'row': WINDOWS},
    'W7': {'wide': {'_identity': str, 'events': int, 'sum': int}},
    'W8-blocks': {
        'player': {'_identity': str, 'country': str, 'installed': 'time', 'events': int, 'spent_cents': int,
                   'segment': str},
        'device': {'_identity': str, 'model': str, 'launches': int, 'languages': 'json'},
        'session': OFFER_SESSION},
    'W8': {'row': OFFER_ROW},
}


class Wrong(Exception):
    """The answer is not the reference's; says where they part."""


def tables_of(job):
    if job.startswith('W10-'):
        kinds = {'integer': int, 'float': float, 'string': str, 'datetime': 'time'}
        return {'last': {'_identity': str, **{name: kinds.get(kind, 'json') for name, kind, _ in fields_of(job)}}}
    return TABLES.get(job) or TABLES[job.split('-')[0]]


def check_lines(printed, expected):
    """Both are iterables of lines as bytes."""
    for number, (got, want) in enumerate(zip_longest(printed, expected), 1):
        if got != want:
            raise Wrong(f'line {number} is {shown(got)}, not {shown(want)}')


def shown(line):
    return 'missing' if line is None else line.decode(errors='replace').strip()[:200]


def typed(kind, value):
    """A value of a line, or the text of a cell, as what is compared."""
    if kind == 'time':
        return int(value) if value.lstrip('-').isdigit() else int(datetime.fromisoformat(value).timestamp())
    if kind == 'json':
        return json.dumps(json.loads(value) if isinstance(value, str) else value)
    return kind(value)


def expected_rows(job, lines):
    tables = tables_of(job)
    for line in lines:
        key, value = json.loads(line)
        if isinstance(value, list):
            for row in value:
                yield ('row', *(typed(kind, row[name]) for name, kind in tables['row'].items()))
        else:
            table = key.split('/')[1]
            if table in tables:
                yield (table, *(typed(kind, value[name]) for name, kind in tables[table].items()))


def written_rows(job, path):
    tables = tables_of(job)
    with open(path, newline='') as file:
        for table, *cells in csv.reader(file):
            columns = tables[table]
            if len(cells) != len(columns):
                raise Wrong(f'a row of {table} has {len(cells)} columns, not {len(columns)}: {cells}')
            yield (table, *(typed(kind, cell) for kind, cell in zip(columns.values(), cells)))


def grouped(rows):
    """For what must be equal in a row, the floats of all rows that have it, in order."""
    groups = {}
    for row in rows:
        exact = tuple(cell for cell in row if not isinstance(cell, float))
        groups.setdefault(exact, []).append(tuple(cell for cell in row if isinstance(cell, float)))
    for floats in groups.values():
        floats.sort()
    return groups


def close(got, want, tolerance):
    return all(math.isclose(*pair, rel_tol=tolerance, abs_tol=tolerance) for pair in zip(got, want, strict=True))


def unmatched(got, want, tolerance):
    """Of the floats wanted the first without a partner. Near each other, their order may have changed."""
    left = list(got)
    for floats in want:
        partner = next((one for one in left if close(one, floats, tolerance)), None)
        if partner is None:
            return floats
        left.remove(partner)
    return None


def check_rows(job, written, lines, tolerance):
    """tolerance 0: floats are equal to the bit; else they differ by at most so much of their size."""
    got, want = grouped(written_rows(job, written)), grouped(expected_rows(job, lines))
    if not want:
        raise Wrong('the reference has no row: nothing was compared')
    for exact, floats in want.items():
        found = got.pop(exact, [])
        if len(found) != len(floats):
            raise Wrong(f'{len(found)} rows with {exact}, not {len(floats)}')
        if found != floats and (not tolerance or unmatched(found, floats, tolerance) is not None):
            raise Wrong(f'with {exact} the floats {found[:3]} instead of {floats[:3]}')
    if got:
        raise Wrong(f'rows that are not the reference\'s, with {next(iter(got))}')
