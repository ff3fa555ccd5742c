#!/usr/bin/env python3
"""Events of an invented mobile game, as NDJSON on standard output: the same bytes for the same arguments.

    generate.py [--players N] [--days N] [--seed N] [--sample]

Players come back in sessions, play levels, sometimes buy. One event in twenty is sent late, as phones do, so the file
is nearly, not wholly, in the order of time. Only random.random() is drawn from, which is the same in every Python.
"""

import argparse
import datetime
import json
import random
import sys

START = datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone.utc)
COUNTRIES = ['Brasil', 'Canada', 'Deutschland', 'España', 'India', '日本']
ITEMS = [('coins', 199), ('lives', 99), ('booster', 349)]
LATE_SHARE = 0.05
LATE_SECONDS_MAX = 900


class Player:
    """One player's taste: how often they come, how well they play, how easily they buy."""

    def __init__(self, name, draw):
        self.name = name
        self.draw = draw
        self.country = COUNTRIES[int(draw() * len(COUNTRIES))]
        self.sessions_per_day = 0.15 + 0.8 * draw()
        self.skill = 0.35 + 0.5 * draw()
        self.buys = 0.12 * draw() ** 2
        self.level = 1

    def event(self, second, kind, **fields):
        time = START + datetime.timedelta(seconds=second)
        return second, {'user': self.name, 'time': time.isoformat(), 'event': kind, 'country': self.country, **fields}

    def session(self, second):
        yield self.event(second, 'open')
        frustrated = 0
        for _ in range(1 + int(8 * self.draw())):
            length = 40 + int(200 * self.draw())
            second += length + int(30 * self.draw())
            won = self.draw() < self.skill
            yield self.event(second, 'level', level=self.level, won=won, seconds=length)
            self.level += won
            frustrated = 0 if won else frustrated + 1
            if self.draw() < self.buys * (1 + frustrated):
                item, cents = ITEMS[int(len(ITEMS) * self.draw())]
                second += 5
                yield self.event(second, 'purchase', item=item, cents=cents)

    def events(self, days):
        day = days / 2 * self.draw()
        while day < days:
            yield from self.session(int(day * 86400))
            day += 0.04 + 2 * self.draw() / self.sessions_per_day


def generate(players, days, seed):
    """The events in the order in which they arrive."""
    draw = random.Random(seed).random
    arrivals = []
    for number in range(players):
        for second, event in Player(f'player-{number:04d}', draw).events(days):
            late = LATE_SECONDS_MAX * draw() if draw() < LATE_SHARE else 0
            arrivals.append((second + late, len(arrivals), event))
    return [event for _, _, event in sorted(arrivals)]


def main():
    arguments = argparse.ArgumentParser(description='Events of an invented mobile game.')
    arguments.add_argument('--players', type=int, default=300)
    arguments.add_argument('--days', type=int, default=28)
    arguments.add_argument('--seed', type=int, default=1)
    arguments.add_argument('--sample', action='store_true', help='twelve players: the events of expected/*.jsonl')
    args = arguments.parse_args()
    for event in generate(12 if args.sample else args.players, args.days, args.seed):
        sys.stdout.write(json.dumps(event) + '\n')


if __name__ == '__main__':
    main()
