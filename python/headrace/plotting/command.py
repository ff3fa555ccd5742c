"""`headrace plot`: pictures from the command line."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from ..errors import HeadraceError, InputError, OutsideError, SpecError, UsageError
from ..run import transform
from ..spec import Spec, load
from .picture import kind_of, require_matplotlib

_USAGE, _INPUT, _OUTSIDE, _BUG, _INTERRUPTED = 2, 1, 3, 70, 130  # exit codes: docs/commands.md
_ABOUT = """Draw the time line of one identity, or without --identity how the features (or with a streaming spec alone, the fields
of its blocks) are distributed."""
_EXAMPLES = """Examples:
  headrace plot sessions.yml features.yml --source events.jsonl --identity player-7 --output player-7.html
  headrace plot sessions.yml features.yml --source 'events/*.parquet' --output features.png"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.prog, f"'{self.prog} --help' lists what there is")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser('headrace plot', description=_ABOUT, epilog=_EXAMPLES, allow_abbrev=False,
                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('specs', nargs='+', metavar='SPEC', help='a streaming spec, and a window spec if there is one')
    parser.add_argument('--source', nargs='+', required=True, metavar='EVENTS', action='extend', help='files, patterns, folders')
    parser.add_argument('--output', required=True, metavar='FILE', help='.png, .svg or .html')
    parser.add_argument('--identity', metavar='ID', help='whose time line')
    parser.add_argument('--by', metavar='KEY', help='with --identity: a key of events, whose values become lanes and colours')
    parser.add_argument('--anchors', type=int, default=8, metavar='N', help='with --identity: so many anchors get a lane (8)')
    parser.add_argument('--columns', nargs='+', metavar='COLUMN', help='without --identity: which columns (all)')
    parser.add_argument('--table', metavar='AGGREGATE', help='without --identity: of which aggregate, where there are several')
    parser.add_argument('--bins', type=int, default=30, metavar='N', help='without --identity: of histograms (30)')
    parser.add_argument('--seed', type=int, default=0, metavar='N', help='decides which anchors Anchor.Max keeps')
    parser.add_argument('--now', default='', metavar='TIME', help="the run's clock, for now() and utcnow()")
    parser.add_argument('--input-format', default='', metavar='FORMAT', help='of files, where their content does not tell')
    parser.add_argument('--data-processor', default='simple', choices=('simple', 'ipfix'))
    return parser


def _specs(paths: list[str]) -> tuple[Spec, Spec | None]:
    """The streaming spec and the window spec, in whatever order they come."""
    if len(paths) > 2:
        raise UsageError(f'{len(paths)} specs are given', 'headrace plot',
                         'a picture is of a streaming spec and at most one window spec')
    specs = [load(path, check=False) for path in paths]
    if len(specs) == 1:
        return specs[0], None
    windows = [plan['file'] for plan in specs[1].explain(specs[0])['specs'] if plan['type'] == 'window']
    stream, window = sorted(specs, key=lambda spec: spec.file in windows)
    return stream, window


def _draw(arguments: argparse.Namespace) -> None:
    kind_of(arguments.output)  # what cannot end well need not begin
    require_matplotlib()
    stream, window = _specs(arguments.specs)
    result = transform(stream, window, events=arguments.source, seed=arguments.seed, now=arguments.now,
                       format=arguments.input_format, processor=arguments.data_processor)
    if arguments.identity is not None:
        picture = result.plot(arguments.identity, by=arguments.by, anchors=arguments.anchors)
    else:
        picture = result.plot_features(arguments.columns, table=arguments.table, bins=arguments.bins)
    picture.save(arguments.output)


def _say(text: str) -> None:
    sys.stderr.write(text.rstrip('\n') + '\n')


def main(arguments: list[str]) -> int:
    """The exit code, after what went wrong was told on standard error."""
    try:
        _draw(_parser().parse_args(arguments))
        return 0
    except SpecError as error:
        _say(str(error))
        return _INPUT
    except HeadraceError as error:
        _say(f'{error.place or "headrace"}: error: {error.message}' + (f'\n  hint: {error.hint}' if error.hint else ''))
        codes = {UsageError: _USAGE, InputError: _INPUT, OutsideError: _OUTSIDE}
        return next((code for kind, code in codes.items() if isinstance(error, kind)), _BUG)
    except OSError as error:
        _say(f'{error.filename or "headrace"}: error: {error.strerror}')
        return _INPUT if isinstance(error, FileNotFoundError) else _OUTSIDE
    except KeyboardInterrupt:
        return _INTERRUPTED
