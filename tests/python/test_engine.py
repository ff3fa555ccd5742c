"""headrace.Engine: batches of events give what one run over all of them gives."""

import gc
import os
import pickle
import random
import tempfile
import threading
import time
import unittest
import weakref
from pathlib import Path

import cases
import headrace

EVENTS = cases.events()
CALLING = cases.STREAM.replace('Value: source.country', 'Value: called(source.country)')


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

    def test_an_engine_takes_its_spec_along(self):
        half = len(EVENTS) // 2
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'spec.yml'
            path.write_text(cases.STREAM)
            engine = headrace.Engine(path)
            engine.push(EVENTS[:half])
            pickled = pickle.dumps(engine)
            os.unlink(path)
        again = pickle.loads(pickled)
        self.assertEqual(again.stats, {'events': 0, 'late': 0, 'skipped': 0, 'identities': engine.stats['identities']})
        again.push(EVENTS[half:])
        self.assertEqual(plain(again.blocks()), plain(headrace.transform(cases.STREAM, events=EVENTS).tables))

    def test_each_push_has_its_clock(self):
        spec = cases.STREAM.replace('Time: parse(source.time)\n', '')
        for now, moves in (('', True), ('2026-01-01T00:00:00Z', False)):
            engine = headrace.Engine(spec, now=now)
            for event in EVENTS[:2]:
                engine.push([{**event, 'user': 'a'}])
                time.sleep(0.01)
            session, = engine.blocks()['session'].to_pylist()
            self.assertEqual(session['_end_time'] > session['_start_time'], moves)

    def test_an_exceeded_budget_leaves_a_state_that_can_be_used(self):
        spec = cases.STREAM.replace('Value: session.wins + source.won', "Value: \"len('x' * source.large)\"")
        engine = headrace.Engine(spec)
        with self.assertRaisesRegex(headrace.InputError, 'size budget'):
            engine.push([{**EVENTS[0], 'user': 'b', 'large': 1}, {**EVENTS[0], 'user': 'a', 'large': 10 ** 10},
                         EVENTS[1]])
        self.assertEqual(engine.stats, {'events': 1, 'late': 0, 'skipped': 0, 'identities': 1})
        self.assertEqual(len(engine.blocks('a')['session']), 0)
        engine.push([{**EVENTS[1], 'user': 'a', 'large': 3}])
        self.assertEqual([row['wins'] for row in engine.blocks('a')['session'].to_pylist()], [3])
        again = headrace.Engine(spec).restore(engine.snapshot())
        self.assertEqual(plain(again.blocks()), plain(engine.blocks()))

    def ended(self, call):
        """What a call raised, which has not waited for itself."""
        found = []

        def run():
            try:
                call()
            except Exception as e:
                found.append(e)
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(60)
        self.assertFalse(thread.is_alive(), 'it waits for itself')
        return found[0] if found else None

    def test_what_an_engine_calls_cannot_ask_it(self):
        engine = headrace.Engine(cases.STREAM)
        for ask in (engine.blocks, engine.snapshot, lambda: engine.push([]), lambda: pickle.dumps(engine)):
            asking = ({**e, 'seen': ask()} for e in EVENTS)
            self.assertIsInstance(self.ended(lambda: engine.push(asking)), headrace.UsageError)
        engine.push(EVENTS)
        self.assertEqual(engine.stats['events'], len(EVENTS))

        other = headrace.Engine(cases.STREAM)
        engine = headrace.Engine(CALLING, functions={'called': lambda v: str(len(engine.blocks()['session']))})
        self.assertIsInstance(self.ended(lambda: engine.push(EVENTS)), headrace.UsageError)
        def through_another(value):
            return str(other.push({**e, 'n': len(through.blocks())} for e in EVENTS))
        through = headrace.Engine(CALLING, functions={'called': through_another})
        self.assertIsInstance(self.ended(lambda: through.push(EVENTS)), headrace.UsageError)
        for may_be_asked in (other.blocks, lambda: headrace.transform(cases.STREAM, events=EVENTS).tables):
            asking = headrace.Engine(CALLING, functions={'called': lambda v: str(len(may_be_asked()))})
            self.assertIsNone(self.ended(lambda: asking.push(EVENTS[:3])))

    def test_an_engine_that_holds_itself_ends(self):
        class Scorer:
            def __init__(self):
                self.engine = headrace.Engine(CALLING, functions={'called': self.score})
                self.engine.push(EVENTS[:10])

            def score(self, value):
                return value
        scorer = Scorer()
        alive = weakref.ref(scorer)
        del scorer
        gc.collect()
        self.assertIsNone(alive())

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
