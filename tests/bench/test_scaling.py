#!/usr/bin/env python3
"""The simulation of a divided job, held to cases whose end can be reckoned by hand."""

import dataclasses
import itertools
import random
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'bench'))
from scaling import simulate  # noqa: E402
from scaling.simulate import Job  # noqa: E402

# Eight splits of a second each, eight partitions of two seconds each.
SMALL = Job(events=8e6, split_events=1e6, divide_us=1.0, evaluate_us=2.0, task_s=0.0, shuffle_bytes=0.0, partitions=8, machines=4,
            cores=1, restart_s=1e9)
EVEN = [1 / 8] * 8


def finish(job=SMALL, shares=EVEN, factors=None, losses=()):
    return simulate.run(job, shares, factors or [1.0] * job.machines, iter(losses))


class Simulation(unittest.TestCase):
    def test_all_work_is_divided_by_all_cores(self):
        self.assertAlmostEqual(finish().finish_s, (8 + 16) / 4)
        self.assertAlmostEqual(finish().busy_s, 8 + 16)
        self.assertAlmostEqual(finish(dataclasses.replace(SMALL, machines=2, cores=4)).finish_s, (8 + 16) / 8)
        self.assertAlmostEqual(SMALL.even_s, (8 + 16) / 4)

    def test_so_many_keys_are_spread_evenly(self):
        outcome = simulate.simulate(dataclasses.replace(SMALL, keys=10**15))
        self.assertAlmostEqual(outcome.finish_s, SMALL.even_s, places=5)

    def test_a_task_costs_what_it_costs_besides_its_events(self):
        job = dataclasses.replace(SMALL, task_s=0.5)
        self.assertAlmostEqual(finish(job).finish_s, (8 * 1.5 + 8 * 2.5) / 4)
        self.assertAlmostEqual(job.even_s, (8 * 1.5 + 8 * 2.5) / 4)

    def test_pieces_are_fetched_before_they_are_evaluated(self):
        job = dataclasses.replace(SMALL, shuffle_bytes=100.0, network_bytes_s=1e8)  # a microsecond an event
        self.assertAlmostEqual(finish(job).finish_s, (8 + 16 + 8) / 4)

    def test_one_giant_key_is_one_task(self):
        job = dataclasses.replace(SMALL, keys=1)
        outcome = simulate.simulate(job)
        self.assertAlmostEqual(outcome.finish_s, 8 / 4 + 16)
        self.assertAlmostEqual(outcome.longest_s, 16)

    def test_a_giant_key_bounds_the_end_wherever_others_go(self):
        for share in (0.3, 0.5, 0.9):
            shares = [share, *([(1 - share) / 7] * 7)]
            self.assertAlmostEqual(finish(shares=shares).finish_s, 8 / 4 + 16 * share)

    def test_a_giant_key_that_begins_last_is_waited_for(self):
        shares = [*([0.5 / 6] * 6), 0.5]
        job = dataclasses.replace(SMALL, partitions=7, machines=2, largest_first=False)
        self.assertAlmostEqual(finish(job, shares).finish_s, 8 / 2 + 8 / 2 + 8)
        self.assertAlmostEqual(finish(dataclasses.replace(job, largest_first=True), shares).finish_s, 8 / 2 + 8)

    def test_a_slow_machine_takes_fewer_tasks(self):
        # Three machines take two splits each, and the slow one two, which it begins at 0 and 1.5 seconds.
        outcome = finish(factors=[1.0, 1.0, 1.0, 1.5])
        self.assertAlmostEqual(outcome.finish_s, 3 + 6)

    def test_what_a_lost_machine_had_divided_is_divided_again(self):
        # At three seconds all is divided, two splits on each machine, and four partitions are half done. The three other
        # machines end theirs at four, divide the two splits again until five, and then do five partitions in two rounds.
        outcome = finish(losses=[(3.0, 3)])
        self.assertEqual((outcome.losses, outcome.divided_again), (1, 2))
        self.assertAlmostEqual(outcome.finish_s, 5 + 4)
        self.assertAlmostEqual(outcome.busy_s, 8 + 16 + 2 + 1)

    def test_what_a_lost_machine_was_doing_is_done_again(self):
        # Half of a split is lost, and what that machine would have done later is the others'.
        outcome = finish(losses=[(0.5, 3)])
        self.assertEqual((outcome.losses, outcome.divided_again), (1, 0))
        self.assertAlmostEqual(outcome.finish_s, 3 + 6)
        self.assertAlmostEqual(outcome.busy_s, 8 + 16 + 0.5)

    def test_rows_that_were_made_are_safe(self):
        # At five seconds four partitions are done and four in the middle. One of them begins again when the two splits
        # of the lost machine are divided again, by the three others, which are free at six seconds.
        outcome = finish(losses=[(5.0, 0)])
        self.assertAlmostEqual(outcome.finish_s, 6 + 1 + 2)
        self.assertAlmostEqual(outcome.busy_s, 8 + 16 + 2 + 1)

    def test_another_machine_comes_in_its_place(self):
        # It divides one of the two lost splits from 1.5 to 2.5 seconds, another one the other from 2 to 3.
        outcome = finish(dataclasses.replace(SMALL, restart_s=0.0), losses=[(1.5, 3)])
        self.assertAlmostEqual(outcome.finish_s, 3 + 4)

    def test_a_machine_that_is_down_is_not_lost_again(self):
        self.assertEqual(finish(losses=[(3.0, 3), (3.5, 3)]).losses, 1)

    def test_losses_come_as_often_as_they_should(self):
        job = dataclasses.replace(SMALL, losses_per_hour=2.0)
        times = [time for time, _ in itertools.islice(simulate.machine_losses(job, random.Random(7)), 4000)]
        self.assertAlmostEqual(times[-1] / 3600, 4000 / (2.0 * job.machines), delta=25)

    def test_shares_are_those_of_zipf(self):
        for skew in (0.0, 0.8, 1.0):
            job = dataclasses.replace(SMALL, keys=200_000, skew=skew)
            shares = simulate.partition_shares(job, random.Random(1))
            self.assertAlmostEqual(sum(shares), 1)
            # The largest key, by the sum over all keys instead of the integral.
            largest = 1 / sum(k ** -skew for k in range(1, job.keys + 1))
            self.assertGreater(max(shares), largest)

    def test_the_same_seed_gives_the_same_bytes(self):
        command = [sys.executable, ROOT / 'bench/scaling/simulate.py', '--events=1e9', '--losses-per-hour=5', '--keys=1000']
        first, again, other = (subprocess.run([*command, f'--seed={seed}'], check=True, capture_output=True).stdout
                               for seed in (1, 1, 2))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)


if __name__ == '__main__':
    unittest.main()
