"""Who takes part: for each contender how it is started, which jobs it has, and how its answer is held to be right.

A contender's own work is in ../contenders; here is only what the driver must know of it without importing its tool.
"""

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from suite import programs
from suite.workloads import BENCH
from w10_expressions.generate import KINDS

ROOT = BENCH.parent
TABLES = BENCH / 'contenders'
PLAIN = {'.jsonl'}
FORMATS = PLAIN | {'.csv', '.parquet', '.arrow', '.jsonl.gz', '.jsonl.zst'}
SESSIONS = {'W1', 'W2', 'W3', 'W4', 'W6'}
WIDTHS = {'W7-100', 'W7-1000', 'W7-10000'}
EXPRESSIONS = {f'W10-{kind}' for kind in KINDS}
OFFERS = {'W8', 'W8-blocks'}
NEARLY = 1e-10   # how far a float may be off, of its size, where the tool adds in an order of its own


class Absent(Exception):
    """The contender cannot do this job, here or at all; says why."""


@dataclass(frozen=True)
class Contender:
    """One that writes rows; `command` makes its command line."""

    name: str
    label: str
    jobs: set
    formats: set = field(default_factory=lambda: PLAIN)
    tolerance: float = 0.0            # 0: its floats are equal to the bit
    most_events: int | None = None    # it is measured on no more than these
    threads: bool = False             # it can use several
    warm: bool = False                # measured in one process that repeats the job
    why_not: str = 'not among the jobs of its script'
    environment: dict = field(default_factory=dict)
    prints_lines = False

    def check_can(self, workload):
        if workload.job not in self.jobs:
            raise Absent(self.why_not)
        if workload.suffix not in self.formats:
            raise Absent(f'it does not read {workload.suffix}')

    def env(self, threads):
        return {name: value.format(threads=threads) for name, value in self.environment.items()}


@dataclass(frozen=True)
class Headrace(Contender):
    prints_lines = True

    def command(self, workload, path, threads, base=False):
        specs = [f'--streaming-bts={workload.base}'] if base else workload.specs
        return [programs.headrace(), 'transform', *specs, f'--source={path}', f'--threads={threads}', '--quiet']

    def timed(self, *arguments, **more):
        return [*self.command(*arguments, **more), '--output=none']


@dataclass(frozen=True)
class Blurr(Contender):
    prints_lines = True

    def command(self, workload, path, threads, base=False):
        program = ROOT / '.venv-oracle' / 'bin' / 'blurr'
        if not program.exists():
            raise Absent('.venv-oracle is not there: tools/deps.sh oracle')
        specs = [f'--streaming-bts={workload.base}'] if base else workload.specs
        return [program, 'transform', *specs, f'--source={path}']

    timed = command  # it has no way not to print


@dataclass(frozen=True)
class Rows(Contender):
    """A program started as PROGRAM JOB FILE, and a way to ask it for its rows."""

    program: tuple = ()   # what stands before the job; a function gives it, as it may have to be built

    def timed(self, workload, path, threads, base=False):
        job = workload.job.replace('W10-', 'W10-base/') if base else workload.job
        return [*self.start(job), job, path, *self.more(threads)]

    def start(self, job):
        raise NotImplementedError

    def more(self, threads):
        return []

    def command(self, workload, path, threads, rows):
        return [*self.timed(workload, path, threads), *self.into(rows)]

    def into(self, rows):
        raise NotImplementedError


@dataclass(frozen=True)
class Script(Rows):
    """A Python script of ../contenders that follows its protocol.py."""

    script: str = ''
    python: str = 'venv'

    def start(self, job):
        return [self.interpreter(), TABLES / self.script]

    def interpreter(self):
        if self.python == 'system':
            return sys.executable
        found = ROOT / '.venv-bench' / 'bin' / 'python'
        if not found.exists():
            raise Absent('.venv-bench is not there: bench/install.sh')
        return found

    def more(self, threads):
        return [f'--threads={threads}']

    def into(self, rows):
        return [f'--rows={rows}']


