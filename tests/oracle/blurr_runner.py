#!/usr/bin/env python3
"""Real Blurr 0.4.1 as a library: the lines that its command would print, many pairs a process.

    blurr_runner.py --streaming-bts S.yml [--window-bts W.yml] [--data-processor ipfix] [--without 2,5] FILE...
"""

import argparse
import contextlib
import logging
import os
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path

if os.environ.get('PYTHONHASHSEED') != '0' or os.environ.get('TZ') != 'UTC':
    if __name__ == '__main__':
        os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, PYTHONHASHSEED='0', TZ='UTC'))
    os.environ['TZ'] = 'UTC'
time.tzset()

import yaml  # noqa: E402

import deviations  # noqa: E402
from deviations import Patches, json_line  # noqa: E402

from blurr.core.evaluation import Context, EvaluationContext  # noqa: E402
from blurr.core.field import Field  # noqa: E402
from blurr.core.schema_context import SchemaContext  # noqa: E402
from blurr.runner.data_processor import IpfixDataProcessor, SimpleJsonDataProcessor  # noqa: E402
from blurr.runner.local_runner import LocalRunner  # noqa: E402
from blurr.store.memory_store import MemoryStore  # noqa: E402

logging.getLogger('blurr').setLevel(logging.CRITICAL + 1)
logging.getLogger().addHandler(logging.NullHandler())

PROCESSORS = {'simple': SimpleJsonDataProcessor(), 'ipfix': IpfixDataProcessor()}
TIME_LIMIT_S = 10
BITS_MAX = 4000
LENGTH_MAX = 4000


class TooMuch(BaseException):
    """A pair whose values grow without end, or which takes too long: not a fair question."""


class _TextRunner(LocalRunner):
    """A runner of texts instead of files."""

    def __init__(self, stream_text, window_text=None):
        self._stream_bts = yaml.safe_load(stream_text)
        self._window_bts = None if window_text is None else yaml.safe_load(window_text)
        self._per_user_data = {}

    def lines(self, files, processor, wanted):
        by_identity = {}
        for lines in files:
            for identity, timed in self.get_per_identity_records(lines, PROCESSORS[processor]):
                by_identity.setdefault(identity, []).append(timed)
        output = self.execute(by_identity)
        return [self._rows(output) if what == 'rows' else self._blocks(output) for what in wanted]

    @staticmethod
    def _blocks(output):
        return [json_line(item) for blocks, _ in output.values() for item in blocks.items()]

    @staticmethod
    def _rows(output):
        return [json_line((identity, rows)) for identity, (_, rows) in output.items()]


def _cache_imports():
    """Blurr runs the imports again for every event; their result does not change."""

    def context(self):
        if self._context is None:
            self._context = EvaluationContext()
            for statement in self.import_statements:
                statement.evaluate(self._context)
        return EvaluationContext(global_context=Context(self._context.local_context))

    SchemaContext.context = property(context)


def _bound_values():
    """Ends a pair whose integers, texts or containers grow without end."""
    evaluate = Field.run_evaluate

    def run_evaluate(self):
        evaluate(self)
        value = self.value
        if isinstance(value, int) and value.bit_length() > BITS_MAX:
            raise TooMuch('a large integer')
        if isinstance(value, (str, list, dict, set)) and len(value) > LENGTH_MAX:
            raise TooMuch('a large %s' % type(value).__name__)

    Field.run_evaluate = run_evaluate


_cache_imports()
_bound_values()


@contextlib.contextmanager
def _limited():
    def out_of_time(*_):
        raise TooMuch('time')

    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, resource.getrlimit(resource.RLIMIT_AS)[1]))
    old = signal.signal(signal.SIGPROF, out_of_time)
    signal.setitimer(signal.ITIMER_PROF, TIME_LIMIT_S)  # of processor time: a busy machine is no reason
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


@contextlib.contextmanager
def _modules(folder):
    """User modules of a spec are found in `folder`, and forgotten afterwards."""
    if folder is None:
        yield
        return
    known = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - known:
            if str(folder) in str(getattr(sys.modules[name], '__file__', '') or ''):
                del sys.modules[name]


def run(stream_text, window_text, files, processor='simple', folder=None, numbers=None):
    """The lines Blurr prints for specs (texts) and files (each a list of lines as bytes), with the patches of `numbers` (all).

    Raises what Blurr raises where it gives up; TooMuch for an unfair pair.
    """
    wanted = 'blocks' if window_text is None else 'rows'
    return run_for([wanted], stream_text, window_text, files, processor, folder, numbers)[0]


def run_for(wanted, stream_text, window_text, files, processor='simple', folder=None, numbers=None):
    """The same for each of `wanted`, 'blocks' or 'rows', out of one run."""
    MemoryStore.first_saved = {}
    sys.path_importer_cache.clear()
    with Patches(numbers), _limited(), _modules(folder):
        return _TextRunner(stream_text, window_text).lines(files, processor, wanted)


def run_pair(pair, folder=None, numbers=None):
    """The lines for a Pair. Its user modules are written to `folder`, or to a temporary one."""
    files = [split_lines(content) for content in pair.file_bytes()]
    with tempfile.TemporaryDirectory() as temporary:
        if pair.modules and folder is None:
            folder = temporary
            pair.write(folder)
        return run(pair.stream_text, pair.window_text, files, pair.processor, folder, numbers)


def split_lines(content):
    """The lines of a file's bytes, as Python iterates over them."""
    parts = content.split(b'\n')
    lines = [part + b'\n' for part in parts[:-1]]
    return lines + [parts[-1]] if parts[-1] else lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--streaming-bts', required=True)
    parser.add_argument('--window-bts')
    parser.add_argument('--data-processor', default='simple', choices=sorted(PROCESSORS))
    parser.add_argument('--without', default='',
                        help='numbers of deviations to leave out, by comma; "all" is Blurr as it is')
    parser.add_argument('files', nargs='+')
    options = parser.parse_args()
    without = set(deviations.PATCHES) if options.without == 'all' else {int(n) for n in options.without.split(',')
        if n}
    stream = Path(options.streaming_bts)
    window = Path(options.window_bts).read_bytes() if options.window_bts else None
    files = [split_lines(Path(f).read_bytes()) for f in options.files]
    for line in run(stream.read_bytes(), window, files, options.data_processor, stream.resolve().parent,
                    set(deviations.PATCHES) - without):
        print(line)


if __name__ == '__main__':
    main()
