#!/usr/bin/env python3
"""IPFIX messages as a collector writes them (JSON, a message a line): the same bytes for the same arguments.

    generate.py [--homes N] [--days N] [--seed N] [--sample]

A home has a router, phones, a television, a camera, a thermostat. Some cameras fall ill on some day: they knock at
other machines' ports, then send much to one address. A message holds the flows of one home and half a minute; some
sets are about the router itself and have no source MAC. Only random.random() is drawn from.
"""

import argparse
import json
import random
import sys

START = 1_772_409_600       # 2026-03-02T00:00:00Z
DAY = 86_400
MESSAGE_SECONDS = 30
TCP, UDP = 6, 17
# Per kind of device: flows an hour, how many addresses it talks to, bytes a flow, the hours in which it is in use.
KINDS = {'phone': (14, 40, 40_000, range(7, 24)), 'tv': (10, 8, 900_000, range(18, 24)),
         'camera': (3, 2, 60_000, range(24)), 'thermostat': (1, 1, 800, range(24))}
BAD_HOST = '203.0.113.66'


class Device:
    def __init__(self, home, number, kind, draw):
        self.kind = kind
        self.draw = draw
        self.mac = f'02:00:{home >> 8:02x}:{home & 255:02x}:00:{number:02x}'
        self.address = f'192.168.1.{10 + number}'
        self.rate, addresses, self.bytes, self.hours = KINDS[kind]
        self.addresses = [f'198.51.{100 + int(100 * draw())}.{1 + int(250 * draw())}' for _ in range(addresses)]
        self.ill_from = None

    def flow(self, second, protocol, address, port, size, packets):
        elements = [(8, self.address), (56, self.mac), (12, address), (4, protocol),
                    (182, 32768 + int(28000 * self.draw())), (183, port), (1, size), (2, packets),
                    (150, START + second)]
        return second, [{'I': number, 'V': value} for number, value in elements]

    def usual(self, second):
        address = self.addresses[int(len(self.addresses) * self.draw() * self.draw())]
        size = 200 + int(self.bytes * self.draw() * self.draw())
        if self.draw() < 0.2:
            return self.flow(second, UDP, '192.168.1.1', 53, 80 + int(100 * self.draw()), 1)
        return self.flow(second, TCP, address, 443, size, 2 + size // 1200)

    def ill(self, second, since):
        if since < 3 * 3600:        # looking for others
            address = f'192.168.1.{1 + int(40 * self.draw())}'
            return self.flow(second, TCP, address, [22, 23, 80, 445, 8080][int(5 * self.draw())], 60, 1)
        size = 200_000 + int(400_000 * self.draw())
        return self.flow(second, TCP, BAD_HOST, 8443, size, size // 1200)

    def flows(self, days):
        for hour in range(24 * days):
            begin = hour * 3600
            rate = self.rate if hour % 24 in self.hours else self.rate * 0.1
            for _ in range(int(rate * 2 * self.draw() + 0.5)):
                yield self.usual(begin + int(3600 * self.draw()))
            if self.ill_from is not None and 0 <= begin - self.ill_from < 8 * 3600:
                for _ in range(15 + int(15 * self.draw())):
                    yield self.ill(begin + int(3600 * self.draw()), begin - self.ill_from)


def home_flows(home, days, draw):
    kinds = ['phone', 'phone', 'tv', 'camera', 'thermostat']
    devices = [Device(home, number, kind, draw) for number, kind in enumerate(kinds)]
    if draw() < 0.35:
        devices[3].ill_from = DAY + int((days - 1.5) * 24 * draw()) * 3600
    for device in devices:
        yield from device.flows(days)
    for second in range(0, days * DAY, DAY // 4):       # the router's own: no source MAC, so no event
        yield second, [{'I': 8, 'V': '192.168.1.1'}, {'I': 150, 'V': START + second}]


def messages(home, flows):
    """Flows in the order of time, as messages of half a minute."""
    sets = {}
    for second, data_set in sorted(flows, key=lambda timed: timed[0]):
        sets.setdefault(second // MESSAGE_SECONDS, []).append(data_set)
    for number, (slot, data_sets) in enumerate(sets.items()):
        second = (slot + 1) * MESSAGE_SECONDS
        yield second, {'AgentID': f'10.0.{home >> 8}.{home & 255}',
                       'Header': {'Version': 10, 'ExportTime': START + second, 'SequenceNo': number},
                       'DataSets': data_sets}


def generate(homes, days, seed):
    draw = random.Random(seed).random
    exported = []
    for home in range(homes):
        exported.extend(messages(home, home_flows(home, days, draw)))
    return [message for _, message in sorted(exported, key=lambda timed: timed[0])]


def main():
    arguments = argparse.ArgumentParser(description='IPFIX messages of invented homes.')
    arguments.add_argument('--homes', type=int, default=8)
    arguments.add_argument('--days', type=int, default=7)
    arguments.add_argument('--seed', type=int, default=2)
    arguments.add_argument('--sample', action='store_true', help='one home, three days: the events of expected/*.jsonl')
    args = arguments.parse_args()
    homes, days = (1, 3) if args.sample else (args.homes, args.days)
    for message in generate(homes, days, args.seed):
        sys.stdout.write(json.dumps(message) + '\n')


if __name__ == '__main__':
    main()
