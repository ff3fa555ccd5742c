"""headrace.spark.transform() and tables(): what one process gives, from any cut of the events."""

import random
import unittest

import session  # noqa: I001 (before the package)

import cases
import headrace
import headrace.spark
import pyarrow as pa
from session import by_identity

EVENTS = cases.events()
MAPS = cases.WINDOW.replace('Fields:\n', 'Fields:\n      - { Name: last, Type: map, Value: "{str(int(sum(source.wins))): 1.5}" }\n')


class Transform(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spark = session.get()

    def frame(self, rows=EVENTS, partitions=None):
        """A frame whose order is that of the rows."""
        df = self.spark.createDataFrame(pa.Table.from_pylist(rows))
        return df if partitions is None else df.coalesce(partitions)

    def test_window_rows(self):
        expected = by_identity(headrace.transform(cases.STREAM, cases.WINDOW, events=EVENTS).rows.arrow)
        for partitions in (1, 5):
            found = headrace.spark.transform(self.frame(), cases.STREAM, cases.WINDOW, partitions=partitions)
            self.assertEqual(by_identity(found.toArrow()), expected)

    def test_blocks_and_errors(self):
        rows = [*EVENTS, {**EVENTS[0], 'time': 'never'}, {**EVENTS[1], 'user': ''}]
        expected = headrace.transform(cases.STREAM, events=rows)
        found = headrace.spark.tables(self.frame(rows), cases.STREAM)
        self.assertEqual(set(found), {'state', 'session', 'errors'})
        for name in ('state', 'session'):
            self.assertEqual(by_identity(found[name].toArrow()), by_identity(expected[name].arrow))
            alone = headrace.spark.transform(self.frame(rows), cases.STREAM, aggregate=name)
            self.assertEqual(by_identity(alone.toArrow()), by_identity(expected[name].arrow))
        self.assertEqual(sorted(row.reason for row in found['errors'].collect()),
                         ['identity is empty', 'time cannot be evaluated'])

    def test_ties_fall_as_in_the_frame(self):
        rows = [{**e, 'time': EVENTS[0]['time'], 'country': f'C{i}'} for i, e in enumerate(EVENTS)]
        expected = by_identity(headrace.transform(cases.STREAM, events=rows)['state'].arrow)
        found = headrace.spark.transform(self.frame(rows), cases.STREAM, aggregate='state')
        self.assertEqual(by_identity(found.toArrow()), expected)

    def test_ties_fall_as_columns_say(self):
        rows = [{**e, 'time': EVENTS[0]['time'], 'country': f'C{i}', 'log': i // 100, 'at': i % 100} for i, e in enumerate(EVENTS)]
        expected = by_identity(headrace.transform(cases.STREAM, events=rows)['state'].arrow)
        mixed = rows[:]
        random.Random(4).shuffle(mixed)
        found = headrace.spark.transform(self.frame(mixed), cases.STREAM, aggregate='state', order=['log', 'at'])
        self.assertEqual(by_identity(found.toArrow()), expected)

    def test_columns_that_hang_on_the_events(self):
        expected = headrace.transform(cases.STREAM, MAPS, events=EVENTS).rows.arrow
        self.assertGreater(expected.num_columns, 5)
        found = headrace.spark.tables(self.frame(), cases.STREAM, MAPS)['Features'].toArrow()
        names = sorted(expected.column_names)
        self.assertEqual(by_identity(found.select(names)), by_identity(expected.select(names)))
        with self.assertRaisesRegex(Exception, 'headrace.spark.tables'):
            headrace.spark.transform(self.frame(), cases.STREAM, MAPS).collect()

    def test_moments_are_in_utc_whatever_the_session_shows(self):
        from datetime import datetime, timezone
        spec = cases.STREAM.replace('Value: source.country', 'Value: str(source.at.hour)')
        rows = [{**e, 'at': datetime.fromisoformat(e['time']).astimezone(timezone.utc)} for e in EVENTS]
        expected = by_identity(headrace.transform(spec, events=pa.Table.from_pylist(rows))['state'].arrow)
        setting = 'spark.sql.session.timeZone'
        self.addCleanup(self.spark.conf.set, setting, session.CONF[setting])
        for zone in ('+05:30', 'Asia/Kolkata', 'UTC'):
            self.spark.conf.set(setting, zone)
            found = headrace.spark.transform(self.frame(rows), spec, aggregate='state')
            self.assertEqual(by_identity(found.toArrow()), expected)

    def test_specs_that_read_nothing_count_events(self):
        found = headrace.spark.transform(self.frame(), cases.READS_NOTHING)
        self.assertEqual([row.events for row in found.collect()], [len(EVENTS)])

    def test_functions(self):
        spec = cases.STREAM.replace('Value: source.country', 'Value: shout(source.country)')
        found = headrace.spark.transform(self.frame(), spec, aggregate='state', functions={'shout': lambda text: text + '!'})
        self.assertEqual({row.country[-1] for row in found.collect()}, {'!'})

    def test_wrong_arguments(self):
        for wrong in ({'aggregate': 'nothing'}, {}, {'aggregate': 'state', 'order': 'nothing'}):
            with self.assertRaises(headrace.UsageError):
                headrace.spark.transform(self.frame(), cases.STREAM, **wrong)
        with self.assertRaises(headrace.SpecError):
            headrace.spark.transform(self.frame(), cases.STREAM.replace('integer', 'intger'), aggregate='state')

    def test_a_task_that_dies_is_done_again(self):
        expected = by_identity(headrace.transform(cases.STREAM, events=EVENTS)['state'].arrow)

        def die_once(value):
            import os
            import signal

            from pyspark import TaskContext
            if TaskContext.get().attemptNumber() == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return value
        spec = cases.STREAM.replace('Value: source.country', 'Value: die_once(source.country)')
        found = headrace.spark.transform(self.frame(), spec, aggregate='state', functions={'die_once': die_once})
        self.assertEqual(by_identity(found.toArrow()), expected)


if __name__ == '__main__':
    unittest.main()
