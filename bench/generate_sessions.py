#!/usr/bin/env python3
"""Game events as NDJSON, about 200 bytes each, in time order over 30 days: generate_sessions.py EVENTS KEYS FILE

Seeded: the same arguments give the same bytes. Keys are skewed (the square of a uniform number), so that a few
players have most of the events.
"""

import random
import sys
from datetime import datetime, timezone

SECONDS = 30 * 86400
START = 1_520_000_000
COUNTRIES = ['US', 'IN', 'DE', 'BR', 'JP', 'GB']
SYSTEMS = ['ios', 'android', 'web']
KINDS = ['game_start', 'game_end', 'purchase', 'app_launched']
LINE = ('{"user_id": "user%07d", "event_id": "%s", "event_time": "%s", "country": "%s", "os_name": "%s", '
        '"level": %d, "won": %d, "score": %.2f, "session_id": "s%08x"}\n')


def events(count, keys):
    choose = random.Random(7)
    at = float(START)
    for _ in range(count):
        at += choose.expovariate(count / SECONDS)
        user = int(keys * choose.random() ** 2)
        time = datetime.fromtimestamp(int(at), timezone.utc).isoformat()
        yield LINE % (user, choose.choice(KINDS), time, choose.choice(COUNTRIES), choose.choice(SYSTEMS),
                      choose.randrange(50), choose.randrange(2), choose.random() * 1000, choose.getrandbits(32))


def main():
    count, keys, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with open(path, 'w', buffering=1 << 22) as file:
        file.writelines(events(count, keys))


if __name__ == '__main__':
    main()
