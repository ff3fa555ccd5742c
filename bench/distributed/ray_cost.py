#!/usr/bin/env python3
"""What a run on Ray costs beside one process: CPU seconds of all processes, and seconds on the wall, with one worker and with two.

    ray_cost.py EVENTS... [--stream W3] [--window W4] [--runs N] [--partitions N] [--cluster PID]
               [--in-memory]

EVENTS are Parquet files or folders of them. With --cluster the Ray of RAY_ADDRESS is used; PID is the process of its `ray start
--head --block`, whose descendants' CPU is counted. With --in-memory both begin
with the events in memory, as Arrow, in blocks of 131,072: what reading costs is not measured then.

The cluster has been warmed by a run before anything is measured: its processes are there and have their modules. `start` is what
that costs, once. Each answer is compared with the one process's, as counts, before its time counts.
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
import pyarrow as pa
import pyarrow.parquet
import ray
import ray.data

BENCH = Path(__file__).resolve().parent.parent
ALONE = {'num_cpus': 2, 'include_dashboard': False, 'object_store_memory': 1 << 30}


def cpu_seconds(roots):
    """Of these processes and of all that descend from them, also of those that have ended."""
    total = 0.0
    for process in {p for root in roots for p in (root, *root.children(recursive=True))}:
        try:
            t = process.cpu_times()
            total += t.user + t.system + t.children_user + t.children_system
        except psutil.NoSuchProcess:
            pass
    return total


def measured(run, *others):
    roots = [psutil.Process(), *map(psutil.Process, others)]
    began, cpu = time.monotonic(), cpu_seconds(roots)
    answer = run()
    return answer, cpu_seconds(roots) - cpu, time.monotonic() - began


def show(name, times, events):
    cpu, wall = (statistics.median(t[i] for t in times) for i in (0, 1))
    load = os.getloadavg()[0]
    print(f'{name:<28} {cpu:8.2f} CPU s {wall:8.2f} s {cpu / events * 1e6:8.2f} us an event   load {load:.1f}', flush=True)
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
    parser.add_argument('--cluster', type=int)
    parser.add_argument('--in-memory', action='store_true')
    options = parser.parse_args()
    specs = options.stream, options.window

    events = pa.concat_tables(map(pyarrow.parquet.read_table, options.events)) if options.in_memory else options.events
    times = []
    for _ in range(options.runs):
        expected, *spent = measured(lambda: headrace.transform(*specs, events=events, threads=1, progress=False))
        times.append(spent)
    alone, _ = show('one process', times, expected.stats['events'])

    cluster = [options.cluster] if options.cluster else []
    _, *spent = measured(lambda: ray.init(logging_level='error', log_to_driver=False, **({} if cluster else ALONE)))
    ray.data.DataContext.get_current().enable_progress_bars = False

    if options.in_memory:
        blocks = [ray.put(events.slice(i, 1 << 17).combine_chunks()) for i in range(0, events.num_rows, 1 << 17)]

    def run(workers):
        data = ray.data.from_arrow_refs(blocks) if options.in_memory else ray.data.read_parquet(options.events)
        return headrace.ray.run(data, *specs, workers=workers, partitions=options.partitions, progress=False)
    _, *first = measured(lambda: run(2), *cluster)
    print(f'start: {spent[0] + first[0]:.2f} CPU s with a first run', flush=True)
    walls = {}
    for workers in (1, 2):
        times = []
        for _ in range(options.runs):
            found, *spent = measured(lambda: run(workers), *cluster)
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
