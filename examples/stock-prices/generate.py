#!/usr/bin/env python3
"""Trades of invented stocks, as NDJSON on standard output: the same bytes for the same arguments.

    generate.py [--symbols N] [--days N] [--seed N] [--sample]

An event is as a ticker sends it: {"sym": symbol, "t": milliseconds, "p": price, "s": shares, "cond": condition}. Days
are trading days, from half past nine to four in New York. Only random.random() is drawn from.
"""

import argparse
import json
import math
import random
import sys

OPENING = 1_773_063_000_000         # 2026-03-09T13:30:00Z, a Monday, half past nine in New York
DAY_MS = 86_400_000
SESSION_MS = 23_400_000             # half past nine to four
SYMBOLS = ['ACME', 'BOLT', 'CRUX', 'DYNE', 'ERGO', 'FLUX', 'GRID', 'HALO', 'IONA', 'JOLT', 'KELP', 'LUMA']
LOTS = [1, 10, 50, 100, 100, 100, 200, 500]


def weekdays():
    """Openings of trading days, from a Monday on."""
    day = 0
    while True:
        if day % 7 < 5:
            yield OPENING + day * DAY_MS
        day += 1


def bell(draw):
    """Around zero, between -1 and 1: the sum of four draws, so that no logarithm of the platform is needed."""
    return (draw() + draw() + draw() + draw()) / 2 - 1


class Stock:
    """A price that wanders, in cents, faster on some days than on others."""

    def __init__(self, name, draw):
        self.name = name
        self.draw = draw
        self.cents = 2_000 + 20_000 * draw()
        self.drift = 0.004 * bell(draw)
        self.swing = 0.01 + 0.03 * draw()
        self.busy = 20 + int(60 * draw())

    def trade(self, at):
        return at, {'sym': self.name, 't': at, 'p': round(self.cents) / 100,
                    's': LOTS[int(len(LOTS) * self.draw())] * (1 + int(3 * self.draw())), 'cond': self.condition()}

    def condition(self):
        share = self.draw()
        return 'X' if share < 0.01 else 'B' if share < 0.02 else ''

    def day(self, opening):
        self.cents *= 1 + self.drift + self.swing * bell(self.draw)
        count = int(self.busy * (0.4 + self.draw()))
        swing = self.swing / math.sqrt(count)
        for at in sorted(opening + int(SESSION_MS * self.draw()) for _ in range(count)):
            self.cents *= 1 + swing * bell(self.draw)
            yield self.trade(at)


def generate(symbols, days, seed):
    draw = random.Random(seed).random
    trades = []
    for name in SYMBOLS[:symbols]:
        stock = Stock(name, draw)
        for opening, _ in zip(weekdays(), range(days)):
            trades.extend(stock.day(opening))
    return [trade for _, trade in sorted(trades, key=lambda timed: timed[0])]


def main():
    arguments = argparse.ArgumentParser(description='Trades of invented stocks.')
    arguments.add_argument('--symbols', type=int, default=len(SYMBOLS))
    arguments.add_argument('--days', type=int, default=80)
    arguments.add_argument('--seed', type=int, default=1)
    arguments.add_argument('--sample', action='store_true', help='two symbols, 26 days: the events of expected/*.jsonl')
    args = arguments.parse_args()
    symbols, days = (2, 26) if args.sample else (args.symbols, args.days)
    for trade in generate(symbols, days, args.seed):
        sys.stdout.write(json.dumps(trade) + '\n')


if __name__ == '__main__':
    main()
