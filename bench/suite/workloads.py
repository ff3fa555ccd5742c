"""What is measured: for each workload its specs, its events, and the job that a contender is asked to do.

Several workloads can be one job: W5, W6 and W9 are W4 on other events. A contender sees the job and the file.
"""

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Callable, Iterable

import generate_sessions
from generate_sessions import EveryKey, events, skewed
from w10_expressions import generate as expressions
from w6_disorder.shuffle import shuffled
from w7_width import generate as width
from w8_offers import generate as offers
from w9_formats.encode import ENCODERS

BENCH = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    job: str                                  # what a contender is asked for
    stream: Path
    lines: Callable[[int], Iterable[str]]     # the events as JSON lines, about as many as asked for
    source: str                               # the file whose text decides what lines() gives
    window: Path | None = None
    format: str | None = None                 # one of w9_formats/encode.py
    reference: str = 'reference'              # the module whose lines(job, path) is the answer
    events_per_n: float = 1.0                 # of N events asked for, how many this workload takes
    base: Path | None = None                  # a stream spec whose cost is taken off, instead of starting up
    keys_of: str = ''                         # tells data files with the same source apart

    @property
    def specs(self):
        found = [f'--streaming-bts={self.stream}']
        return found + [f'--window-bts={self.window}'] if self.window else found

    @property
    def suffix(self):
        return ENCODERS[self.format][0] if self.format else '.jsonl'


def sessions_data(share=20, pick=None):
    """Lines for n events over n / share keys."""
    return lambda n: events(n, max(1, int(n / share)), pick() if pick else skewed)


def on_sessions(name, title, job, **more):
    stream = {'W1': 'w1_projection', 'W2': 'w2_totals'}.get(job, 'w3_sessions')
    window = BENCH / 'w4_windows' / 'window.yml' if job in ('W4', 'W6') else None
    common = {'lines': sessions_data(), 'source': generate_sessions.__file__}
    return Workload(name, title, job, BENCH / stream / 'stream.yml', window=window, **{**common, **more})


def make_all():
    yield on_sessions('W1', 'projection: parse, four fields', 'W1')
    yield on_sessions('W2', 'totals per key', 'W2')
    yield on_sessions('W3', 'totals and sessions', 'W3')
    yield on_sessions('W4', 'sessions with windows', 'W4')
    yield on_sessions('W5-1k', 'W4 with a key for 2,000 events', 'W4', lines=sessions_data(2000), keys_of='few')
    yield on_sessions('W5-100k', 'W4 with a key for 20 events', 'W4')
    yield on_sessions('W5-10M', 'W4 with five keys for six events', 'W4', lines=sessions_data(1.2, EveryKey),
                      events_per_n=6, keys_of='most')
    yield on_sessions('W6', 'W4 in disorder, with duplicates', 'W6',
                      lines=lambda n: shuffled(sessions_data()(n)), keys_of='disorder')
    for wide in width.WIDTHS:
        yield Workload(f'W7-{wide}', f'events of {wide:,} bytes, of which little is read', f'W7-{wide}',
                       BENCH / 'w7_width' / f'stream-{wide}.yml', partial(width.events, width=wide), width.__file__,
                       reference='w7_width.reference', events_per_n=min(1, 200 / wide), keys_of=str(wide))
    example = BENCH.parent / 'examples' / 'in-game-offers'
    for name, window, title in (('W8-blocks', None, 'the offers spec: its blocks'),
                                ('W8', example / 'window.yml', 'the offers spec, with its windows')):
        yield Workload(name, title, name, example / 'stream.yml', offers.lines, str(example / 'generate.py'),
                       window=window, reference='w8_offers.reference')
    for kind in ENCODERS:
        yield on_sessions(f'W9-{kind}', f'W4 from {kind}', 'W4', format=kind)
    for kind in expressions.KINDS:
        folder = BENCH / 'w10_expressions'
        yield Workload(f'W10-{kind}', f'expressions alone: {kind}', f'W10-{kind}', folder / f'{kind}.yml',
                       expressions.lines, expressions.__file__, reference='w10_expressions.reference',
                       base=folder / 'base' / f'{kind}.yml')


WORKLOADS = {one.name: one for one in make_all()}


def chosen(text):
    """Names, separated by commas; W5 stands for all whose name begins with W5-, `all` for every one."""
    found = []
    for name in text.split(','):
        group = [one for one in WORKLOADS.values()
                 if name in ('all', one.name) or one.name.startswith(name + '-') and name not in WORKLOADS]
        if not group:
            sys.exit(f'bench: there is no workload {name}; there are {", ".join(WORKLOADS)}')
        found += [one for one in group if one not in found]
    return found
