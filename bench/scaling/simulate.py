#!/usr/bin/env python3
"""When a divided job ends: a simulation of skewed keys, slow machines and lost ones.

    simulate.py [--seed N] [--machines N] [--skew X] ...     # any field of Job; a table of SCENARIOS

The job is that of headrace.ray and headrace.spark. First each split of the input is divided by key, then each partition is
evaluated, which can begin when all splits are divided. A core runs one task at a time and takes the next one when it is free.
A machine may be slow. One that is lost takes with it the tasks that it ran and the pieces of the splits that it had divided:
they are divided again before another partition begins. Rows that were made are safe, as if they had been written elsewhere.

Of the keys, the HEAD largest are placed one by one, each in a partition of its own luck; the others are so many and so small
that they are taken as spread evenly. The same seed gives the same bytes.
"""

import argparse
import dataclasses
import heapq
import math
import random
from collections import deque
from collections.abc import Iterable, Iterator

HEAD = 100_000


@dataclasses.dataclass(frozen=True)
class Job:
    events: float = 10e9
    keys: int = 100_000_000
    skew: float = 0.0                 # of Zipf: the k-th largest key has events in proportion to 1 / k ** skew
    partitions: int = 2048
    largest_first: bool = True        # the order of the partitions: as on Ray; or as they are numbered, as on Spark

    split_events: float = 1e6         # of one task that divides
    divide_us: float = 0.9            # CPU microseconds an event: Parquet files on Spark, as measured (docs/scaling.md)
    evaluate_us: float = 1.0
    task_s: float = 0.05              # what each task costs besides its events
    shuffle_bytes: float = 34.0       # an event
    network_bytes_s: float = 1.25e9   # of a machine, shared by its cores

    machines: int = 8
    cores: int = 8                    # of a machine
    slow_share: float = 0.0           # how many of the machines are slow
    slow_factor: float = 3.0          # how many times as long these take
    losses_per_hour: float = 0.0      # of one machine
    restart_s: float = 120.0          # until another one stands in its place
    seed: int = 1

    @property
    def splits(self) -> int:
        return math.ceil(self.events / self.split_events)

    @property
    def divide_s(self) -> float:
        """Of one split."""
        return self.task_s + self.events / self.splits * self.divide_us / 1e6

    def evaluate_s(self, share: float) -> float:
        """Of a partition with that share of all events: it is fetched, then evaluated."""
        fetch_us = self.shuffle_bytes / (self.network_bytes_s / self.cores) * 1e6
        return self.task_s + self.events * share * (self.evaluate_us + fetch_us) / 1e6

    @property
    def even_s(self) -> float:
        """All work, divided by all cores."""
        work = self.splits * self.divide_s + self.evaluate_s(1) + (self.partitions - 1) * self.task_s
        return work / (self.machines * self.cores)


SCENARIOS = {
    'even': {},
    'skewed keys': {'skew': 0.8},
    'more skewed keys': {'skew': 1.0},
    'slow machines': {'slow_share': 0.125},
    'lost machines': {'losses_per_hour': 2.0},
    'all of these': {'skew': 0.8, 'slow_share': 0.125, 'losses_per_hour': 2.0},
}


@dataclasses.dataclass(frozen=True)
class Outcome:
    finish_s: float
    busy_s: float       # of all cores
    losses: int         # machines that were lost meanwhile
    divided_again: int  # splits
    longest_s: float    # the largest partition on a machine that is not slow


def partition_shares(job: Job, choose: random.Random) -> list[float]:
    """What each partition has of all events."""
    weights = [k ** -job.skew for k in range(1, min(job.keys, HEAD) + 1)]
    tail = _power_sum(len(weights), job.keys, job.skew)
    total = sum(weights) + tail
    shares = [tail / total / job.partitions] * job.partitions
    for weight in weights:
        shares[choose.randrange(job.partitions)] += weight / total
    return shares


def _power_sum(begin: int, end: int, skew: float) -> float:
    """Of k ** -skew for begin < k <= end, as an integral."""
    low, high = begin + 0.5, end + 0.5
    return math.log(high / low) if skew == 1 else (high ** (1 - skew) - low ** (1 - skew)) / (1 - skew)


def machine_losses(job: Job, choose: random.Random) -> Iterator[tuple[float, int]]:
    """(time, machine), without end: a Poisson process."""
    time = 0.0
    while job.losses_per_hour > 0:
        time += choose.expovariate(job.machines * job.losses_per_hour / 3600)
        yield time, choose.randrange(job.machines)


def simulate(job: Job) -> Outcome:
    """With shares, slow machines and losses as the seed has them."""
    choose = random.Random(job.seed)
    shares = partition_shares(job, choose)
    slow = set(choose.sample(range(job.machines), round(job.slow_share * job.machines)))
    factors = [job.slow_factor if machine in slow else 1.0 for machine in range(job.machines)]
    return run(job, shares, factors, machine_losses(job, choose))


