"""W10 by CPython itself: the expressions of the YAML, compiled once and evaluated for each event by eval().

Also the contender `python`: what each key's last event gave, as the engine keeps it.
"""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import yaml
from dateutil.parser import parse

HERE = Path(__file__).resolve().parent
DEFAULTS = {'integer': int, 'float': float, 'string': str, 'boolean': bool, 'list': list, 'map': dict,
            'datetime': lambda: None}


class Record(dict):
    """An event; its keys are attributes."""

    __getattr__ = dict.get


class Last:
    """The fields of a key."""

    def __init__(self, fields):
        for name, kind, _ in fields:
            setattr(self, name, DEFAULTS[kind]())


def fields_of(job):
    """(name, type, code) of each field; of the base/ specs the code is that of its When: it gives something too."""
    spec = yaml.safe_load((HERE / f'{job.removeprefix("W10-")}.yml').read_text())
    return [(one['Name'], one['Type'], compile(one.get('When', one['Value']), one['Name'], 'eval'))
            for one in spec['Aggregates'][0]['Fields']]


def evaluate(job, path):
    fields = fields_of(job)
    found = {}
    scope = {'parse': parse, 'datetime': datetime, 'timedelta': timedelta, 'timezone': timezone}
    with open(path, 'rb') as file:
        for line in file:
            event = Record(json.loads(line))
            last = found.get(event['k'])
            if last is None:
                last = found[event['k']] = Last(fields)
            scope.update(source=event, last=last, time=datetime.fromtimestamp(event['at'], timezone.utc))
            for name, _, code in fields:
                try:
                    value = eval(code, scope)
                except Exception:  # as the language has it: the field keeps its old value
                    continue
                setattr(last, name, value)
    return [(key, {name: printed(value) for name, value in vars(last).items()}) for key, last in found.items()]


def printed(value):
    return value.isoformat() if isinstance(value, datetime) else value


def lines(job, path):
    for key, values in evaluate(job, path):
        yield json.dumps([f'{key}/last//', {'_identity': key, **values}]) + '\n'
