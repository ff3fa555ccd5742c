#!/usr/bin/env python3
"""The demo's results for the eye: tables on standard output, and demo.html with one player's time line.

    show.py FOLDER    with events.ndjson, blocks.jsonl and rows.jsonl
"""

import json
import pathlib
import sys

import page

ROWS_SHOWN = 6
BLOCK_COLUMNS = ['_identity', '_start_time', '_end_time', 'played', 'lost', 'minutes', 'spent', 'items']
ROW_COLUMNS = ['now._identity', 'now.start', 'now.lost', 'week.sessions', 'week.minutes', 'week.spent',
               'last.minutes_trend', 'last.hours_away', 'later.sessions', 'later.bought']


def read_lines(path):
    with path.open() as file:
        return [json.loads(line) for line in file]


def cell(value):
    if isinstance(value, float):
        return f'{value:.2f}'
    if isinstance(value, dict):
        return ' '.join(f'{key}:{value[key]}' for key in value) or '-'
    return str(value).replace('+00:00', '')


def print_table(title, columns, rows):
    lines = [columns] + [[cell(row[column]) for column in columns] for row in rows[:ROWS_SHOWN]]
    widths = [max(map(len, column)) for column in zip(*lines)]
    print(f'\n{title}\n')
    for line in lines:
        print('  ' + '  '.join(text.ljust(width) for text, width in zip(line, widths)).rstrip())


def most_telling(rows):
    """The player to draw: one with few anchors, at best three, one of which ended in a purchase."""
    return min(rows, key=lambda player: (abs(len(player[1]) - 3), not any(row['later.bought'] for row in player[1])))


def main(folder):
    events = read_lines(folder / 'events.ndjson')
    blocks = [fields for key, fields in read_lines(folder / 'blocks.jsonl') if key.split('/')[1] == 'session']
    players = read_lines(folder / 'rows.jsonl')
    rows = [row for _, rows in players for row in rows]
    print(f'{len(events)} events of {len(players)} players -> {len(blocks)} sessions -> {len(rows)} training rows')
    print_table('Sessions (blocks.jsonl)', BLOCK_COLUMNS, blocks)
    print_table('Training rows (rows.jsonl)', ROW_COLUMNS, rows)
    name, anchors = most_telling(players)
    path = folder / 'demo.html'
    path.write_text(page.render(name, [event for event in events if event['user'] == name],
                                [block for block in blocks if block['_identity'] == name], anchors), 'utf-8')
    table = folder / 'rows.parquet'
    print(f'\nThe rows for pandas, DuckDB and the like: {table}\n'
          f"  pandas.read_parquet('{table}')\n"
          f"  duckdb -c \"from '{table}'\"\n"
          f'\nOne player as a picture: {path}')


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]))
