"""Time lines and distributions: what they are drawn from is what the engine did; what they save can be read."""

import pickle
import re
import struct
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from datetime import datetime, timedelta, timezone
from pathlib import Path

import cases
import headrace

EVENTS = cases.events()
# Windows of every kind, a condition that some blocks miss, and a sample of the anchors.
WINDOW = """\
Type: Blurr:Transform:Window
Version: '2018-03-01'
Name: Features
SourceBTS: Sessions
Anchor: { Condition: Sessions.session.wins > 1, Max: 3 }
Aggregates:
  - { Type: Blurr:Aggregate:Variable, Name: now, Fields: [ { Name: at, Type: datetime, Value: anchor._start_time } ] }
  - { Type: Blurr:Aggregate:Window, Name: day, WindowType: day, WindowValue: -1, Source: Sessions.session,
      Fields: [ { Name: starts, Type: list, Value: 'list(source._start_time)' } ] }
  - { Type: Blurr:Aggregate:Window, Name: hours, WindowType: hour, WindowValue: 20, Source: Sessions.session,
      Fields: [ { Name: starts, Type: list, Value: 'list(source._start_time)' } ] }
  - { Type: Blurr:Aggregate:Window, Name: two, WindowType: count, WindowValue: -2, Source: Sessions.session,
      Fields: [ { Name: starts, Type: list, Value: 'list(source._start_time)' } ] }
"""
WINDOWS = ('day', 'hours', 'two')


def microseconds(time):
    if isinstance(time, str):
        time = datetime.fromisoformat(time)
    return (time - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)