def run(job: Job, shares: list[float], factors: list[float], losses: Iterable[tuple[float, int]]) -> Outcome:
    """With these shares of the partitions, times as long as `factors` says on each machine, and losses in order of time."""
    return _Cluster(job, shares, factors, iter(losses)).run()


class _Cluster:
    def __init__(self, job: Job, shares: list[float], factors: list[float], losses: Iterator[tuple[float, int]]):
        self.job, self.factors, self.losses = job, factors, losses
        partitions = [job.evaluate_s(share) for share in shares]
        self.longest_s = max(partitions)
        # Taken from the end. A task is a time in seconds; one that divides is None, for they are all alike.
        self.partitions = sorted(partitions) if job.largest_first else partitions[::-1]
        self.splits = self.undivided = job.splits    # not begun; not done
        self.unevaluated = len(partitions)
        self.idle = deque(machine for _ in range(job.cores) for machine in range(job.machines))
        self.running: list[dict[int, tuple[float, float | None]]] = [{} for _ in factors]  # by machine and number: (begun, task)
        self.divided = [0] * len(factors)            # splits whose pieces lie on a machine
        self.down: set[int] = set()
        self.coming: list[tuple[float, int, str, int]] = []  # (time, number, what, machine)
        self.number = 0
        self.busy_s, self.lost, self.divided_again = 0.0, 0, 0

    def run(self) -> Outcome:
        self.expect_loss()
        now = 0.0
        while self.unevaluated:
            self.begin_tasks(now)
            now, number, what, machine = heapq.heappop(self.coming)
            if what == 'done' and number in self.running[machine]:
                self.finish(now, number, machine)
            elif what == 'lost':
                self.lose(now, machine)
                self.expect_loss()
            elif what == 'back':
                self.down.discard(machine)
                self.idle.extend([machine] * self.job.cores)
        return Outcome(now, self.busy_s, self.lost, self.divided_again, self.longest_s)

    def expect(self, time: float, what: str, machine: int) -> int:
        self.number += 1
        heapq.heappush(self.coming, (time, self.number, what, machine))
        return self.number

    def expect_loss(self) -> None:
        for time, machine in self.losses:
            self.expect(time, 'lost', machine)
            return

    def begin_tasks(self, now: float) -> None:
        while self.idle and (self.splits or (not self.undivided and self.partitions)):
            machine = self.idle.popleft()
            task = None
            if self.splits:
                self.splits -= 1
            else:
                task = self.partitions.pop()
            seconds = (self.job.divide_s if task is None else task) * self.factors[machine]
            self.running[machine][self.expect(now + seconds, 'done', machine)] = now, task

    def finish(self, now: float, number: int, machine: int) -> None:
        begun, task = self.running[machine].pop(number)
        self.busy_s += now - begun
        self.idle.append(machine)
        if task is None:
            self.undivided -= 1
            self.divided[machine] += 1
        else:
            self.unevaluated -= 1

    def lose(self, now: float, machine: int) -> None:
        if machine in self.down:
            return
        self.lost += 1
        for begun, task in self.running[machine].values():
            self.busy_s += now - begun
            if task is None:
                self.splits += 1
            else:
                self.partitions.append(task)
        self.running[machine].clear()
        if self.partitions:  # else nobody asks for its pieces any more
            self.splits += self.divided[machine]
            self.undivided += self.divided[machine]
            self.divided_again += self.divided[machine]
        self.divided[machine] = 0
        self.idle = deque(other for other in self.idle if other != machine)
        self.down.add(machine)
        self.expect(now + self.job.restart_s, 'back', machine)


def table(job: Job) -> Iterator[str]:
    yield f'{"":<18}{"minutes":>9}{"of even":>9}{"cores busy":>12}{"largest partition":>19}{"lost":>6}{"divided again":>15}'
    for name, changes in SCENARIOS.items():
        changed = dataclasses.replace(job, **changes)
        outcome = simulate(changed)
        busy = outcome.busy_s / (outcome.finish_s * job.machines * job.cores)
        yield (f'{name:<18}{outcome.finish_s / 60:9.1f}{outcome.finish_s / changed.even_s:9.2f}{busy:12.0%}'
               f'{outcome.longest_s / 60:15.1f} min{outcome.losses:6}{outcome.divided_again:15}')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for field in dataclasses.fields(Job):
        kind = {'true': True, 'false': False}.__getitem__ if field.type is bool else field.type
        parser.add_argument(f'--{field.name.replace("_", "-")}', type=kind, default=field.default)
    print('\n'.join(table(Job(**vars(parser.parse_args())))))


if __name__ == '__main__':
    main()
