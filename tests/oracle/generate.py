#!/usr/bin/env python3
"""Seeded pairs of specs and events.

    generate.py --seed 1 --number 17 --out FOLDER     writes one pair as files
    generate.py --seed 1 -n 500 --statistics          what the pairs are like, and what Blurr makes of them
"""

import argparse
import json
import random
from collections import Counter

from gen_events import Events
from gen_specs import Spec, WindowSpec
from pair import Pair


def make_pair(seed, number, native=False):
    """The `number`-th pair of a seed."""
    r = random.Random('%s/%d' % (seed, number))
    if r.random() < 0.04:
        return ipfix_pair(r)
    windowed = r.random() < 0.35
    events = Events(r, windowed)
    spec = Spec(r, events, native)
    stream = spec.build(windowed)
    window = WindowSpec(r, spec).build() if windowed else None
    events.keep_keys([json.dumps(stream), json.dumps(window)])
    count = r.choice([20, 30, 45, 60] if windowed else [5, 8, 12, 20, 30, 45, 60])
    return Pair(stream, window, events.files(count), spec.modules, style=r.randrange(1000),
                newline='\r\n' if r.random() < 0.02 else '\n',
                documents=r.random() < 0.05)


def ipfix_pair(r):
    events = Events(r)
    stream = {
        'Type': 'Blurr:Transform:Streaming', 'Version': '2018-03-01', 'Name': 'flows',
        'Import': [{'Module': 'datetime', 'Identifiers': ['datetime', 'timezone']}],
        'Identity': 'source.source_mac', 'Time': 'datetime.fromtimestamp(source.timestamp, timezone.utc)',
        'Stores': [{'Type': 'Blurr:Store:Memory', 'Name': 'memory'}],
        'Aggregates': [
            {'Type': 'Blurr:Aggregate:Block', 'Name': 'flow', 'Store': 'memory',
             'Dimensions': [{'Name': 'ip', 'Type': 'string', 'Value': 'source.dest_ip'},
                            {'Name': 'port', 'Type': 'integer', 'Value': 'source.dest_port'}][:r.randint(1, 2)],
             'Fields': [{'Name': 'n', 'Type': 'integer', 'Value': 'flow.n + 1'},
                        {'Name': 'bytes', 'Type': 'integer', 'Value': 'flow.bytes + source[1]'},
                        {'Name': 'ports', 'Type': 'set', 'Value': 'flow.ports.add(source.source_port)'},
                        {'Name': 'protocols', 'Type': 'map', 'Value': 'flow.protocols.increment(source.protocol)'},
                        {'Name': 'packets', 'Type': 'float', 'Value': 'flow.packets + float(source[2])'},
                        {'Name': 'keys', 'Type': 'list', 'Value': 'sorted(str(k) for k in source)'}]},
            {'Type': 'Blurr:Aggregate:Activity', 'Name': 'burst', 'Store': 'memory',
             'SeparateByInactiveSeconds': events.gap, 'Fields': [{'Name': 'flows', 'Type': 'integer',
                 'Value': 'burst.flows + 1', 'When': "source.protocol == '6'"}]},
        ][:r.randint(1, 2)],
    }
    return Pair(stream, None, [events.ipfix_lines(r.randint(5, 40))], processor='ipfix', style=r.randrange(1000))


def count_evaluations(totals):
    """Counts what the fields' expressions give, by wrapping Blurr's field."""
    from blurr.core.field import Field
    evaluate = Field.run_evaluate

    def run_evaluate(self):
        evaluate(self)
        if not self._schema.name.startswith('_'):
            totals['field values tried'] += 1
            totals['field values kept old (When, error, None, cast)'] += self.eval_error

    Field.run_evaluate = run_evaluate


def statistics(seed, count):
    """Runs Blurr on pairs and prints what came out."""
    from blurr_runner import TooMuch, run_pair
    totals, reasons = Counter(), Counter()
    count_evaluations(totals)
    for number in range(count):
        pair = make_pair(seed, number)
        totals['pairs'] += 1
        totals['windows'] += pair.window is not None
        totals['ipfix'] += pair.processor == 'ipfix'
        totals['events'] += sum(map(len, pair.files))
        try:
            lines = run_pair(pair)
        except (Exception, TooMuch) as error:
            totals['Blurr gave up'] += 1
            reasons['%s: %s' % (type(error).__name__, str(error)[:90])] += 1
            continue
        totals['lines'] += len(lines)
        totals['pairs with lines'] += bool(lines)
        if pair.window is None:
            totals['stream pairs, more than one line'] += len(lines) > 1
        else:
            totals['window pairs with rows'] += any(not line.endswith(', []]') for line in lines)
    for name, number in totals.items():
        print('%-35s %d' % (name, number))
    for reason, number in reasons.most_common(25):
        print('    %4d  %s' % (number, reason))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--seed', default='1')
    parser.add_argument('--number', type=int, default=0)
    parser.add_argument('-n', type=int, default=200)
    parser.add_argument('--out')
    parser.add_argument('--statistics', action='store_true')
    options = parser.parse_args()
    if options.statistics:
        statistics(options.seed, options.n)
    else:
        pair = make_pair(options.seed, options.number)
        print('headrace transform', ' '.join(pair.write(options.out or 'pair')))


if __name__ == '__main__':
    main()
