#!/usr/bin/env python3
"""The jobs on game events in plain Python, without an engine: what each must print, line by line.

Slow and obviously right: a dict of players, a list of sessions each, windows by looking at every session.
`reference.py JOB FILE` prints the lines. The other jobs have a reference.py in their own folders.
"""

import json
import sys
from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta

GAP = timedelta(seconds=1800)


class Session:
    __slots__ = 'start', 'end', 'games', 'wins', 'score'

    def __init__(self, start):
        self.start = self.end = start
        self.games = self.wins = 0
        self.score = 0.0

    def add(self, time, event):
        self.end = time
        self.games += event['event_id'] == 'game_start'
        self.wins += event['won']
        self.score += event['score']


class Player:
    __slots__ = 'name', 'last', 'events', 'score', 'sessions'

    def __init__(self, name):
        self.name = name
        self.last = None
        self.events = 0
        self.score = 0.0
        self.sessions = []

    def add(self, time, event):
        self.last = {name: event[name] for name in ('country', 'os_name', 'level', 'score')}
        self.events += 1
        self.score += event['score']
        if not self.sessions or time > self.sessions[-1].end + GAP:
            self.sessions.append(Session(time))
        self.sessions[-1].add(time, event)


def timed_events(path):
    with open(path) as file:
        for line in file:
            event = json.loads(line)
            yield datetime.fromisoformat(event['event_time']), event


def players(path, disorder=False):
    """In the order of first events. With disorder the events are taken in order of time, equal times as they came."""
    found = {}
    events = timed_events(path)
    if disorder:
        events = list(events)
        for _, event in events:
            found[event['user_id']] = Player(event['user_id'])
        events.sort(key=lambda timed: timed[0])
    for time, event in events:
        name = event['user_id']
        if name not in found:
            found[name] = Player(name)
        found[name].add(time, event)
    return found.values()


def projection(player):
    yield f'{player.name}/last//', {'_identity': player.name, **player.last}


def totals(player):
    yield f'{player.name}/totals//', {'_identity': player.name, 'events': player.events, 'score': player.score}


def sessions(player):
    for number, one in enumerate(player.sessions):
        if number == len(player.sessions) - 1:  # the state is first saved at the end, before the last session
            yield f'{player.name}/state//', {
                '_identity': player.name, 'country': player.last['country'], 'events': player.events}
        yield f'{player.name}/session//{one.start.isoformat()}', {
            '_identity': player.name, '_start_time': one.start.isoformat(), '_end_time': one.end.isoformat(),
            'games': one.games, 'wins': one.wins, 'score': one.score}


def windows(player):
    starts = [one.start for one in player.sessions]
    rows = []
    for number, anchor in enumerate(player.sessions):
        if anchor.wins <= 0:
            continue
        first = bisect_right(starts, anchor.start - timedelta(days=7))
        last = bisect_left(starts, anchor.start + timedelta(days=3))
        before, after = player.sessions[first:number], player.sessions[number + 1:last]
        if before and after:
            score = 0
            for one in before:
                score += one.score
            rows.append({
                'last7._identity': player.name, 'last7.score': float(score),
                'last7.avg_games': sum(one.games for one in before) / len(before),
                'next3._identity': player.name, 'next3.wins': sum(one.wins for one in after)})
    yield player.name, rows


JOBS = {'W1': projection, 'W2': totals, 'W3': sessions, 'W4': windows}


def lines(job, path):
    disorder = job == 'W6'
    for player in players(path, disorder):
        for row in JOBS['W4' if disorder else job](player):
            yield json.dumps(row) + '\n'


if __name__ == '__main__':
    sys.stdout.writelines(lines(sys.argv[1], sys.argv[2]))
