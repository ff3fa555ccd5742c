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
import threading
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
from headrace.distributed import Job

BENCH = Path(__file__).resolve().parent.parent
ALONE = {'address': 'local', 'num_cpus': 2, 'include_dashboard': False, 'object_store_memory': 4 << 30}


class Meter(threading.Thread):
    """CPU seconds of these processes and of all that descend from them, also of those that have ended: Ray's raylet does not ask
    what a worker took that it killed, so all are looked at again and again, and the last look at each counts."""

    LOOK_S = 0.1

    def __init__(self, roots):
        super().__init__(daemon=True)
        self.roots, self.seen, self.own, self.lock = roots, {}, 0.0, threading.Lock()
        self.start()

    def run(self):
        while True:
            self.look()
            self.own = time.thread_time()
            time.sleep(self.LOOK_S)

    def look(self):
        with self.lock:
            for process in {p for root in self.roots for p in (root, *root.children(recursive=True))}:
                try:
                    spent = process.cpu_times()
                    self.seen[process.pid, process.create_time()] = spent.user + spent.system
                except psutil.NoSuchProcess:
                    pass

    def seconds(self):
        self.look()
        return sum(self.seen.values()) - self.own


def measured(meter, run):
    began, cpu = time.monotonic(), meter.seconds()
    answer = run()
    return answer, meter.seconds() - cpu, time.monotonic() - began


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
    meter = Meter([psutil.Process(), *map(psutil.Process, [options.cluster] if options.cluster else [])])
    times = []
    for _ in range(options.runs):
        expected, *spent = measured(meter, lambda: headrace.transform(*specs, events=events, threads=1, progress=False))
        times.append(spent)
    alone, _ = show('one process', times, expected.stats['events'])

    _, *spent = measured(meter, lambda: ray.init(logging_level='error', log_to_driver=False, **({} if options.cluster else ALONE)))
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.use_datasource_v2 = False  # which would give a file's parts in another order (docs/ray.md)

    columns = Job(*specs).columns(ray.data.read_parquet(options.events).schema().names)
    if options.in_memory:
        blocks = [ray.put(events.slice(i, 1 << 17).combine_chunks()) for i in range(0, events.num_rows, 1 << 17)]

    def run(workers):
        data = ray.data.from_arrow_refs(blocks) if options.in_memory else ray.data.read_parquet(options.events, columns=columns)
        return headrace.ray.run(data, *specs, workers=workers, partitions=options.partitions, progress=False)
    _, *first = measured(meter, lambda: run(2))
    print(f'start: {spent[0] + first[0]:.2f} CPU s with a first run', flush=True)
    times = {1: [], 2: []}
    for _ in range(options.runs):  # in turns, so that other work on the machine hits both alike
        for workers, costs in times.items():
            found, *spent = measured(meter, lambda: run(workers))
            if counts(found) != counts(expected):
                sys.exit(f'{counts(found)} is not {counts(expected)}')
            costs.append((*spent, found.stats['seconds']))
    walls = {}
    for workers, costs in times.items():
        cpu, walls[workers] = show(f'Ray, workers: {workers}', costs, expected.stats['events'])
        engines = statistics.median(cost[2] for cost in costs)
        print(f'{"":<28} {cpu / alone:8.2f} times the CPU of one process; engines {engines:.2f} s')
    print(f'two workers against one: {walls[1] / walls[2]:.2f} times as fast')
    by_worker = {w: sum(p['events'] for p in found.stats['partitions'] if p['worker'] == w) for w in (0, 1)}
    print(f'events by worker: {by_worker}')


if __name__ == '__main__':
    main()