class Timelines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.blocks = headrace.transform(cases.STREAM, events=EVENTS)
        cls.result = headrace.transform(cases.STREAM, WINDOW, events=EVENTS, seed=5)

    def test_it_is_what_the_run_did(self):
        """Events, blocks, anchors and the members of windows, against the run's own tables."""
        for user in ('u0', 'u3', 'u6'):
            line = self.result.timeline(user)
            self.assertEqual([e.time for e in line.events], [microseconds(e['time']) for e in EVENTS if e['user'] == user])
            self.assertTrue(all(e.taken for e in line.events))
            kinds = [e.kind for e in self.result.timeline(user, by='event').events]
            self.assertEqual(kinds, [e['event'] for e in EVENTS if e['user'] == user])
            blocks = [r for r in self.blocks['session'].to_pylist() if r['_identity'] == user]
            spans = [(microseconds(b['_start_time']), microseconds(b['_end_time'])) for b in blocks]
            self.assertEqual(line.blocks, {'session': spans})
            self.assertEqual([a.start for a in line.anchors], [microseconds(b['_start_time']) for b in blocks if b['wins'] > 1])
            rows = [r for r in self.result.rows.to_pylist() if r['now._identity'] == user]
            drawn = [a for a in line.anchors if a.outcome == 'row']
            self.assertEqual([a.start for a in drawn], sorted(microseconds(r['now.at']) for r in rows))
            for row in rows:
                anchor = next(a for a in drawn if a.start == microseconds(row['now.at']))
                self.assertEqual(anchor.windows, {w: list(map(microseconds, row[f'{w}.starts'])) for w in WINDOWS})

    def test_every_outcome(self):
        """Max leaves some out, windows at the ends are short; a transform's When filters."""
        outcomes = {a.outcome for i in range(7) for a in self.result.timeline(f'u{i}').anchors}
        self.assertEqual(outcomes, {'row', 'short', 'left_out'})
        filtered = WINDOW.replace('SourceBTS: Sessions', "SourceBTS: Sessions\nWhen: Sessions.session.wins > 2")
        line = headrace.transform(cases.STREAM, filtered, events=EVENTS).timeline('u1')
        self.assertIn('filtered', {a.outcome for a in line.anchors})

    def test_windows_as_the_spec_has_them(self):
        line = self.result.timeline('u1')
        self.assertEqual([str(w) for w in line.windows], ['1 day before', '20 hours after', '2 blocks before'])
        self.assertEqual(line.windows[1].extent, 20 * 3_600_000_000)
        self.assertEqual(line.block_aggregate, 'session')

    def test_events_that_the_spec_leaves_out(self):
        spec = cases.STREAM.replace('Stores:', "When: source.event == 'game_start'\nStores:", 1)
        line = headrace.transform(spec, events=EVENTS).timeline('u2')
        mine = [e['event'] == 'game_start' for e in EVENTS if e['user'] == 'u2']
        self.assertEqual([e.taken for e in line.events], mine)

    def test_a_state_goes_on(self):
        half = len(EVENTS) // 2
        first = headrace.transform(cases.STREAM, events=EVENTS[:half], keep_state=True)
        second = headrace.transform(cases.STREAM, events=EVENTS[half:], state=first.state)
        whole = self.blocks.timeline('u4')
        self.assertEqual(second.timeline('u4').blocks, whole.blocks)
        self.assertEqual(len(second.timeline('u4').events), sum(e['user'] == 'u4' for e in EVENTS[half:]))

    def test_whatever_holds_the_events(self):
        import pyarrow
        expected = self.blocks.timeline('u5')
        table = pyarrow.Table.from_pylist(EVENTS)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'events.jsonl'
            path.write_text(cases.lines(EVENTS))
            for events in (table, table.to_pandas(), [str(path)], path):
                line = headrace.transform(cases.STREAM, events=events).timeline('u5')
                self.assertEqual((line.events, line.blocks), (expected.events, expected.blocks))

    def test_events_that_are_gone(self):
        import pyarrow
        table = pyarrow.Table.from_pylist(EVENTS)
        for make in (lambda: iter(EVENTS), lambda: (e for e in EVENTS), table.to_reader):
            result = headrace.transform(cases.STREAM, WINDOW, events=make())
            with self.assertRaises(headrace.UsageError) as caught:
                result.plot('u1')
            self.assertIn('events=', caught.exception.hint)
            for again in (make(), EVENTS):
                self.assertEqual(len(result.timeline('u1', events=again).events), sum(e['user'] == 'u1' for e in EVENTS))

    def test_no_such_identity(self):
        with self.assertRaises(headrace.InputError) as caught:
            self.result.plot('nobody')
        self.assertIn("'nobody'", str(caught.exception))

    def test_functions_of_the_caller(self):
        spec = cases.STREAM.replace('Value: source.country', 'Value: shout(source.country)')
        result = headrace.transform(spec, WINDOW, events=EVENTS, functions={'shout': str.upper})
        self.assertEqual(result.timeline('u1').windows, self.result.timeline('u1').windows)

    def test_a_result_travels_without_its_events(self):
        again = pickle.loads(pickle.dumps(self.result))
        self.assertEqual(again.rows.arrow, self.result.rows.arrow)
        with self.assertRaises(headrace.UsageError):
            again.plot('u1')


