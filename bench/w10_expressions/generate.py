"""Events with something for each kind of expression, a hundred keys, in order of time. Seeded."""

import json
import random
from datetime import datetime, timezone

KINDS = ['arithmetic', 'strings', 'datetime', 'containers', 'comprehension']
START = 1_520_000_000
GOODS = ['gems', 'ribbons', 'lives', 'offer']


def event(choose, number):
    at = START + number
    text = datetime.fromtimestamp(at - choose.randrange(10**7), timezone.utc).isoformat()
    return {
        'k': f'u{choose.randrange(100):02d}', 'at': at,
        'i': choose.randrange(-10**6, 10**6), 'j': choose.randrange(1, 10**4),
        'x': round(choose.random() * 1000, 3), 'y': round(choose.random() * 10, 3),
        's': f'com.acme.presents.{choose.choice(GOODS)}.{choose.randrange(1000)}',
        'c': choose.choice(['de ', ' FR', 'es', 'Jp ']), 't': text,
        'l': [choose.randrange(100) for _ in range(8)],
        'm': {name: choose.randrange(100) for name in choose.sample(GOODS, 3)}}


def lines(count):
    choose = random.Random(19)
    for number in range(count):
        yield json.dumps(event(choose, number)) + '\n'
