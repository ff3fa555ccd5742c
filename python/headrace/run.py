"""headrace.transform(): events in, features out."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone
from typing import Any, Callable

from . import _headrace
from .arguments import checked_now, checked_seed, checked_state, checked_threads
from .errors import translated
from .events import adapt
from .origin import Origin
from .progress import reporter
from .result import Result, as_tables
from .spec import Compiled, Source

log = logging.getLogger('headrace')


def transform(stream: Source, window: Source | None = None, *, events: Any, threads: int | None = None, seed: int = 0,
              now: str | datetime = '', state: bytes | None = None, keep_state: bool = False,
              progress: bool | Callable[..., None] | None = None, functions: dict[str, Callable[..., Any]] | None = None,
              keep_going: bool = False, format: str = '', processor: str = 'simple',
              csv_types: dict[str, str] | None = None) -> Result:
    """Runs a streaming spec over events and gives its blocks, or with a window spec its rows of features.

    stream, window: specs as headrace.load() takes them.
    events: paths, patterns and folders (NDJSON, JSON, CSV, Parquet, Arrow, IPFIX, compressed or not); an iterable of dicts; or
        anything that exports Arrow streams: pandas and Polars frames, DuckDB relations, pyarrow tables, batches, readers, datasets.
    threads: how many; all processors unless given. No result depends on it.
    seed: decides the sample of `Anchor.Max`.
    now: what now() gives in expressions, an ISO time or a datetime; the clock on the wall unless given.
    state, keep_state: `result.state` of an earlier run, to go on from it; whether to keep the state of this one.
    progress: True for a bar in the terminal or the notebook, or a callable, told (events, evaluated, identities, bytes_read,
        bytes_total). None shows a bar where there is a terminal and the run takes more than a second.
    functions: names that expressions may call besides those that the spec imports.
    keep_going: an expression that exceeds its budget (docs/limits.md) fails like any other.
    format, processor, csv_types: of files, as the command's --input-format, --data-processor and --csv-types.

    An iterable is read in this thread; `functions`, and what specs import, are called in others.

    Raises SpecError, InputError, UsageError, OutsideError (errors.py), and what `progress` raises. What an iterable raises
    is the cause (`__cause__`) of an InputError. KeyboardInterrupt within a tenth of a second, once a function that is being
    called has returned. Source: docs/commands.md.
    """
    options = {'threads': checked_threads(threads), 'seed': checked_seed(seed),
               'now': checked_now(now) or datetime.now(timezone.utc).isoformat(), 'state': checked_state(state),
               'keep_state': bool(keep_state), 'keep_going': bool(keep_going), 'count_kept': True}
    compiled = Compiled(stream, window, functions)
    for d in compiled.diagnostics:
        log.log(logging.WARNING if d.severity == 'warning' else logging.INFO, '%s', d)
    file_options: dict[str, Any] = {'format': format, 'processor': processor, 'csv_types': csv_types}
    with reporter(progress) as report:
        result = run(compiled, adapt(events, **file_options), options, report)
    result.origin = Origin(compiled, events, file_options, options)
    if result.stats['skipped']:
        log.warning('%d of %d events were left out; result.errors has them. The first: %s', result.stats['skipped'],
                    result.stats['skipped'] + result.stats['events'], _told(*result._errors[0][:4]))
    return result


def _told(file: str, line: int, reason: str, detail: str) -> str:
    hint = ' (a column of times is read as such: what parse() is given must be text)' if detail.endswith('not datetime') else ''
    return f'{file}:{line}: {": ".join(filter(None, (reason, detail)))}{hint}'


def run(compiled: Compiled, events: dict[str, Any], options: dict[str, Any], report: Callable[..., None] | None = None) -> Result:
    """One run of the native module over what adapt() gave. Not for users."""
    with translated():
        out = _headrace.transform(compiled.native, events, options, report)
    for file in out['left_out']:
        log.info('%s was left out: its name is not one of events', file)
    tables = as_tables(out['tables'])
    rows = next(iter(tables.values()), None) if compiled.native.has_window else None
    return Result({} if rows is not None else tables, rows, out['errors'], json.loads(out['stats']), out['state'],
                  compiled.diagnostics)