class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.result = headrace.transform(cases.STREAM, WINDOW, events=EVENTS)
        cls.picture = cls.result.plot('u3')

    def test_png(self):
        png = self.picture.png(dpi=50)
        self.assertEqual(png[:8], b'\x89PNG\r\n\x1a\n')
        width, height = struct.unpack('>II', png[16:24])
        self.assertEqual(width, 600)
        self.assertGreater(height, 100)
        self.assertEqual(self.picture._repr_png_()[:8], png[:8])

    def test_svg_says_what_it_shows(self):
        root = xml.etree.ElementTree.fromstring(self.picture.svg())
        texts = [''.join(t.itertext()) for t in root.iter('{http://www.w3.org/2000/svg}text')]
        line = self.result.timeline('u3')
        for text in ('events', 'session', 'anchor with a row', 'day: 1 day before', 'hours: 20 hours after', 'two: 2 blocks before'):
            self.assertIn(text, texts)
        first = datetime(1970, 1, 1) + timedelta(microseconds=line.anchors[0].start)
        for begin in (f'u3: {len(line.events)} events, {len(line.blocks["session"])} session', f'{first:%Y-%m-%d %H:%M}'):
            self.assertTrue(any(text.startswith(begin) for text in texts), texts)

    def test_the_same_picture_is_the_same_file(self):
        self.assertEqual(self.picture.svg(), self.result.plot('u3').svg())
        self.assertEqual(self.picture.png(), self.result.plot('u3').png())

    def test_pages_need_nothing_else_and_escape(self):
        who = '<b>"x"</b> $a_b$ & co'
        events = [{**e, 'user': who, 'country': '<i>'} for e in EVENTS[:30]]
        page = headrace.transform(cases.STREAM, events=events).plot(who, by='event').html()
        self.assertNotIn('<b>"x"', page)
        self.assertNotIn('<i>', page)
        self.assertIn('&lt;b&gt;"x"&lt;/b&gt; $a_b$ &amp; co', page)  # in the SVG: no formula, no tag
        self.assertEqual(re.findall(r'(?:src|href)="(?!#)[^"]*"', page), [])
        self.assertNotIn('<script', page)
        self.assertIn('state: 1 rows', page)  # the tables below

    def test_save(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, begin in (('a.png', b'\x89PNG'), ('a.svg', b'<?xml'), ('a.html', b'<!DOCTYPE html>')):
                path = self.picture.save(Path(folder) / name)
                self.assertTrue(path.read_bytes().startswith(begin))
            self.assertEqual(sorted(p.name for p in Path(folder).iterdir()), ['a.html', 'a.png', 'a.svg'])
            with self.assertRaises(headrace.UsageError):
                self.picture.save(Path(folder) / 'a.gif')
            with self.assertRaises(OSError):
                self.picture.save(Path(folder) / 'nowhere' / 'a.png')

    def test_events_by_a_key(self):
        svg = self.result.plot('u3', by='country').svg()
        for text in ('events by country', '>US<', '>IN<', '>DE<'):
            self.assertIn(text, svg)
        kinds = {e.kind for e in self.result.timeline('u3', by="'won' if source.won else 'lost'").events}
        self.assertEqual(kinds, {'won', 'lost'})
        with self.assertRaises(headrace.UsageError) as caught:
            self.result.plot('u3', by='contry')
        self.assertIn("'contry'", str(caught.exception))

    def test_many_kinds_of_events_share_the_last_colour(self):
        events = [{**e, 'country': f'c{i}'} for i, e in enumerate(EVENTS[:20])]
        svg = headrace.transform(cases.STREAM, events=[{**e, 'user': 'u'} for e in events]).plot('u', by='country').svg()
        self.assertIn('>14 others<', svg)

    def test_only_so_many_anchors_get_lanes(self):
        anchors = len(self.result.timeline('u3').anchors)
        self.assertGreater(anchors, 2)
        self.assertIn('the first 2 anchors in lanes', self.result.plot('u3', anchors=2).title)
        self.assertNotIn('in lanes', self.result.plot('u3', anchors=anchors).title)
        self.assertEqual(len(self.result.plot('u3', anchors=0).figure.axes), 2)

    def test_one_event_and_the_ends_of_time(self):
        for time in ('0001-01-01T00:00:00+00:00', '9999-12-31T23:59:59+00:00', '2026-01-01T00:00:00+00:00'):
            one = headrace.transform(cases.STREAM, events=[{**EVENTS[0], 'user': 'x', 'time': time}])
            self.assertTrue(one.plot('x').png())

    def test_pyplot_is_left_alone(self):
        code = ('import sys, cases, headrace; headrace.transform(cases.STREAM, events=cases.events(50)).plot("u1").svg();'
                'assert "matplotlib.pyplot" not in sys.modules')
        subprocess.run([sys.executable, '-c', code], check=True, cwd=Path(__file__).parent)


class Distributions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.result = headrace.transform(cases.STREAM, cases.WINDOW, events=EVENTS)

    def test_columns(self):
        picture = self.result.plot_features()
        self.assertEqual([a.get_title(loc='left') for a in picture.figure.axes if a.get_visible()], ['before.score', 'before.games'])
        self.assertIn(f'{len(self.result.rows):,} rows', picture.title)
        drawn = picture.figure.axes[0].patches
        self.assertEqual(len(drawn), 30)
        self.assertEqual(sum(bar.get_height() for bar in drawn), len(self.result.rows))
        self.assertEqual(len(self.result.plot_features(['before.games'], bins=7).figure.axes[0].patches), 7)

    def test_kinds_of_columns(self):
        blocks = headrace.transform(cases.STREAM, events=EVENTS)
        with self.assertRaises(headrace.UsageError) as caught:
            blocks.plot_features()
        self.assertIn('state, session', caught.exception.hint)
        state = blocks.plot_features(table='state')
        self.assertEqual([a.get_title(loc='left') for a in state.figure.axes], ['country', 'events'])  # a map has no distribution
        countries = [r['country'] for r in blocks['state'].to_pylist()]
        axes = state.figure.axes[0]
        bars = {label.get_text(): bar.get_width() for label, bar in zip(axes.get_yticklabels(), axes.patches)}
        self.assertEqual(bars, {c: countries.count(c) for c in countries})
        session = blocks.plot_features(table='session')
        names = [a.get_title(loc='left') for a in session.figure.axes if a.get_visible()]
        self.assertEqual(names, ['_start_time', '_end_time', 'games', 'wins', 'score', 'last'])
        wins = session.figure.axes[3].patches  # few whole numbers: a bar for each
        values = [r['wins'] for r in blocks['session'].to_pylist()]
        self.assertEqual([bar.get_height() for bar in wins], [values.count(v) for v in range(min(values), max(values) + 1)])

    def test_odd_values(self):
        spec = cases.STREAM.replace('Value: session.score + source.score', 'Value: float(source.score)')
        for scores in (['nan', 'inf', '1'], ['nan', 'nan', 'nan'], ['1e308', '-1e308', '0'], ['5', '5', '5']):
            events = [{**e, 'user': f'u{i}', 'score': s} for i, (e, s) in enumerate(zip(EVENTS, scores))]
            picture = headrace.transform(spec, events=events).plot_features(['score'], table='session')
            self.assertTrue(picture.png())
        empty = headrace.transform(cases.STREAM, cases.WINDOW, events=[])
        self.assertTrue(empty.plot_features().png())

    def test_summary(self):
        page = self.result.plot_features().html()
        scores = [r['before.score'] for r in self.result.rows.to_pylist()]
        self.assertIn(f'{float(f"{max(scores):.6g}")}', page)
        self.assertIn('median', page)

    def test_wrong_columns(self):
        for columns, hint in ((['before.scores'], 'before.score'), ([], 'maps')):
            with self.assertRaises(headrace.UsageError) as caught:
                self.result.plot_features(columns)
            self.assertIn(hint, caught.exception.hint)
        blocks = headrace.transform(cases.STREAM, events=EVENTS)
        with self.assertRaises(headrace.UsageError):
            blocks.plot_features(['seen'], table='state')
        with self.assertRaises(headrace.UsageError):
            blocks.plot_features(table='sesion')


class WithoutMatplotlib(unittest.TestCase):
    def test_it_is_loaded_late_and_its_absence_is_told(self):
        code = ('import sys; import cases, headrace\n'
                'result = headrace.transform(cases.STREAM, events=cases.events(50))\n'
                'assert not any(m.partition(".")[0] == "matplotlib" for m in sys.modules)\n'
                'sys.modules["matplotlib"] = None\n'
                'for draw in (lambda: result.plot("u1"), lambda: result.plot_features(table="session")):\n'
                '    try: draw()\n'
                '    except headrace.OutsideError as e: assert "headrace[plot]" in e.hint, e\n'
                '    else: sys.exit("drawn")\n')
        subprocess.run([sys.executable, '-c', code], check=True, cwd=Path(__file__).parent)


if __name__ == '__main__':
    unittest.main()
