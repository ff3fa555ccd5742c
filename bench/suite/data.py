"""Files of events, of one event, and of right answers; made once and kept in .cache/bench."""

import hashlib
import importlib
import os
import sys
from pathlib import Path

from suite.workloads import BENCH
from w9_formats.encode import ENCODERS

# Where pyarrow is not installed, the one that the build took Arrow from writes W9's files.
sys.path.append(str(BENCH.parent / '.deps' / 'pyarrow'))
CACHE = Path(os.environ.get('BENCH_CACHE', BENCH.parent / '.cache' / 'bench'))


def source_digest(*paths):
    sha = hashlib.sha256()
    for path in paths:
        sha.update(Path(path).read_bytes())
    return sha.hexdigest()[:8]


def made(path, make):
    """The file at path; make(part) writes it when it is not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name('part.' + path.name)
        make(part)
        part.rename(path)
    return path


def write_lines(lines):
    def write(path):
        with open(path, 'w', buffering=1 << 22) as file:
            file.writelines(lines)
    return write


class Data:
    """A workload's events for n events asked for."""

    def __init__(self, workload, n):
        self.workload = workload
        digest = source_digest(workload.source, BENCH / 'suite' / 'workloads.py')
        kind = Path(workload.source).parent.name + workload.keys_of
        self.stem = f'{kind}-{n}-{digest}'
        asked = max(1, int(n * workload.events_per_n))
        self.plain = made(CACHE / f'{self.stem}.jsonl', lambda path: write_lines(workload.lines(asked))(path))

    @property
    def events(self):
        with open(self.plain, 'rb') as file:
            return sum(chunk.count(b'\n') for chunk in iter(lambda: file.read(1 << 22), b''))

    @property
    def path(self):
        return self.encoded(self.plain)

    @property
    def one_event(self):
        """The first event alone: what a run costs that has nothing to do."""
        def write(path):
            with open(self.plain) as source:
                path.write_text(source.readline())
        return self.encoded(made(CACHE / f'one-{self.stem}.jsonl', write))

    def encoded(self, plain):
        if not self.workload.format:
            return plain
        suffix, encode = ENCODERS[self.workload.format]
        return made(plain.with_suffix(suffix), lambda path: encode(plain, path))

    def answer(self):
        """The file with the lines that the reference prints."""
        module = importlib.import_module(self.workload.reference)
        digest = source_digest(module.__file__)
        job = self.workload.job
        return made(CACHE / f'answer-{job}-{self.stem}-{digest}.jsonl',
                    lambda path: write_lines(module.lines(job, self.plain))(path))
