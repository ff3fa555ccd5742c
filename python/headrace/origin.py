"""What a result was made from, so that one identity of it can be looked at more closely."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import _headrace, probes
from .errors import InputError, UsageError, translated
from .events import adapt
from .result import Table, as_tables
from .spec import Compiled, Spec
from .timeline import Anchor, Event, Timeline, Window, microseconds, window_of

_Row = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """The specs, events and options of one headrace.transform(). Holds on to the events as the caller gave them."""

    compiled: Compiled
    events: Any
    file_options: dict[str, Any]
    options: dict[str, Any]

    def timeline(self, identity: str, by: str | None = None, events: Any = None) -> Timeline:
        """Result.timeline()."""
        return _Look(self, identity, self._readable(events)).timeline(by)

    def _readable(self, given: Any) -> Any:
        """Events that can be read as often as needed."""
        if given is None and _is_read_once(self.events):
            raise UsageError('the events of this run could be read once only, and are gone', f'a {type(self.events).__name__}',
                             'pass the same events again: events=...')
        import pyarrow
        source = self.events if given is None else given
        if isinstance(source, pyarrow.RecordBatchReader):
            return source.read_all()
        return list(source) if isinstance(source, Iterator) else source


class _Look:
    """Runs of specs that tell of one identity (probes.py)."""

    def __init__(self, origin: Origin, identity: str, events: Any):
        self._origin, self._identity, self._events = origin, identity, events
        stream, *windows = origin.compiled.specs
        self._window: Spec | None = windows[0] if windows else None
        # A state is of the very spec that it was made with, so that all of it is evaluated.
        self._stream = stream if origin.options['state'] is not None else probes.only(stream, identity)

    def timeline(self, by: str | None) -> Timeline:
        stream = self._origin.compiled.specs[0]
        expression = f'source.{by}' if by is not None and by.isidentifier() else by
        events = self._event_list(probes.events_of(stream, self._identity, expression))
        tables = {name: self._mine(table) for name, table in self._run(self._stream).items()}
        if not events and not any(map(len, tables.values())):
            raise InputError(f'no event has the identity {self._identity!r}', '',
                             "it is compared with what the spec's Identity gives, as text")
        if by is not None and events and all(e.kind is None for e in events):
            raise UsageError(f'no event of {self._identity!r} has a value for {by!r}', 'by',
                             'it is a key of the events, or an expression over them as in a spec')
        blocks = {name: _spans(table) for name, table in tables.items() if '_start_time' in table.columns}
        if self._window is None:
            return Timeline(self._identity, events, blocks, None, [], [], tables, None)
        aggregate = probes.block_aggregate(stream)
        found = self._rows(probes.blocks_of(self._window))
        blocks[aggregate] = sorted(_times(row) for row in found.to_pylist())
        windows = [window_of(*definition) for definition in probes.definitions(self._window)]
        rows, anchors = self._anchors(found, windows)
        return Timeline(self._identity, events, blocks, aggregate, windows, anchors, tables, rows)

    def _event_list(self, spec: Spec) -> list[Event]:
        found = self._mine(self._run(spec, state=None)[probes.PROBE]).to_pylist()
        if not found:
            return []
        row, taken = found[0], set(found[0]['taken'])
        kinds = dict(map(tuple, row.get('kinds', [])))
        return [Event(microseconds(time), i in taken, kinds.get(i)) for i, time in enumerate(row['times'])]

    def _anchors(self, blocks: Table, windows: list[Window]) -> tuple[Table, list[Anchor]]:
        """The window rows, and what became of the blocks that meet the condition."""
        assert self._window is not None
        rows = self._rows(probes.rows_of(self._window, sampled=True))
        full = self._rows(probes.rows_of(self._window, sampled=False)) if probes.has_max(self._window) else rows
        starts = {w.name: f'{probes.PROBE}_{i}.starts' for i, w in enumerate(windows)}
        members = {_times(row): {name: list(map(microseconds, row[column])) for name, column in starts.items()}
                   for row in full.to_pylist()}
        kept = set(map(_times, rows.to_pylist()))
        anchors = []
        for row in blocks.to_pylist():
            if row[f'{probes.PROBE}.anchor']:
                times = _times(row)
                outcome = ('filtered' if not row[f'{probes.PROBE}.taken'] else 'short' if times not in members
                           else 'row' if times in kept else 'left_out')
                anchors.append(Anchor(*times, outcome, members.get(times, {})))
        own = [c for c in rows.columns if not c.startswith(probes.PROBE)]
        return Table(rows.name, rows.arrow.select(own)), sorted(anchors, key=lambda a: a.start)

    def _rows(self, window: Spec) -> Table:
        return self._mine(next(iter(self._run(self._stream, window, state=self._origin.options['state']).values())))

    def _run(self, stream: Spec, window: Spec | None = None, **options: Any) -> dict[str, Table]:
        origin = self._origin
        compiled = Compiled(stream, window, origin.compiled.functions)
        options = {**origin.options, 'keep_state': False, 'count_kept': False, **options}
        with translated():
            out = _headrace.transform(compiled.native, adapt(self._events, **origin.file_options), options, None)
        return as_tables(out['tables'])

    def _mine(self, table: Table) -> Table:
        import pyarrow.compute
        columns = [c for c in table.columns if c == '_identity' or c.endswith('._identity')]
        if not columns:
            return table
        return Table(table.name, table.arrow.filter(pyarrow.compute.equal(table.arrow.column(columns[0]), self._identity)))


def _times(row: _Row) -> tuple[int, int]:
    return microseconds(row[f'{probes.PROBE}.start']), microseconds(row[f'{probes.PROBE}.end'])


def _spans(table: Table) -> list[tuple[int, int]]:
    import pyarrow
    starts, ends = (table.arrow.column(name).cast(pyarrow.int64()).to_pylist() for name in ('_start_time', '_end_time'))
    return sorted(zip(starts, ends))


def _is_read_once(events: Any) -> bool:
    import pyarrow
    if isinstance(events, (list, tuple)):
        return any(map(_is_pipe, events))
    return _is_pipe(events) or isinstance(events, (Iterator, pyarrow.RecordBatchReader))


def _is_pipe(path: Any) -> bool:
    """Standard input, or another file that is gone once it was read."""
    if not isinstance(path, (str, os.PathLike)):
        return False
    try:
        return os.fspath(path) == '-' or stat.S_ISFIFO(os.stat(path).st_mode)
    except OSError:
        return False  # a pattern
