#!/usr/bin/env python3
"""Orders of invented grocery shops, as NDJSON on standard output: the same bytes for the same arguments.

    generate.py [--shops N] [--weeks N] [--seed N] [--sample]

Some products go together (pasta and sauce), and one pair only in summer (strawberries and cream). Customers have
favourites. Some orders are cancelled. Only random.random() is drawn from.
"""

import argparse
import datetime
import json
import random
import sys

START = datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone.utc)      # a Monday
WEEK = 604_800
SHOPS = ['berlin', 'lisboa', 'lyon', 'osaka', 'porto', 'quito', 'recife', 'seattle']
PRICES = {'apples': 249, 'bananas': 189, 'beans': 119, 'bread': 329, 'butter': 279, 'cheese': 499, 'chips': 219,
          'coffee': 799, 'cream': 159, 'eggs': 349, 'filters': 199, 'honey': 549, 'jam': 299, 'milk': 129,
          'noodles': 179, 'oats': 239, 'pasta': 149, 'rice': 259, 'salsa': 289, 'sauce': 269, 'soap': 199,
          'strawberries': 399, 'tea': 459, 'yoghurt': 99}
PRODUCTS = list(PRICES)
GOES_WITH = {'pasta': ('sauce', 0.6), 'coffee': ('filters', 0.35), 'chips': ('salsa', 0.5), 'bread': ('butter', 0.4),
             'oats': ('honey', 0.3), 'beans': ('rice', 0.3)}
SUMMER_WEEK = 12


class Shop:
    def __init__(self, name, draw):
        self.name = name
        self.draw = draw
        self.orders_a_week = 120 + int(120 * draw())
        self.customers = 60 + int(90 * draw())

    def order(self, number, second):
        customer = int(self.customers * self.draw() * self.draw())
        wanted = self.basket(customer, second // WEEK)
        lines = [{'sku': sku, 'quantity': 1 + int(1.4 * self.draw()), 'cents': PRICES[sku]} for sku in wanted]
        status = 'cancelled' if self.draw() < 0.03 else 'paid'
        return second, {'order': f'{self.name}-{number}', 'shop': self.name, 'customer': f'c{customer:03d}',
                        'time': (START + datetime.timedelta(seconds=second)).isoformat(), 'status': status,
                        'lines': lines}

    def basket(self, customer, week):
        basket = []
        for _ in range(1 + int(5 * self.draw())):
            shift = customer if self.draw() < 0.5 else 0
            sku = PRODUCTS[(int(len(PRODUCTS) * self.draw() * self.draw()) + shift) % len(PRODUCTS)]
            basket.append(sku)
            other, share = self.companion(sku, week)
            if self.draw() < share:
                basket.append(other)
        return list(dict.fromkeys(basket))

    @staticmethod
    def companion(sku, week):
        if sku == 'strawberries' and week >= SUMMER_WEEK:
            return 'cream', 0.7
        return GOES_WITH.get(sku, (sku, 0.0))

    def orders(self, weeks):
        seconds = sorted(int(weeks * WEEK * self.draw()) for _ in range(weeks * self.orders_a_week))
        for number, second in enumerate(seconds):
            yield self.order(number, second)


def generate(shops, weeks, seed):
    draw = random.Random(seed).random
    orders = []
    for name in SHOPS[:shops]:
        orders.extend(Shop(name, draw).orders(weeks))
    return [order for _, order in sorted(orders, key=lambda timed: timed[0])]


def main():
    arguments = argparse.ArgumentParser(description='Orders of invented grocery shops.')
    arguments.add_argument('--shops', type=int, default=len(SHOPS))
    arguments.add_argument('--weeks', type=int, default=20)
    arguments.add_argument('--seed', type=int, default=1)
    arguments.add_argument('--sample', action='store_true', help='one shop, seven weeks: what expected/*.jsonl are of')
    args = arguments.parse_args()
    shops, weeks = (1, 7) if args.sample else (args.shops, args.weeks)
    for order in generate(shops, weeks, args.seed):
        sys.stdout.write(json.dumps(order) + '\n')


if __name__ == '__main__':
    main()
