#!/usr/bin/env python3
"""Game events as NDJSON, about 200 bytes each, in time order over 30 days: generate_sessions.py EVENTS KEYS FILE

Seeded: the same arguments give the same bytes. Keys are skewed (the square of a uniform number), so that a few
players have most of the events. Players named edgeN are woven in: their events stand exactly on the bounds of
sessions and windows, so that a contender with other bounds gives another answer.
"""

import random
import sys
from datetime import datetime, timezone

SECONDS = 30 * 86400
START = 1_520_000_000
MIDDLE = START + SECONDS // 2
COUNTRIES = ['US', 'IN', 'DE', 'BR', 'JP', 'GB']
SYSTEMS = ['ios', 'android', 'web']
KINDS = ['game_start', 'game_end', 'purchase', 'app_launched']
LINE = ('{"user_id": "%s", "event_id": "%s", "event_time": "%s", "country": "%s", "os_name": "%s", '
        '"level": %d, "won": %d, "score": %.2f, "session_id": "s%08x"}\n')

WEEK, THREE_DAYS = 7 * 86400, 3 * 86400
# For each edge player the moments of its events, in seconds from the middle of the month.
EDGES = [
    [-86400, 0, 1800, 3600, 86400],                 # events a gap apart: one session
    [-86400, 0, 1801, 3602, 86400],                 # and a second more: a session each
    [-86400, 0, 0, 0, 0, 86400],                    # ties: the last in the file is the last
    [-WEEK, 0, THREE_DAYS - 1],                     # a week before: outside, no row
    [1 - WEEK, 0, THREE_DAYS],                      # three days after: outside, no row
    [-WEEK, 1801 - WEEK, 0, THREE_DAYS - 1801, THREE_DAYS],  # the outer ones are outside, the inner ones count
]


def line(choose, player, at, won):
    time = datetime.fromtimestamp(int(at), timezone.utc).isoformat()
    return LINE % (player, choose.choice(KINDS), time, choose.choice(COUNTRIES), choose.choice(SYSTEMS),
                   choose.randrange(50), won, choose.random() * 1000, choose.getrandbits(32))


def edge_events():
    choose = random.Random(11)
    moments = sorted((moment, number) for number, moments in enumerate(EDGES) for moment in moments)
    return [(MIDDLE + moment, line(choose, f'edge{number}', MIDDLE + moment, 1)) for moment, number in moments]


def skewed(choose, keys):
    return int(keys * choose.random() ** 2)


class EveryKey:
    """Five events of six go through all keys, each once in a scattered order; the sixth goes to one of a few."""

    def __init__(self):
        self.count = self.fresh = 0

    def __call__(self, choose, keys):
        self.count += 1
        if self.count % 6 == 0:
            return skewed(choose, keys // 100 + 1)
        self.fresh += 1
        return self.fresh * 2_147_483_647 % keys  # a prime: no key comes twice before all have come


def events(count, keys, pick=skewed):
    choose = random.Random(7)
    edges = edge_events()[::-1]
    at = float(START)
    for _ in range(count):
        at += choose.expovariate(count / SECONDS)
        while edges and edges[-1][0] < at:
            yield edges.pop()[1]
        yield line(choose, f'user{pick(choose, keys):07d}', at, choose.randrange(2))
    for _, text in reversed(edges):
        yield text


def main():
    count, keys, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with open(path, 'w', buffering=1 << 22) as file:
        file.writelines(events(count, keys))


if __name__ == '__main__':
    main()
