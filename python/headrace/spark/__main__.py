"""What `headrace transform --runner=spark` and `headrace package-spark` hand on to, and what a package's launcher runs."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from ..distributed import Job
from ..errors import HeadraceError, InputError, OutsideError, SpecError, UsageError

_KINDS = ((SpecError, 1), (InputError, 1), (UsageError, 2), (OutsideError, 3))
_CLUSTER = 3  # trouble of Spark's own, which is outside


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog='python -m headrace.spark')
    commands = parser.add_subparsers(dest='command', required=True)
    _declare(commands.add_parser('transform'))
    package = commands.add_parser('package')
    package.add_argument('--source-dir', default='.')
    package.add_argument('--target', default='spark-app.zip')
    options = parser.parse_args(arguments)
    return _told(lambda: _package(options) if options.command == 'package' else _transform(options))


def packaged(folder: str, arguments: list[str]) -> int:
    """What spark-submit runs: specs are looked for in the application's folder."""
    parser = argparse.ArgumentParser(prog='spark-submit ...', description='Events into features on Spark.')
    _declare(parser)
    options = parser.parse_args(arguments)

    def run() -> None:
        options.streaming_bts = _found(folder, options.streaming_bts, 'Streaming')
        options.window_bts = _found(folder, options.window_bts, 'Window')
        _transform(options)
    return _told(run)


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument('--streaming-bts')
    parser.add_argument('--window-bts')
    parser.add_argument('--data-processor', default='simple')
    parser.add_argument('--input-format', default='')
    parser.add_argument('--csv-types')
    parser.add_argument('--output', default='')
    parser.add_argument('--output-format', default='')
    parser.add_argument('--now', default='')
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--keep-going', action='store_true')
    parser.add_argument('--quiet', action='store_true')
    parser.add_argument('files', nargs='+')


def _transform(options: argparse.Namespace) -> None:
    from .runner import run
    if options.data_processor != 'simple' or options.csv_types:
        raise UsageError('on Spark events are JSON lines, Parquet or Arrow', '--data-processor',
                         'read others with Spark and call headrace.spark.transform()')
    if not options.streaming_bts:
        raise UsageError('there is no streaming spec', '--streaming-bts', 'name one')
    job = Job(options.streaming_bts, options.window_bts, now=options.now, seed=options.seed, keep_going=options.keep_going)
    run(job, options.files, output=options.output, format=options.output_format, input_format=options.input_format,
        quiet=options.quiet)


def _package(options: argparse.Namespace) -> None:
    from .package import package
    from .worker import ARCHIVE
    launcher = package(options.source_dir, options.target)
    print(f'spark-submit --archives {options.target}#{ARCHIVE} {launcher} EVENTS...')


def _found(folder: str, named: str | None, kind: str) -> str | None:
    """A spec of the application: the one that is named, or the first by name."""
    if named:
        return os.path.join(folder, named)
    header = re.compile(rf'''^Type:\s*['"]?Blurr:Transform:{kind}\b''', re.MULTILINE)
    specs = sorted(p for pattern in ('*.yml', '*.yaml') for p in Path(folder).glob(pattern))
    return next((str(p) for p in specs if header.search(p.read_text(encoding='utf-8'))), None)


def _told(run: Callable[[], None]) -> int:
    """Runs; an error of the package's as the command tells it, and its exit code."""
    try:
        run()
        return 0
    except HeadraceError as error:
        print(f'headrace: error: {error}', file=sys.stderr)
        return next((code for kind, code in _KINDS if isinstance(error, kind)), 70)
    except Exception as error:
        if not type(error).__module__.startswith(('pyspark', 'py4j')):
            raise
        text, code = _of_a_worker(error) or (str(error).strip().partition('\n')[0], _CLUSTER)
        print(f'headrace: error: {text}', file=sys.stderr)
        return code


def _of_a_worker(error: Exception) -> tuple[str, int] | None:
    """What a task raised of the package's errors, out of pyspark's exception, and its exit code."""
    found = re.search(r'headrace\.errors\.(\w+): (.+(?:\n  hint: .+)?)', str(error))
    if not found:
        return None
    return found[2], next((code for kind, code in _KINDS if kind.__name__ == found[1]), 70)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
