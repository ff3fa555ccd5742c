"""W8 in plain Python: examples/in-game-offers by hand, block by block and window by window.

Also the contender `python`: it is written as one would write it, with small classes.
"""

import json
from datetime import datetime, timedelta, timezone

WEEK = timedelta(days=7)
MODES = ['arcade', 'duel', 'story']


class Session:
    __slots__ = ('start', 'end', 'country', 'segment', 'days_since_install', 'bought_cents', 'offer_cents', 'offer',
                 'games', 'modes', 'scores', 'presents_wrapped', 'minutes', 'spent_cents', 'goods')

    def __init__(self, time):
        self.start = self.end = time
        self.country = self.segment = self.offer = ''
        self.days_since_install = self.bought_cents = self.offer_cents = self.games = 0
        self.presents_wrapped = self.spent_cents = 0
        self.minutes = 0.0
        self.modes, self.goods, self.scores = {}, {}, []

    def add(self, time, event, player, cents, goods, paid):
        self.end = time
        self.country = self.country or player.country
        self.segment = self.segment or player.segment
        if not self.offer:
            self.days_since_install = (time - player.installed).days
        if paid and self.offer:
            self.bought_cents += cents
        kind = event['event']
        if kind == 'offer_shown' and not self.offer:
            self.offer_cents = cents
            self.offer = event['offer']
        elif kind == 'game_over' and not self.offer:
            self.games += 1
            self.modes[event['mode']] = self.modes.get(event['mode'], 0) + 1
            self.scores = [*self.scores, event['score']][-5:]
        elif kind == 'wrap_present' and not self.offer:
            self.presents_wrapped += event['count']
        self.minutes = (self.end - self.start).total_seconds() / 60
        if paid:
            self.spent_cents += cents
            self.goods[goods] = self.goods.get(goods, 0) + (event.get('quantity') or 1)

    def values(self):
        return {name: getattr(self, name) for name in self.__slots__[2:]}


class Device:
    __slots__ = 'launches', 'languages'

    def __init__(self):
        self.launches = 0
        self.languages = {}

    def values(self):
        return {'launches': self.launches, 'languages': list(self.languages)}


class Player:
    __slots__ = 'country', 'installed', 'events', 'spent_cents', 'segment', 'devices', 'sessions', 'saved', 'at_hand'

    def __init__(self):
        self.country = ''
        self.installed = None
        self.events = self.spent_cents = 0
        self.segment = 'free'
        self.devices, self.sessions = {}, {}
        self.saved = {}                # blocks in the order in which they were first saved
        self.at_hand = {'device': None, 'session': None}

    def add(self, event):
        time = datetime.fromtimestamp(event['at'], timezone.utc)
        cents = round(float(event['price'].lstrip('$')) * 100) if 'price' in event else 0
        goods = event['product'].split('.')[-2] if 'product' in event else ''
        paid = event['event'] == 'purchase' and not event.get('refunded')
        self.country = event.get('country', '').strip().upper() or self.country
        if self.events == 0:
            self.installed = time
        self.events += 1
        if paid:
            self.spent_cents += cents
        self.segment = 'whale' if self.spent_cents >= 5000 else 'payer' if self.spent_cents else 'free'
        if event['event'] == 'app_launched':
            model = event['device']['model'].lower()
            self.turn_to('device', model)
            device = self.devices.setdefault(model, Device())
            device.launches += 1
            device.languages[event['device']['language']] = True
        if event['session'] is not None:
            self.turn_to('session', event['session'])
            if event['session'] not in self.sessions:
                self.sessions[event['session']] = Session(time)
            self.sessions[event['session']].add(time, event, self, cents, goods, paid)

    def turn_to(self, aggregate, key):
        """A block is saved when another of its aggregate begins or goes on."""
        before = self.at_hand[aggregate]
        if before not in (None, key):
            self.saved[aggregate, before] = True
        self.at_hand[aggregate] = key

    def values(self):
        return {'country': self.country, 'installed': self.installed.isoformat(), 'events': self.events,
                'spent_cents': self.spent_cents, 'segment': self.segment}

    def in_saved_order(self):
        """(aggregate, key) of all blocks; what was not saved before is saved at the end."""
        rest = [('player', '')] + [(name, key) for name, key in self.at_hand.items() if key is not None]
        return dict.fromkeys([*self.saved, *rest])


def new_enough(app):
    return tuple(int(part) for part in app.split('.')) >= (4, 2)


def evaluate(path):
    players = {}
    with open(path, 'rb') as file:
        for line in file:
            event = json.loads(line)
            player = players.get(event['player'])
            if player is None:
                player = players[event['player']] = Player()
            if new_enough(event['app']):
                player.add(event)
    return players


def blocks(name, player):
    for aggregate, key in player.in_saved_order():
        values = {'_identity': name}
        if aggregate == 'player':
            values |= player.values()
        elif aggregate == 'device':
            values |= player.devices[key].values() | {'model': key}
        else:
            one = player.sessions[key]
            values |= {'_start_time': one.start.isoformat(), '_end_time': one.end.isoformat(), **one.values(),
                       'id': key}
        yield [f'{name}/{aggregate}/{key}/', values]


def row(name, anchor, last, week, after):
    return {
        'now._identity': name, 'now.session': anchor.start.isoformat(), 'now.offer': anchor.offer,
        'now.offer_dollars': anchor.offer_cents / 100, 'now.country': anchor.country, 'now.segment': anchor.segment,
        'now.days_since_install': anchor.days_since_install, 'now.presents_wrapped': anchor.presents_wrapped,
        'now.best_score': max(anchor.scores, default=0),
        'now.favourite_mode': max(anchor.modes, key=anchor.modes.get, default='none'),
        'last_session._identity': name, 'last_session.games': last.games, 'last_session.minutes': last.minutes,
        'last_session.saw_offer': last.offer != '',
        'last_week._identity': name, 'last_week.sessions': len(week),
        'last_week.minutes': float(sum(one.minutes for one in week)),
        'last_week.spent_dollars': sum(one.spent_cents for one in week) / 100,
        'last_week.offers_ignored': sum(1 for one in week if one.offer and not one.bought_cents),
        **{f'played.{mode}': sum(one.modes.get(mode, 0) for one in week) for mode in MODES},
        'next_week._identity': name,
        'next_week.revenue_dollars': (anchor.bought_cents + sum(one.spent_cents for one in after)) / 100}


def rows(name, player):
    found = [player.sessions[key] for aggregate, key in player.in_saved_order() if aggregate == 'session']
    by_start = sorted(found, key=lambda one: one.start)
    result = []
    for anchor in found:
        if anchor.offer:
            before = [one for one in by_start if one.start < anchor.start]
            week = [one for one in before if one.start > anchor.start - WEEK]
            after = [one for one in by_start if anchor.start < one.start < anchor.start + WEEK]
            if week and after:
                result.append(row(name, anchor, before[-1], week, after))
    return [name, result]


def lines(job, path):
    for name, player in evaluate(path).items():
        if job == 'W8-blocks':
            for block in blocks(name, player) if player.events else ():
                yield json.dumps(block) + '\n'
        else:
            yield json.dumps(rows(name, player)) + '\n'