@dataclass(frozen=True)
class ByHand(Rows):
    """The C++ programs of ../contenders/by_hand."""

    def start(self, job):
        sources = {'W7': 'width', 'W8': 'offers', 'W10': 'expressions'}
        return [programs.by_hand(sources.get(job.split('-')[0], 'sessions'))]

    def into(self, rows):
        return [rows]


@dataclass(frozen=True)
class Java(Script):
    def check_can(self, workload):
        super().check_can(workload)
        if not shutil.which('java'):
            raise Absent('there is no Java')


@dataclass(frozen=True)
class Flink(Rows):
    def check_can(self, workload):
        super().check_can(workload)
        if not shutil.which('javac'):
            raise Absent('there is no Java compiler')
        if not any(ROOT.glob('.venv-bench/lib/python3*/site-packages/pyflink/lib/*.jar')):
            raise Absent('.venv-bench is not there: bench/install.sh')

    def start(self, job):
        return programs.flink()

    def more(self, threads):
        return [f'--threads={threads}']

    def into(self, rows):
        return [f'--rows={rows}']


NOT_WRITTEN = 'not written for it: in W8 each field waits for those before it, event by event; W10 is Python itself'
ALL = [
    Headrace('headrace', 'headrace', SESSIONS | WIDTHS | OFFERS | EXPRESSIONS, FORMATS, threads=True),
    ByHand('by-hand', 'C++ by hand', SESSIONS | WIDTHS | OFFERS | EXPRESSIONS,
           why_not='a program for one spec and one layout'),
    Script('polars', 'Polars', SESSIONS | WIDTHS, FORMATS, NEARLY, threads=True, script='with_polars.py',
           environment={'POLARS_MAX_THREADS': '{threads}'}, why_not=NOT_WRITTEN),
    Script('polars-streaming', 'Polars, streaming', SESSIONS | WIDTHS, FORMATS, NEARLY, threads=True,
           script='with_polars.py', why_not=NOT_WRITTEN,
           environment={'POLARS_MAX_THREADS': '{threads}', 'POLARS_ENGINE': 'streaming'}),
    Script('duckdb', 'DuckDB', SESSIONS | WIDTHS, FORMATS, NEARLY, threads=True, script='with_duckdb.py',
           why_not=NOT_WRITTEN),
    Script('pandas', 'pandas', SESSIONS | WIDTHS, FORMATS, NEARLY, script='with_pandas.py', why_not=NOT_WRITTEN),
    Script('python', 'Python', SESSIONS | WIDTHS | OFFERS | EXPRESSIONS, PLAIN | {'.jsonl.gz'}, python='system',
           script='with_python.py', why_not='its standard library does not read it'),
    Blurr('blurr', 'Blurr', SESSIONS | WIDTHS | OFFERS, most_events=20_000, why_not='its expressions differ'),
    Script('bytewax', 'Bytewax', {'W1', 'W2', 'W3'}, tolerance=0.0, most_events=200_000, threads=True,
           script='with_bytewax.py', why_not='its operators do not look back from an anchor, or at late events'),
    Script('pathway', 'Pathway', {'W2'}, tolerance=NEARLY, most_events=200_000, threads=True,
           script='with_pathway.py', environment={'PATHWAY_THREADS': '{threads}'},
           why_not='which of two events of equal time came last cannot be told'),
    Java('pyspark', 'PySpark, warm', SESSIONS | WIDTHS, PLAIN | {'.csv', '.parquet', '.jsonl.gz'}, NEARLY,
         threads=True, warm=True, script='with_pyspark.py', why_not=NOT_WRITTEN,
         environment={'SPARK_LOCAL_IP': '127.0.0.1', 'SPARK_LOCAL_HOSTNAME': 'localhost'}),
    Flink('flink', 'Flink SQL, warm', {'W2', 'W3'}, tolerance=NEARLY, threads=True, warm=True,
          why_not='its windows do not look ahead'),
]
CONTENDERS = {one.name: one for one in ALL}


def chosen(text):
    names = list(CONTENDERS) if text == 'all' else text.split(',')
    for name in names:
        if name not in CONTENDERS:
            sys.exit(f'bench: there is no contender {name}; there are {", ".join(CONTENDERS)}')
    return [CONTENDERS[name] for name in dict.fromkeys(['headrace', *names])]
