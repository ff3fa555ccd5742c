#!/usr/bin/env python3
"""Events of an invented game that makes offers, as NDJSON on standard output: the same bytes for the same arguments.

    generate.py [--players N] [--days N] [--seed N] [--sample]

The events are as untidy as those of real apps: prices are texts, countries come in any case, old versions of the app
send along, a session id may be missing, purchases may be refunded. Only random.random() is drawn from.
"""

import argparse
import json
import random
import sys

START = 1_772_409_600       # 2026-03-02T00:00:00Z
DAY = 86_400
COUNTRIES = ['br', 'CA', 'de ', 'ES', 'in', 'JP']
DEVICES = ['Pixel 9', 'iPhone 17', 'Galaxy S26', 'Moto G']
LANGUAGES = ['en', 'de', 'es', 'ja', 'pt']
MODES = ['arcade', 'duel', 'story']
VERSIONS = ['4.2', '4.10.1', '4.9', '5.0', '4.1.7']
OFFERS = [('starter', '$0.99'), ('weekend', '$2.99'), ('bundle', '$4.99'), ('mega', '$19.99')]
PRODUCTS = [('gems.500', '$4.99'), ('gems.100', '$1.19'), ('ribbons.20', '$0.99'), ('lives.5', '$1.99')]


class Player:
    """One player's taste: how often they come, how well they play, how they take offers."""

    def __init__(self, number, draw):
        self.name = f'p{number:04d}'
        self.draw = draw
        self.country = self.pick(COUNTRIES)
        self.language = self.pick(LANGUAGES)
        self.devices = [self.pick(DEVICES) for _ in range(1 + int(1.3 * draw()))]
        self.app = self.pick(VERSIONS)
        self.mode = self.pick(MODES)
        self.sessions_per_day = 0.2 + 0.7 * draw()
        self.skill = 200 + int(800 * draw())
        self.buys = 0.35 * draw() ** 2
        self.sessions = 0

    def pick(self, things):
        return things[int(len(things) * self.draw())]

    def event(self, session, second, kind, **fields):
        return second, {'player': self.name, 'at': START + second, 'session': session, 'app': self.app,
                        'event': kind, **fields}

    def purchase(self, session, second, product, price):
        refund = {'refunded': True} if self.draw() < 0.04 else {}
        quantity = {'quantity': 2} if self.draw() < 0.1 else {}
        return self.event(session, second, 'purchase', product='com.acme.presents.' + product, price=price,
                          **quantity, **refund)

    def session(self, second):
        self.sessions += 1
        session = f'{self.name}-{self.sessions}' if self.draw() > 0.01 else None
        device = {'model': self.pick(self.devices), 'language': self.language}
        yield self.event(session, second, 'app_launched', country=self.country, device=device)
        offered = self.draw() < 0.3
        length = 1 + int(6 * self.draw())
        for game in range(length):
            second += 60 + int(240 * self.draw())
            mode = self.mode if self.draw() < 0.6 else self.pick(MODES)
            yield self.event(session, second, 'game_over', mode=mode, score=int(self.skill * (0.5 + self.draw())))
            if self.draw() < 0.4:
                yield self.event(session, second + 20, 'wrap_present', count=1 + int(3 * self.draw()))
            if offered and game == length // 2:
                yield from self.offer(session, second + 30)
            if self.draw() < self.buys / 3:
                yield self.purchase(session, second + 50, *self.pick(PRODUCTS))

    def offer(self, session, second):
        offer, price = self.pick(OFFERS)
        yield self.event(session, second, 'offer_shown', offer=offer, price=price)
        if self.draw() < self.buys * (2 if offer == 'starter' else 1):
            yield self.purchase(session, second + 10, 'offer.' + offer, price)

    def events(self, days):
        day = days / 3 * self.draw()
        while day < days:
            yield from self.session(int(day * DAY))
            day += 0.04 + 2 * self.draw() / self.sessions_per_day


def generate(players, days, seed):
    draw = random.Random(seed).random
    events = []
    for number in range(players):
        events.extend(Player(number, draw).events(days))
    return [event for _, event in sorted(events, key=lambda timed: timed[0])]


def main():
    arguments = argparse.ArgumentParser(description='Events of an invented game that makes offers.')
    arguments.add_argument('--players', type=int, default=300)
    arguments.add_argument('--days', type=int, default=42)
    arguments.add_argument('--seed', type=int, default=1)
    arguments.add_argument('--sample', action='store_true', help='eight players: the events of expected/*.jsonl')
    args = arguments.parse_args()
    for event in generate(8 if args.sample else args.players, args.days, args.seed):
        sys.stdout.write(json.dumps(event) + '\n')


if __name__ == '__main__':
    main()
