"""What notebooks show of specs, plans, results and errors: tables with what they are about, everything escaped."""

import unittest
from html.parser import HTMLParser

import cases
import headrace

EVENTS = cases.events()
NASTY = '<script>alert("x")</script>&'


class Tables(HTMLParser):
    """The cells of all tables, row by row; the text outside of them; every tag."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.text, self.tags, self._cell = [], '', set(), None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == 'tr':
            self.rows.append([])
        elif tag in ('td', 'th'):
            self._cell = ''

    def handle_endtag(self, tag):
        if tag in ('td', 'th'):
            self.rows[-1].append(self._cell)
            self._cell = None

    def handle_data(self, data):
        if self._cell is None:
            self.text += data
        else:
            self._cell += data


def nasty_spec():
    return cases.STREAM.replace("source.event == 'game_start'", f"source.event == '{NASTY}'".replace('"', ''))


class Notebooks(unittest.TestCase):
    def shown(self, thing):
        html = thing._repr_html_()
        self.assertNotIn('<script', html)
        return Tables(html)

    def test_a_spec(self):
        shown = self.shown(headrace.load(cases.STREAM))
        self.assertIn(['session.games', 'session.games + 1', 'int → integer', 'native', 'session.games'], shown.rows)
        self.assertIn(['session.games When', "source.event == 'game_start'", 'bool', 'native', 'source.event'], shown.rows)
        self.assertIn('SeparateByInactiveSeconds: 1800', shown.text)
        self.assertIn('nothing is wrong', shown.text)

    def test_a_window_spec_alone(self):
        shown = self.shown(headrace.load(cases.WINDOW))
        self.assertIn('WindowValue: -7', shown.text)

    def test_a_wrong_spec(self):
        shown = self.shown(headrace.load(cases.STREAM.replace('Type: float', 'Type: flaot'), check=False))
        line = next(i for i, text in enumerate(cases.STREAM.splitlines(), 1) if 'Type: float' in text)
        wrong = next(row for row in shown.rows if row[0] == 'error')
        self.assertTrue(wrong[1].startswith(f'<text>:{line}:'), wrong)
        self.assertIn("did you mean 'float'?", wrong)

    def test_everything_is_escaped(self):
        shown = self.shown(headrace.load(nasty_spec()))
        self.assertTrue(any('<script>' in cell for row in shown.rows for cell in row))
        self.shown(headrace.load(nasty_spec()).explain())
        events = [{**e, 'user': NASTY, 'country': NASTY} for e in EVENTS[:5]] + [{'user': NASTY}, NASTY]
        result = headrace.transform(nasty_spec(), events=events)
        cells = [cell for row in self.shown(result).rows for cell in row]
        self.assertIn(NASTY, cells)
        self.assertEqual(self.shown(result).tags - {'table', 'thead', 'tbody', 'tr', 'th', 'td', 'div', 'b'}, set())

    def test_a_plan(self):
        shown = self.shown(headrace.load(cases.WINDOW).explain(cases.STREAM))
        self.assertIn('Sessions, a streaming spec in <other text>', shown.text)
        self.assertIn('Features, a window spec in <text>', shown.text)
        self.assertIn('Read of an event: user, time, country, event, won, score', shown.text)
        window = next(row for row in shown.rows if row[:2] == ['before', '-7 days'])
        self.assertEqual(window[2:5], ['a - 7 days < start < a', 'without a block', 'score, games'])
        state = next(row for row in shown.rows if row[:2] == ['session', 'activity'])
        self.assertEqual(state[2], 'yes')
        self.assertIn('wins integer', state[5])
        self.assertIn(['anchor Condition', 'Sessions.session.wins > 0', 'bool', 'native', 'Sessions.session.wins'], shown.rows)
        self.assertIn('native', shown.text)  # the command's text, below

    def test_a_result(self):
        result = headrace.transform(cases.STREAM, events=[*EVENTS, {'user': 'x'}, 7])
        shown = self.shown(result)
        self.assertEqual(shown.rows[0], ['events', 'skipped', 'identities', 'blocks', 'window rows', 'seconds'])
        self.assertEqual(shown.rows[1][:3], ['400', '2', '7'])
        self.assertIn(f'session: {len(result["session"]):,} rows (the first 10)', shown.text)
        self.assertIn(['_identity', 'country', 'events', 'seen'], shown.rows)
        self.assertIn(f'errors: 2 rows', shown.text)
        first = result['state'].to_pylist()[0]
        self.assertIn([first['_identity'], first['country'], str(first['events']), str(first['seen'])], shown.rows)

    def test_window_rows(self):
        result = headrace.transform(cases.STREAM, cases.WINDOW, events=EVENTS)
        self.assertIn(['before._identity', 'before.score', 'before.games'], self.shown(result).rows)

    def test_wide_and_long(self):
        fields = '\n'.join(f"      - {{ Name: f{i}, Type: string, Value: \"'x' * 500\" }}" for i in range(60))
        spec = cases.STREAM.split('  - Type: Blurr:Aggregate:Activity')[0].split('    Fields:')[0] + '    Fields:\n' + fields + '\n'
        result = headrace.transform(spec, events=EVENTS)
        shown = self.shown(result)
        self.assertIn('21 more columns', shown.text)
        self.assertIn('x' * 120 + '…', {cell for row in shown.rows for cell in row})
        self.assertLess(len(result._repr_html_()), 600_000)

    def test_no_rows(self):
        shown = self.shown(headrace.transform(cases.STREAM, events=[]))
        self.assertIn('state: 0 rows', shown.text)

    def test_an_error(self):
        with self.assertRaises(headrace.SpecError) as caught:
            headrace.load(cases.STREAM.replace('Type: float', 'Type: <flaot>'))
        shown = self.shown(caught.exception)
        self.assertTrue(any('<flaot>' in cell for row in shown.rows for cell in row))


if __name__ == '__main__':
    unittest.main()
