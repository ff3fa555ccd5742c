"""`headrace init` for files with columns: the time is one of type timestamp, taken as it is, and the draft runs."""

import datetime as dt
import subprocess
import unittest

from headrace import HEADRACE, Case, pa, write

START = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
COUNT = 40
STAMPS = [pa.timestamp('us', 'UTC'), pa.timestamp('ms'), pa.timestamp('ns'), pa.timestamp('s', 'Europe/Berlin')]


def table(time):
    at = [START + dt.timedelta(minutes=i) for i in range(COUNT)]
    times = pa.array(at if time.tz else [t.replace(tzinfo=None) for t in at], time)
    users = pa.array([f'u{i % 2}' for i in range(COUNT)])
    return pa.table({'user_id': users, 'happened': times, 'day': pa.array([t.date() for t in at]),
                     'score': pa.array(range(COUNT))})


class Drafts(Case):
    def test_timestamps_are_the_time(self):
        for number, kind in enumerate(STAMPS):
            suffix = ['parquet', 'arrow', 'arrows'][number % 3]
            with self.subTest(type=str(kind), format=suffix):
                path = self.folder / f'events{number}.{suffix}'
                write(table(kind), path)
                draft = subprocess.run([HEADRACE, 'init', path], capture_output=True, text=True, check=True).stdout
                self.assertIn('\nIdentity: source.user_id\n', draft)
                self.assertIn(f'{COUNT} of {COUNT} events have a time there.\nTime: source.happened\n', draft)
                self.assertIn("'day' is left out", draft)
                spec = self.write_text('spec.yml', draft)
                first, second = self.blocks(f'--streaming-bts={spec}', path)
                self.assertEqual((first['events'], second['events']), (COUNT // 2, COUNT // 2))
                self.assertEqual((first['score_sum'], second['score_sum']), (sum(range(0, COUNT, 2)), sum(range(1, COUNT, 2))))
                self.assertEqual(dt.datetime.fromisoformat(first['_start_time']), START)

    def test_dates_are_the_time_where_nothing_else_is(self):
        path = self.folder / 'days.parquet'
        days = [dt.date(2026, 1, 1 + i // 2) for i in range(COUNT)]
        write(pa.table({'ticker': [f't{i % 2}' for i in range(COUNT)], 'day': days, 'close': [float(i) for i in range(COUNT)]}), path)
        draft = subprocess.run([HEADRACE, 'init', path], capture_output=True, text=True, check=True).stdout
        self.assertIn('\nTime: datetime.fromordinal(source.day.toordinal())\n', draft)
        spec = self.write_text('days.yml', draft)
        checked = subprocess.run([HEADRACE, 'validate', spec], capture_output=True, text=True)
        self.assertEqual((checked.returncode, checked.stderr), (0, ''), checked.stdout)
        first, _ = self.blocks(f'--streaming-bts={spec}', path)
        self.assertEqual(first['_start_time'], '2026-01-01T00:00:00+00:00')
        self.assertEqual(first['_end_time'], f'2026-01-{COUNT // 2:02}T00:00:00+00:00')


if __name__ == '__main__':
    unittest.main()
