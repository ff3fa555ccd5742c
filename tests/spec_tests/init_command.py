#!/usr/bin/env python3
"""`headrace init`: init_command.py build/headrace"""

import json
import random
import unittest

from commands import CommandTest


def game(r, i):
    return {'user_id': f'u{r.randrange(9)}', 'event_time': f'2026-01-{1 + i // 24 % 28:02}T{i % 24:02}:00:00+00:00',
            'event': r.choice(['start', 'end']), 'won': r.random() < 0.5, 'score': r.randrange(100)}


def seconds(r, i):
    return {'device': {'mac': f'00:0{r.randrange(5)}'}, 'ts': 1767225600 + i * 60, 'load': r.random(), 'uuid': f'{i:032x}'}


def milliseconds(r, i):
    return {'customerId': 100 + r.randrange(7), 'timestamp': 1767225600000 + i * 1000, 'amount': r.choice([1, 2.5]),
            'items': ['a'] * r.randrange(3), 'orderId': i}


def odd_names(r, i):
    return {'User Name': f'u{r.randrange(4)}', 'created-at': f'2026/01/02 03:04:{i % 60:02}', 'items': r.randrange(5),
            'class': 'c', "it's": 1.5, '_x': True, '__y': 'd', 'run_z': 2, '\u00fcber': 'e', 'a\nb': 3, '': 4, '1st': 5,
            'deep': {'keys': {'a.b': 'f', 'get': 6}}}


def mixed(r, i):
    return {'user': r.choice(['a', 'b', None]), 'at': '2026-01-01T00:00:00Z', 'x': r.choice([1, 'one']), 'nothing': None}


def alone(r, i):
    return {'reading': i}


SHAPES = {'game': (game, 'source.user_id', 'parse(source.event_time)'),
          'seconds': (seconds, 'source.device.mac', 'datetime.fromtimestamp(source.ts, timezone.utc)'),
          'milliseconds': (milliseconds, 'source.customerId', 'datetime.fromtimestamp(source.timestamp / 1000, timezone.utc)'),
          'odd_names': (odd_names, "source['User Name']", "parse(source['created-at'])"),
          'mixed': (mixed, 'source.user', 'parse(source.at)'),
          'alone': (alone, '"\'all\'"', None)}


class Init(CommandTest):
    def draft(self, shape, n=200):
        make, identity, time = SHAPES[shape]
        r = random.Random(shape)
        self.write_events('events.jsonl', [make(r, i) for i in range(n)])
        (self.folder / 'spec.yml').unlink(missing_ok=True)
        self.run_it('init', 'events.jsonl', '--output', 'spec.yml')
        return (self.folder / 'spec.yml').read_text(), identity, time

    def test_the_draft_names_identity_and_time(self):
        for shape in SHAPES:
            with self.subTest(shape):
                text, identity, time = self.draft(shape)
                self.assertIn(f'\nIdentity: {identity}\n', text)
                self.assertIn(f'\nTime: {time}\n' if time else '\n# Time: ', text)

    def test_the_draft_gives_blocks(self):
        for shape in SHAPES:
            with self.subTest(shape):
                self.draft(shape)
                out, err = self.run_it('transform', '--quiet', '--streaming-bts=spec.yml', 'events.jsonl')
                self.assertRegex(err, r'^(headrace: \d+ of \d+ events were skipped\n)?$')
                blocks = [json.loads(line)[1] for line in out.splitlines()]
                self.assertGreater(sum(b['events'] for b in blocks), 100)

    def test_fields_hold_what_the_comments_say(self):
        self.draft('game')
        events = [json.loads(line) for line in (self.folder / 'events.jsonl').read_text().splitlines()]
        out, _ = self.run_it('transform', '--streaming-bts=spec.yml', 'events.jsonl')
        blocks = [json.loads(line)[1] for line in out.splitlines()]
        self.assertEqual(sum(b['score_sum'] for b in blocks), sum(e['score'] for e in events))
        self.assertEqual(sum(b['won_count'] for b in blocks), sum(e['won'] for e in events))
        self.assertEqual(sum(b['by_event'].get('start', 0) for b in blocks),
                         sum(e['event'] == 'start' for e in events))
        self.assertTrue(all(b['last_event'] in ('start', 'end') for b in blocks))

    def test_odd_names_are_written_as_python_reads_them(self):
        text, _, _ = self.draft('odd_names')
        for line in ("n1st_sum + source['1st']", "source['items']", "source['class']", "deep['keys']['a.b']",
                     'source["it\'s"]', "source['a\\nb']", 'source._x', "source['__y']", 'Name: nrun_z_sum'):
            self.assertIn(line, text)

    def test_ids_are_not_summed(self):
        text, _, _ = self.draft('milliseconds')
        self.assertIn('Name: last_orderId\n        Type: integer', text)
        self.assertIn('Value: session.items_items + len(', text)

    def test_nothing_is_overwritten(self):
        self.draft('game')
        before = (self.folder / 'spec.yml').read_text()
        _, err = self.run_it('init', 'events.jsonl', '--output', 'spec.yml', code=1)
        self.assertIn('spec.yml: error: the file is there already', err)
        self.assertEqual((self.folder / 'spec.yml').read_text(), before)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ['events.jsonl', 'spec.yml'])

    def test_standard_output_and_input(self):
        text, _, _ = self.draft('game')
        out, _ = self.run_it('init', '-', stdin=(self.folder / 'events.jsonl').read_text())
        self.assertIn('\nIdentity: source.user_id\n', out)
        out, _ = self.run_it('init', 'events.jsonl')
        self.assertEqual(out, text)

    def test_names_that_yaml_takes_for_something_else(self):
        self.draft('game')
        events = (self.folder / 'events.jsonl').read_text()
        for stem in ('no', 'on', 'Yes', 'OFF', 'true', 'False', 'null'):
            self.write(stem + '.jsonl', events)
            out, _ = self.run_it('init', stem + '.jsonl')
            self.assertIn(f'\nName: n{stem}\n', out)

    def test_what_cannot_be_drafted(self):
        self.write('empty.jsonl', '')
        _, err = self.run_it('init', 'empty.jsonl', code=1)
        self.assertIn('empty.jsonl: error: there are no events', err)
        self.write('text.jsonl', 'hello\n[1]\n')
        _, err = self.run_it('init', 'text.jsonl', code=1)
        self.assertIn('text.jsonl: error: ', err)
        self.run_it('init', 'nowhere.jsonl', code=1)
        self.run_it('init', code=2)
        _, err = self.run_it('init', 'text.jsonl', '--sample=1e3', code=2)
        self.assertIn("'1e3' is no whole number of at least 1", err)
        self.write_events('events.jsonl', [game(random.Random(1), 1)])
        _, err = self.run_it('init', 'events.jsonl', '--output', 'no/such/folder/spec.yml', code=3)
        self.assertIn('cannot write', err)


if __name__ == '__main__':
    unittest.main()
