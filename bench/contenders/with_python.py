"""Plain Python, tuned: the standard library, a list of a few numbers for each player and session, no objects.

W8 is its reference.py, which is written as one would write it; W10 is CPython's own eval() of the YAML's expressions.
"""

import gzip
import json
import sys
from bisect import bisect_left, bisect_right
from datetime import datetime
from itertools import accumulate
from operator import itemgetter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from contenders.protocol import main  # noqa: E402
from suite.answers import expected_rows  # noqa: E402
from w10_expressions import reference as expressions  # noqa: E402
from w10_expressions.generate import KINDS  # noqa: E402
from w7_width.generate import WIDTHS, read_names  # noqa: E402
from w8_offers import reference as offers  # noqa: E402

GAP, WEEK, THREE_DAYS = 1800, 7 * 86400, 3 * 86400
START, END, GAMES, WINS, SCORE = range(5)


def lines(path):
    return gzip.open(path, 'rb') if path.endswith('.gz') else open(path, 'rb')


def projection(path, _):
    last, latest = {}, {}
    with lines(path) as file:
        for event in map(json.loads, file):
            player, time = event['user_id'], datetime.fromisoformat(event['event_time'])
            if player not in latest or time >= latest[player]:
                latest[player] = time
                last[player] = event['country'], event['os_name'], event['level'], event['score']
    return {'last': [(player, *values) for player, values in last.items()]}


def totals(path, _):
    found = {}
    with lines(path) as file:
        for event in map(json.loads, file):
            total = found.get(event['user_id'])
            if total is None:
                found[event['user_id']] = [1, 0.0 + event['score']]
            else:
                total[0] += 1
                total[1] += event['score']
    return {'totals': [(player, *total) for player, total in found.items()]}


def timed(path):
    needed = itemgetter('user_id', 'event_id', 'country', 'won', 'score', 'event_time')
    with lines(path) as file:
        for *values, time in map(needed, map(json.loads, file)):
            yield int(datetime.fromisoformat(time).timestamp()), *values


def evaluate(events):
    """For each player [events, country, sessions]; events are in order of time."""
    players = {}
    for time, name, kind, country, won, score in events:
        player = players.get(name)
        if player is None:
            player = players[name] = [0, '', []]
        player[0] += 1
        player[1] = country
        found = player[2]
        if not found or time - found[-1][END] > GAP:
            found.append([time, time, 0, 0, 0.0])
        session = found[-1]
        session[END] = time
        session[GAMES] += kind == 'game_start'
        session[WINS] += won
        session[SCORE] += score
    return players


def sessions(path, _):
    players = evaluate(timed(path))
    return {'state': [(name, country, count) for name, (count, country, _) in players.items()],
            'session': [(name, *one) for name, (_, _, found) in players.items() for one in found]}


def player_rows(name, found):
    starts = [one[START] for one in found]
    games = [0, *accumulate(one[GAMES] for one in found)]
    wins = [0, *accumulate(one[WINS] for one in found)]
    for number, anchor in enumerate(found):
        if anchor[WINS] > 0:
            first = bisect_right(starts, anchor[START] - WEEK, 0, number)
            last = bisect_left(starts, anchor[START] + THREE_DAYS, number)
            if first < number and number + 1 < last:
                yield (name, float(sum(one[SCORE] for one in found[first:number])),
                       (games[number] - games[first]) / (number - first), wins[last] - wins[number + 1])


def all_rows(events):
    return {'row': [row for name, (_, _, found) in evaluate(events).items() for row in player_rows(name, found)]}


def windows(path, _):
    return all_rows(timed(path))


def disorder(path, _):
    return all_rows(sorted(timed(path), key=itemgetter(0)))


def width(bytes_each):
    needed = itemgetter(*read_names(bytes_each))
    single = bytes_each == 100

    def job(path, _):
        found = {}
        with lines(path) as file:
            for event in map(json.loads, file):
                total = found.setdefault(event['k'], [0, 0])
                total[0] += 1
                total[1] += needed(event) if single else sum(needed(event))
        return {'wide': [(key, *total) for key, total in found.items()]}
    return job


def offer_blocks(path, _):
    return {'lines': ('W8-blocks', [block for name, player in offers.evaluate(path).items() if player.events
                                    for block in offers.blocks(name, player)])}


def offer_rows(path, _):
    return {'lines': ('W8', [offers.rows(name, player) for name, player in offers.evaluate(path).items()])}


def evaluated(kind):
    return lambda path, _: {'lines': (f'W10-{kind}', [
        [f'{key}/last//', {'_identity': key, **values}] for key, values in expressions.evaluate(kind, path)])}


def rows(result):
    for table, found in result.items():
        if table == 'lines':
            job, lines = found
            yield from expected_rows(job, map(json.dumps, lines))
        else:
            for row in found:
                yield (table, *row)


if __name__ == '__main__':
    main({'W1': projection, 'W2': totals, 'W3': sessions, 'W4': windows, 'W6': disorder,
          'W8-blocks': offer_blocks, 'W8': offer_rows,
          **{f'W7-{each}': width(each) for each in WIDTHS},
          **{f'W10-{name}': evaluated(name) for kind in KINDS for name in (kind, f'base/{kind}')}}, rows)
