#!/usr/bin/env python3
"""The bench suite's own parts: a wrong answer is told, costs are those of the whole family of processes."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'bench'))
from suite import measure, table  # noqa: E402
from suite.answers import Wrong, check_lines, check_rows  # noqa: E402

LINES = ['["a/totals//", {"_identity": "a", "events": 2, "score": 0.30000000000000004}]\n',
         '["b/totals//", {"_identity": "b", "events": 1, "score": 5.0}]\n']


class Answers(unittest.TestCase):
    def check(self, rows, tolerance=0.0):
        with tempfile.NamedTemporaryFile('w', suffix='.csv') as file:
            file.write(rows)
            file.flush()
            check_rows('W2', file.name, LINES, tolerance)

    def test_rows_in_any_order_are_right(self):
        self.check('totals,b,1,5.0\ntotals,a,2,0.30000000000000004\n')

    def test_the_last_bit_counts_unless_a_tolerance_is_given(self):
        rows = 'totals,b,1,5.0\ntotals,a,2,0.3\n'
        self.check(rows, 1e-10)
        with self.assertRaises(Wrong):
            self.check(rows)

    def test_a_missing_row_another_number_and_another_column_are_wrong(self):
        for rows in ('totals,b,1,5.0\n', 'totals,b,1,5.0\ntotals,a,3,0.3\n', 'totals,b,1,5.0\ntotals,a,2,0.31\n',
                     'totals,b,1,5.0\ntotals,a,2\n'):
            with self.assertRaises(Wrong, msg=rows):
                self.check(rows, 1e-10)

    def test_floats_that_are_near_each_other_may_change_places(self):
        lines = [f'["a", [{{"last7._identity": "a", "last7.score": {score}, "last7.avg_games": {games}, '
                 f'"next3.wins": 1}}]]\n' for score, games in ((1.0, 2.0), (1.0 + 2e-16, 0.5))]
        with tempfile.NamedTemporaryFile('w', suffix='.csv') as file:
            file.write('row,a,1.0,0.5,1\nrow,a,1.0000000000000002,2.0,1\n')
            file.flush()
            check_rows('W4', file.name, lines, 1e-10)
            with self.assertRaises(Wrong):
                check_rows('W4', file.name, [lines[0], lines[0]], 1e-10)

    def test_lines_are_compared_byte_for_byte_and_to_the_end(self):
        check_lines([b'1\n', b'2\n'], [b'1\n', b'2\n'])
        for printed in ([b'1\n'], [b'2\n', b'1\n'], [b'1\n', b'2\n', b'3\n'], [b'1\n', b'2']):
            with self.assertRaises(Wrong):
                check_lines(printed, [b'1\n', b'2\n'])


BUSY = 'import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass'


class Measure(unittest.TestCase):
    def test_the_time_of_an_orphan_counts(self):
        orphan = f'import subprocess, sys; subprocess.Popen([sys.executable, "-c", {BUSY!r}])'
        cost = measure.run([sys.executable, '-c', orphan])
        self.assertGreater(cost.cpu, 0.2)
        self.assertGreater(cost.wall, 0.2)

    def test_peak_memory_is_seen(self):
        cost = measure.run([sys.executable, '-c', 'b = bytearray(100 << 20)'])
        self.assertGreater(cost.peak_mib, 100)

    def test_a_failure_says_how(self):
        with self.assertRaisesRegex(measure.Failed, 'exit code 3: no such thing'):
            measure.run([sys.executable, '-c', 'import sys; print("no such thing", file=sys.stderr); sys.exit(3)'])

    def test_a_command_that_takes_too_long_is_ended(self):
        with self.assertRaisesRegex(measure.Failed, 'not done after 1 s'):
            measure.run([sys.executable, '-c', 'import time; time.sleep(60)'], timeout=1)


class Table(unittest.TestCase):
    def test_ratios_are_of_net_cpu_an_event(self):
        def result(contender, cpu, events, start):
            return {'contender': contender, 'label': contender, 'threads': 1, 'events': events, 'answer': 'same',
                    'wall': [1, 2, 3], 'cpu': [cpu] * 3, 'start_cpu': start, 'peak_mib': 1}
        ours, other = result('headrace', 1.5, 1000, 0.5), result('other', 2.5, 100, 0.5)
        self.assertEqual(table.compared(other, [ours, other]), '20')
        self.assertEqual(table.compared(ours, [ours, other]), '1.00')
        self.assertEqual(table.spread([3, 1, 2]), '2.00 (1.00–3.00)')


if __name__ == '__main__':
    unittest.main()
