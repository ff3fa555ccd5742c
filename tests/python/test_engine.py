"""headrace.Engine: batches of events give what one run over all of them gives."""

import pickle
import random
import unittest

import cases
import headrace

EVENTS = cases.events()


def plain(tables):
    return {name: sorted((r for r in table.to_pylist()), key=lambda r: (r['_identity'], str(r.get('_start_time'))))
            for name, table in tables.items()}


class Engines(unittest.TestCase):
    def test_batches_of_any_size(self):
        whole = plain(headrace.transform(cases.STREAM, events=EVENTS).tables)
        choose = random.Random(5)
        for _ in range(5):
            engine = headrace.Engine(cases.STREAM)
            at = 0
            while at < len(EVENTS):
                size = choose.randrange(1, 90)
                self.assertEqual(engine.push(EVENTS[at:at + size]), [])
                at += size
                if choose.random() < 0.3:
                    engine.blocks()  # looking changes nothing
                if choose.random() < 0.3:
                    engine = pickle.loads(pickle.dumps(engine))
                if choose.random() < 0.3:
                    engine = headrace.Engine(cases.STREAM).restore(engine.snapshot())
            self.assertEqual(plain(engine.blocks()), whole)

    def test_blocks_in_between_are_those_of_a_run_so_far(self):
        engine = headrace.Engine(cases.STREAM)
        for at in range(0, len(EVENTS), 80):
            engine.push(EVENTS[at:at + 80])
            self.assertEqual(plain(engine.blocks()), plain(headrace.transform(cases.STREAM, events=EVENTS[:at + 80]).tables))

    def test_one_identity(self):
        engine = headrace.Engine(cases.STREAM)
        engine.push(EVENTS)
        alone = plain(engine.blocks('u3'))
        everyone = plain(engine.blocks())
        self.assertTrue(alone['session'])
        self.assertEqual(alone, {name: [r for r in rows if r['_identity'] == 'u3'] for name, rows in everyone.items()})
        self.assertEqual(plain(engine.blocks('nobody')), {'state': [], 'session': []})

    def test_late_events_are_refused_and_counted(self):
        engine = headrace.Engine(cases.STREAM)
        engine.push(EVENTS)
        before = plain(engine.blocks())
        late = engine.push(EVENTS[:10])
        self.assertEqual([(line, reason) for _, line, reason, _, _ in late], [(i + 1, 'late') for i in range(10)])
        self.assertEqual(plain(engine.blocks()), before)
        self.assertEqual(engine.stats, {'events': len(EVENTS), 'late': 10, 'skipped': 10, 'identities': 7})

    def test_a_snapshot_is_what_a_run_leaves(self):
        half = len(EVENTS) // 2
        engine = headrace.Engine(cases.STREAM)
        engine.push(EVENTS[:half])
        first = headrace.transform(cases.STREAM, events=EVENTS[:half], keep_state=True)
        self.assertEqual(engine.snapshot(), first.state)
        second = headrace.transform(cases.STREAM, events=EVENTS[half:], state=engine.snapshot())
        engine.restore(first.state)
        engine.push(EVENTS[half:])
        self.assertEqual(plain(engine.blocks()), plain(second.tables))

    def test_what_is_no_snapshot(self):
        engine = headrace.Engine(cases.STREAM)
        engine.push(EVENTS[:5])
        state = engine.snapshot()
        for wrong in (b'', b'nonsense', state[:-3], state[:40] + b'?' + state[41:]):
            with self.assertRaises(headrace.InputError):
                engine.restore(wrong)
        other = headrace.Engine(cases.STREAM.replace('1800', '60'))
        with self.assertRaises(headrace.InputError):
            other.restore(state)
        self.assertEqual(engine.stats['events'], 5)


if __name__ == '__main__':
    unittest.main()
