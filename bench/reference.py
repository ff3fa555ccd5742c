#!/usr/bin/env python3
"""The three workloads in plain Python, without an engine: what each must print, line by line.

Slow and obviously right: a dict of players, a list of sessions each, windows by looking at every session.
`reference.py WORKLOAD FILE` prints the lines.
"""

import json
import sys
from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta

GAP = timedelta(seconds=1800)


class Session:
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
    def __init__(self, name):
        self.name = name
        self.country = ''
        self.events = 0
        self.score = 0.0
        self.sessions = []

    def add(self, event):
        time = datetime.fromisoformat(event['event_time'])
        self.country = event['country']
        self.events += 1
        self.score += event['score']
        if not self.sessions or time > self.sessions[-1].end + GAP:
            self.sessions.append(Session(time))
        self.sessions[-1].add(time, event)


def players(path):
    found = {}
    with open(path) as file:
        for line in file:
            event = json.loads(line)
            name = event['user_id']
            if name not in found:
                found[name] = Player(name)
            found[name].add(event)
    return found.values()


def totals(player):
    yield f'{player.name}/totals//', {'_identity': player.name, 'events': player.events, 'score': player.score}


def sessions(player):
    for number, one in enumerate(player.sessions):
        if number == len(player.sessions) - 1:  # the state is first saved at the end, before the last session
            yield f'{player.name}/state//', {
                '_identity': player.name, 'country': player.country, 'events': player.events}
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


WORKLOADS = {'W2': totals, 'W3': sessions, 'W4': windows}


def lines(workload, path):
    for player in players(path):
        for row in WORKLOADS[workload](player):
            yield json.dumps(row) + '\n'


if __name__ == '__main__':
    sys.stdout.writelines(lines(sys.argv[1], sys.argv[2]))
