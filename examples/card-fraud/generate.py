#!/usr/bin/env python3
"""Payments of invented cards, and what was disputed later, as NDJSON on standard output: the same bytes for the same
arguments.

    generate.py [--cards N] [--days N] [--seed N] [--sample]

People pay near home and travel now and then. Some cards are stolen: many payments within minutes, abroad and at
merchants whose goods sell well, and weeks later the owner disputes most of them. Only random.random() is drawn from.
"""

import argparse
import datetime
import json
import random
import sys

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
DAY = 86_400
COUNTRIES = {'DE': 'EUR', 'FR': 'EUR', 'GB': 'GBP', 'IT': 'EUR', 'JP': 'JPY', 'PT': 'EUR', 'US': 'USD', 'SE': 'SEK'}
CATEGORIES = ['5411', '5812', '5541', '5912', '4111', '5732', '5651']       # groceries, restaurants, fuel ...
SELLS_WELL = ['5732', '5944', '6051']                                       # electronics, jewellery, gift cards


class Card:
    def __init__(self, number, draw):
        self.name = f'card-{number:04d}'
        self.draw = draw
        self.home = self.pick(list(COUNTRIES)[:6])
        self.usual = 8 + int(60 * draw() * draw())
        self.sprees_a_day = 0.3 + 0.9 * draw()
        self.merchants = [f'm{int(900 * draw()):03d}' for _ in range(4 + int(12 * draw()))]
        self.payments = 0
        self.trip = None

    def pick(self, things):
        return things[int(len(things) * self.draw())]

    def event(self, second, kind, **fields):
        time = START + datetime.timedelta(seconds=second)
        return second, {'kind': kind, 'card': self.name, 'time': time.isoformat(), **fields}

    def payment(self, second, country, merchant, mcc, euros, channel, declines):
        self.payments += 1
        currency = COUNTRIES[country]
        amount = euros if currency in ('EUR', 'USD', 'GBP') else euros * (160 if currency == 'JPY' else 11)
        return self.event(second, 'payment', id=f'{self.name}-{self.payments}', merchant=merchant, mcc=mcc,
                          country=country, amount=amount, currency=currency, channel=channel,
                          approved=self.draw() >= declines)

    def spree(self, second):
        """What the owner does: one to three payments."""
        country = self.trip if self.trip else self.home
        for _ in range(1 + int(2.4 * self.draw() * self.draw() + 0.3)):
            euros = max(1, int(self.usual * (0.2 + 2 * self.draw() * self.draw())))
            if self.draw() < 0.02:
                euros *= 8
            merchant = self.pick(self.merchants) if self.draw() < 0.8 else f'm{int(900 * self.draw()):03d}'
            channel = 'online' if self.draw() < 0.3 else 'chip'
            yield self.payment(second, country, merchant, self.pick(CATEGORIES), euros, channel, 0.02)
            second += 120 + int(1200 * self.draw())

    def theft(self, second):
        """What a thief does; most of it is disputed some weeks later."""
        country = self.pick(list(COUNTRIES))
        for _ in range(3 + int(7 * self.draw())):
            euros = 60 + int(500 * self.draw())
            timed = self.payment(second, country, f'm{900 + int(90 * self.draw())}', self.pick(SELLS_WELL), euros,
                                 'online' if self.draw() < 0.8 else 'stripe', 0.3)
            yield timed
            if timed[1]['approved'] and self.draw() < 0.9:
                days_later = 5 + int(35 * self.draw())
                yield self.event(second + days_later * DAY, 'dispute', payment=timed[1]['id'])
            second += 30 + int(240 * self.draw())

    def events(self, days):
        stolen = days * self.draw() if self.draw() < 0.25 else None
        day = self.draw()
        while day < days:
            self.trip = self.pick(list(COUNTRIES)) if self.draw() < 0.02 else self.trip if self.draw() < 0.7 else None
            yield from self.spree(int(day * DAY))
            if stolen is not None and stolen < day:
                yield from self.theft(int((day + 0.1) * DAY))
                stolen = None
            day += 0.03 + 2 * self.draw() / self.sprees_a_day


def generate(cards, days, seed):
    draw = random.Random(seed).random
    events = []
    for number in range(cards):
        events.extend(Card(number, draw).events(days))
    return [event for _, event in sorted(events, key=lambda timed: timed[0])]


def main():
    arguments = argparse.ArgumentParser(description='Payments of invented cards.')
    arguments.add_argument('--cards', type=int, default=250)
    arguments.add_argument('--days', type=int, default=150)
    arguments.add_argument('--seed', type=int, default=8)
    arguments.add_argument('--sample', action='store_true', help='four cards: the events of expected/*.jsonl')
    args = arguments.parse_args()
    for event in generate(4 if args.sample else args.cards, args.days, args.seed):
        sys.stdout.write(json.dumps(event) + '\n')


if __name__ == '__main__':
    main()
