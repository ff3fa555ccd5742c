"""Specs and events that the tests share."""

import json
import random
from datetime import datetime, timedelta, timezone

STREAM = """\
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: Sessions
Import:
  - { Module: dateutil.parser, Identifiers: [ parse ] }
Identity: source.user
Time: parse(source.time)
Stores:
  - { Type: Blurr:Store:Memory, Name: memory }
Aggregates:
  - Type: Blurr:Aggregate:Identity
    Name: state
    Store: memory
    Fields:
      - { Name: country, Type: string, Value: source.country }
      - { Name: events, Type: integer, Value: state.events + 1 }
      - { Name: seen, Type: map, Value: "state.seen.set(source.country, state.seen.get(source.country, 0) + 1)" }
  - Type: Blurr:Aggregate:Activity
    Name: session
    Store: memory
    SeparateByInactiveSeconds: 1800
    Fields:
      - { Name: games, Type: integer, Value: session.games + 1, When: source.event == 'game_start' }
      - { Name: wins, Type: integer, Value: session.wins + source.won }
      - { Name: score, Type: float, Value: session.score + source.score }
      - { Name: last, Type: datetime, Value: parse(source.time) }
"""

READS_NOTHING = """\
Type: Blurr:Transform:Streaming
Version: '2018-03-07'
Name: Counts
Identity: "'all'"
Stores:
  - { Type: Blurr:Store:Memory, Name: memory }
Aggregates:
  - Type: Blurr:Aggregate:Identity
    Name: counts
    Store: memory
    Fields:
      - { Name: events, Type: integer, Value: counts.events + 1 }
"""

WINDOW = """\
Type: Blurr:Transform:Window
Version: '2018-03-01'
Name: Features
Anchor:
  Condition: Sessions.session.wins > 0
Aggregates:
  - Type: Blurr:Aggregate:Window
    Name: before
    WindowType: day
    WindowValue: -7
    Source: Sessions.session
    Fields:
      - { Name: score, Type: float, Value: sum(source.score) }
      - { Name: games, Type: float, Value: sum(source.games) / len(source.games) }
"""


def events(count=400, users=7, seed=1):
    """Events in time order, as dicts that JSON can hold."""
    choose = random.Random(seed)
    at = datetime(2026, 1, 1, tzinfo=timezone.utc)
    out = []
    for _ in range(count):
        at += timedelta(seconds=choose.randrange(1200))
        out.append({'user': 'u%d' % choose.randrange(users), 'time': at.isoformat(), 'event': choose.choice(['game_start', 'other']),
                    'country': choose.choice(['US', 'IN', 'DE']), 'won': choose.randrange(2), 'score': round(choose.random() * 100, 2)})
    return out


def lines(rows):
    return ''.join(json.dumps(row) + '\n' for row in rows)
