#!/usr/bin/env python3
"""What a run on Ray costs beside one process: CPU seconds of all processes, and seconds on the wall, with one worker and with two.

    ray_cost.py EVENTS... [--stream W3] [--window W4] [--runs N] [--partitions N]

EVENTS are Parquet files. The cluster has been warmed by a run before anything is measured: its processes are there and have their
modules. `start` is what that costs, once. Each answer is compared with the one process's, as counts, before its time counts.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault('RAY_AUTH_MODE', 'disabled')
os.environ.setdefault('RAY_USAGE_STATS_ENABLED', '0')

import headrace
import headrace.ray
import psutil
import ray

BENCH = Path(__file__).resolve().parent.parent


def cpu_seconds():
    """Of this process and of all that descend from it, also of those that have ended."""
    total = 0.0
    me = psutil.Process()
    for process in [me, *me.children(recursive=True)]:
        try:
            t = process.cpu_times()
            total += t.user + t.system + t.children_user + t.children_system
        except psutil.NoSuchProcess:
            pass
    return total


def measured(run):
    began, cpu = time.monotonic(), cpu_seconds()
    answer = run()
    return answer, cpu_seconds() - cpu, time.monotonic() - began


def show(name, times, events):
    cpu, wall = (statistics.median(t[i] for t in times) for i in (0, 1))
    print(f'{name:<28} {cpu:8.2f} CPU s {wall:8.2f} s {cpu / events * 1e6:8.2f} us an event   load {os.getloadavg()[0]:.1f}', flush=True)
    return cpu, wall


def counts(result):
    return {k: result.stats[k] for k in ('events', 'skipped', 'identities', 'blocks', 'window_rows')}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('events', nargs='+')
    parser.add_argument('--stream', default=str(BENCH / 'w3_sessions' / 'stream.yml'))
    parser.add_argument('--window')
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--partitions', type=int, default=8)
    options = parser.parse_args()
    specs = options.stream, options.window

    times = []
    for _ in range(options.runs):
        expected, *spent = measured(lambda: headrace.transform(*specs, events=options.events, threads=1, progress=False))
        times.append(spent)
    alone, _ = show('one process', times, expected.stats['events'])

    _, *spent = measured(lambda: ray.init(num_cpus=2, include_dashboard=False, object_store_memory=1 << 30, logging_level='error',
                                          log_to_driver=False))
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False

    def run(workers):
        events = ray.data.read_parquet(options.events)
        return headrace.ray.run(events, *specs, workers=workers, partitions=options.partitions, progress=False)
    _, *first = measured(lambda: run(2))
    print(f'start: {spent[0] + first[0]:.2f} CPU s with a first run', flush=True)
    walls = {}
    for workers in (1, 2):
        times = []
        for _ in range(options.runs):
            found, *spent = measured(lambda: run(workers))
            if counts(found) != counts(expected):
                sys.exit(f'{counts(found)} is not {counts(expected)}')
            times.append(spent)
        cpu, walls[workers] = show(f'Ray, workers: {workers}', times, expected.stats['events'])
        print(f'{"":<28} {cpu / alone:8.2f} times the CPU of one process; engines {found.stats["seconds"]:.2f} s', flush=True)
    print(f'two workers against one: {walls[1] / walls[2]:.2f} times as fast')
    by_worker = {w: sum(p['events'] for p in found.stats['partitions'] if p['worker'] == w) for w in (0, 1)}
    print(f'events by worker: {by_worker}')


if __name__ == '__main__':
    main()
