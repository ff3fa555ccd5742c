#!/usr/bin/env python3
"""Measures headrace and what one would take instead on the workloads of README.md, and prints a table.

Each contender's answer is checked before its time counts. Then they run in turns, so that other work on the machine
hits all alike. Results go to results/NAME.json and results/NAME.md. Exit code 1: an answer was wrong.
"""

import argparse
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from suite import contenders, machine, measure, programs, table, workloads
from suite.answers import Wrong, check_lines, check_rows
from suite.contenders import Absent, Contender
from suite.data import Data

RESULTS = Path(__file__).resolve().parent / 'results'
START_RUNS = 3


def say(text):
    print(f'bench: {text}', file=sys.stderr, flush=True)


def check(contender, data, threads):
    """Holds the contender's answer against the reference's; says how they were compared."""
    if contender.prints_lines:
        child = subprocess.Popen([str(part) for part in contender.command(data.workload, data.path, threads)],
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        with open(data.answer(), 'rb') as expected:
            try:
                check_lines(child.stdout, expected)
            finally:
                child.stdout.close()
        if code := child.wait():
            raise measure.Failed(f'exit code {code}')
        return 'same bytes'
    with TemporaryDirectory() as folder:
        rows = Path(folder) / 'rows.csv'
        measure.run(contender.command(data.workload, data.path, threads, rows), contender.env(threads))
        with open(data.answer()) as expected:
            check_rows(data.workload.job, rows, expected, contender.tolerance)
    return f'same rows, floats within {contender.tolerance:g}' if contender.tolerance else 'same rows, to the bit'


@dataclass
class Entry:
    """A contender with its threads on a workload, and what its runs cost."""

    contender: Contender
    data: Data
    threads: int
    answer: str
    start: list = field(default_factory=list)
    costs: list = field(default_factory=list)

    def command(self, path, base=False):
        return self.contender.timed(self.data.workload, path, self.threads, base=base)

    def run_start(self):
        base = self.data.workload.base is not None
        path = self.data.path if base else self.data.one_event
        self.start.append(measure.run(self.command(path, base), self.contender.env(self.threads)))

    def run(self):
        measure.warm_memory()
        self.costs.append(measure.run(self.command(self.data.path), self.contender.env(self.threads)))

    def run_warm(self, runs):
        """In one process; two repetitions warm it up and do not count."""
        with TemporaryDirectory() as folder:
            printed = Path(folder) / 'costs'
            with open(printed, 'w') as file:
                whole = measure.run([*self.command(self.data.path), f'--repeat={runs + 2}'],
                                    self.contender.env(self.threads), stdout=file)
            costs = json.loads(printed.read_text().splitlines()[-1])
        self.costs = [measure.Cost(**cost, peak_mib=whole.peak_mib) for cost in costs[2:]]

    def result(self):
        return {'contender': self.contender.name, 'label': self.contender.label, 'threads': self.threads,
                'events': self.data.events, 'answer': self.answer, 'wall': [one.wall for one in self.costs],
                'cpu': [one.cpu for one in self.costs], 'peak_mib': max(one.peak_mib for one in self.costs),
                'start_cpu': statistics.median(one.cpu for one in self.start) if self.start else 0.0}


def why_not(contender, error):
    kind = 'wrong answer: ' if isinstance(error, Wrong) else ''
    return {'contender': contender.name, 'label': contender.label, 'why_not': f'{kind}{error}',
            'failed': not isinstance(error, Absent)}


def entries_of(workload, options):
    """Those whose answer is right, and results that say why the others are missing."""
    entries, missing = [], []
    for contender in contenders.chosen(options.contenders):
        for threads in options.threads if contender.threads else options.threads[:1]:
            try:
                contender.check_can(workload)
                data = Data(workload, min(options.events, contender.most_events or options.events))
                say(f'{workload.name}: checking {contender.name}')
                entries.append(Entry(contender, data, threads, check(contender, data, threads)))
            except (Absent, Wrong, measure.Failed) as error:
                missing.append(why_not(contender, error))
                break
    return entries, missing


def measured(workload, options):
    entries, missing = entries_of(workload, options)
    failed = []

    def take_turns(what, runs, chosen, run):
        for number in range(runs):
            for entry in chosen:
                if entry in failed:
                    continue
                say(f'{workload.name}: {what}, {number + 1} of {runs}: {entry.contender.name}')
                try:
                    run(entry)
                except measure.Failed as error:
                    failed.append(entry)
                    missing.append(why_not(entry.contender, error))

    cold = [one for one in entries if not one.contender.warm]
    take_turns('start', START_RUNS, cold, Entry.run_start)
    take_turns('run', options.runs, cold, Entry.run)
    warm = [one for one in entries if one.contender.warm]
    take_turns('warm', 1, warm, lambda entry: entry.run_warm(options.runs))
    good = [one.result() for one in entries if one not in failed]
    return {'name': workload.name, 'title': workload.title, 'results': good + missing}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--events', type=int, default=2_000_000)
    parser.add_argument('--workloads', default='W2,W3,W4')
    parser.add_argument('--contenders', default='by-hand,polars,polars-streaming,duckdb,pandas')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--threads', default='1', help='numbers, separated by commas')
    parser.add_argument('--name', default='latest', help='of the files in results/')
    options = parser.parse_args()
    options.threads = [int(number) for number in options.threads.split(',')]
    if min(options.events, options.runs, *options.threads) < 1:
        parser.error('events, runs and threads are numbers from 1')
    return options


def main():
    options = parse_arguments()
    if not Path(programs.headrace()).exists():
        sys.exit(f'bench: {programs.headrace()} is not there: make build')
    report = {'machine': machine.describe(), 'workloads': []}
    for workload in workloads.chosen(options.workloads):
        report['workloads'].append(measured(workload, options))
        report['machine']['load_after'] = machine.describe()['load']
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f'{options.name}.json').write_text(json.dumps(report, indent=1) + '\n')
        (RESULTS / f'{options.name}.md').write_text('\n'.join(table.render(report)))
    print('\n'.join(table.render(report)))
    failed = [one for workload in report['workloads'] for one in workload['results'] if one.get('failed')]
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
