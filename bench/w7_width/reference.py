"""W7 in plain Python: events and the sum of the read attributes per key."""

import json

from w7_width.generate import read_names


def lines(job, path):
    names = read_names(int(job.removeprefix('W7-')))
    found = {}
    with open(path) as file:
        for line in file:
            event = json.loads(line)
            total = found.setdefault(event['k'], [0, 0])
            total[0] += 1
            for name in names:
                total[1] += event[name]
    for key, (events, total) in found.items():
        yield json.dumps([f'{key}/wide//', {'_identity': key, 'events': events, 'sum': total}]) + '\n'
