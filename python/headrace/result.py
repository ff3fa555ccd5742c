"""What a run gives: tables of Arrow columns, what was left out, and what was counted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

from .columns import OFFSET_OF, is_json, storage
from .errors import Diagnostic, UsageError
from .notebook import html_table

if TYPE_CHECKING:
    from .origin import Origin
    from .plotting.picture import Picture
    from .timeline import Timeline

_ROWS_SHOWN, _COLUMNS_SHOWN = 10, 40
_COUNTS = ('events', 'skipped', 'identities', 'blocks', 'window_rows', 'seconds')
_ERRORS = ('file', 'line', 'reason', 'detail', 'text')


class Table:
    """A table of results. Its columns are Arrow's (docs/columns.md): `arrow` is the pyarrow.Table."""

    __slots__ = ('name', 'arrow')

    def __init__(self, name: str, arrow: Any):
        self.name, self.arrow = name, arrow

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.arrow.__arrow_c_stream__(requested_schema)

    @property
    def columns(self) -> list[str]:
        """Their names, in order."""
        return list(self.arrow.column_names)

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    def to_pandas(self, **options: Any) -> Any:
        """As pyarrow.Table.to_pandas(): maps, lists and sets are JSON texts."""
        return _plain(self.arrow).to_pandas(**options)

    def to_polars(self) -> Any:
        """As a polars.DataFrame; maps, lists and sets are JSON texts."""
        import polars
        return polars.from_arrow(_plain(self.arrow))

    def to_pylist(self) -> list[dict[str, Any]]:
        """Rows as dicts with the fields' own values: containers, datetimes on their own clocks, integers of any size. Sets are
        lists."""
        return list(_values(_plain(self.arrow), _json_columns(self.arrow)))

    def __repr__(self) -> str:
        return f'Table({self.name!r}, {len(self)} rows: {", ".join(self.columns)})'

    def to_html(self, rows: int = _ROWS_SHOWN) -> str:
        """The first rows as an HTML table, everything in it escaped; values as to_pylist() gives them."""
        head = _plain(self.arrow.slice(0, rows))
        values = list(_values(head, _json_columns(self.arrow)))
        names = [c for c in self.columns if not values or c in values[0]]
        shown = names[:_COLUMNS_SHOWN]
        more = [f'the first {rows}'] if len(self) > rows else []
        more += [f'{len(names) - len(shown)} more columns'] if len(names) > len(shown) else []
        caption = f'{self.name}: {len(self):,} rows{" (" + ", ".join(more) + ")" if more else ""}'
        return html_table(shown, ([row[c] for c in shown] for row in values), caption)

    def _repr_html_(self) -> str:
        return self.to_html()


def _plain(table: Any) -> Any:
    """JSON columns as texts, also where this pyarrow knows the extension type."""
    import pyarrow
    for i, field in enumerate(table.schema):
        if isinstance(field.type, pyarrow.BaseExtensionType):
            table = table.set_column(i, pyarrow.field(field.name, field.type.storage_type), storage(table.column(i)))
    return table


def _json_columns(table: Any) -> set[str]:
    return {f.name for f in table.schema if is_json(f)}


def _values(table: Any, json_columns: set[str]) -> Iterator[dict[str, Any]]:
    offsets = {f.name: f.metadata[OFFSET_OF].decode() for f in table.schema if OFFSET_OF in (f.metadata or {})}
    times = [f.name for f in table.schema if str(f.type).startswith('timestamp')]
    for row in table.to_pylist():
        exact = json.loads(row.pop('_exact', None) or '{}')
        for column in times:
            if row[column] is not None:
                row[column] = row[column].replace(tzinfo=timezone.utc)
        for column, name in offsets.items():
            seconds = row.pop(column)
            if seconds is not None:
                row[name] = row[name].astimezone(timezone(timedelta(seconds=seconds)))
        for column in json_columns & row.keys():
            row[column] = None if row[column] is None else json.loads(row[column])
        row.update(exact)
        yield row


class Result:
    """What a run gave. `result['session']` is the table of an aggregate; `rows` that of the window spec."""

    def __init__(self, tables: dict[str, Table], rows: Table | None, errors: list[tuple[Any, ...]], stats: dict[str, Any],
                 state: bytes | None, diagnostics: list[Diagnostic]):
        self.tables = tables
        """The tables of stored aggregates by name; empty with a window spec."""
        self.rows = rows
        """The window rows; None without a window spec."""
        self.stats = stats
        """Counts: events, skipped, identities, blocks, window_rows; seconds; `kept`: which fields kept their values, and why."""
        self.state = state
        """With `keep_state`: what the next run goes on from."""
        self.diagnostics = diagnostics
        """Warnings and notes about the specs."""
        self.origin: Origin | None = None
        """What a picture needs to look closer: the specs, and the events as they were passed. Not pickled."""
        self._errors = errors

    @property
    def errors(self) -> Table:
        """The events that were left out: file, line, reason, detail, text."""
        import pyarrow
        kinds = [pyarrow.string(), pyarrow.uint64(), pyarrow.string(), pyarrow.string(), pyarrow.string()]
        columns = list(zip(*self._errors)) or [()] * len(_ERRORS)
        arrays = [pyarrow.array(c, k) for c, k in zip(columns, kinds)]
        return Table('errors', pyarrow.table(arrays, names=list(_ERRORS)))

    @property
    def statistics(self) -> Table:
        """How often fields kept their values: field, cause, error, count."""
        import pyarrow
        kept = self.stats['kept']
        names = ('field', 'cause', 'error', 'count')
        kinds = (pyarrow.string(), pyarrow.string(), pyarrow.string(), pyarrow.uint64())
        return Table('statistics', pyarrow.table([pyarrow.array([k.get(n) for k in kept], t) for n, t in zip(names, kinds)],
                                                 names=list(names)))

    @property
    def table(self) -> Table:
        """The one table there is: the window rows, or those of the only stored aggregate."""
        if self.rows is not None:
            return self.rows
        if len(self.tables) != 1:
            raise LookupError(f'there are {len(self.tables)} tables: {", ".join(self.tables)}')
        return next(iter(self.tables.values()))

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)

    def to_pandas(self, **options: Any) -> Any:
        """`table` as pandas: Table.to_pandas()."""
        return self.table.to_pandas(**options)

    def to_polars(self) -> Any:
        """`table` as Polars: Table.to_polars()."""
        return self.table.to_polars()

    def to_pylist(self) -> list[dict[str, Any]]:
        """`table` as Python's own values: Table.to_pylist()."""
        return self.table.to_pylist()

    def timeline(self, identity: str, *, by: str | None = None, events: Any = None) -> Timeline:
        """What became of one identity: its events, blocks, anchors and windows, as plot() draws them.

        by: a key of the events, or an expression over them as in a spec, whose values are the events' kinds.
        events: the run's events are read again, a few times, for this identity alone; the result holds on to what was passed as
            `events`. Where that could be read once only (an iterator, a stream, standard input), pass the same here.

        Raises InputError where there is no such identity, UsageError where the events are gone or none has a value for `by`,
        OutsideError without PyYAML (`pip install 'headrace[plot]'`).
        """
        if self.origin is None:
            raise UsageError('this result does not know the specs and events that it is of', 'a Result',
                             'it was pickled, or put together from parts: run headrace.transform() again')
        return self.origin.timeline(identity, by, events)

    def plot(self, identity: str, *, by: str | None = None, anchors: int = 8, events: Any = None) -> Picture:
        """Draws one identity: a lane of events, one of blocks for each aggregate, and one for each of its first `anchors` anchors
        with their windows. `by` gives events colours; it and `events` are those of timeline(), which says what it raises.

        The picture shows itself in a notebook and saves as PNG, SVG or HTML. Raises OutsideError without matplotlib.
        """
        from .plotting.draw_timeline import draw_timeline
        from .plotting.picture import require_matplotlib
        require_matplotlib()
        return draw_timeline(self.timeline(identity, by=by, events=events), by, anchors)

    def plot_features(self, columns: Sequence[str] | None = None, *, table: str | None = None, bins: int = 30) -> Picture:
        """Draws how the values of each column are distributed: numbers and datetimes as histograms of so many `bins`, booleans and
        strings as counts of the most frequent. All columns but maps, lists and sets, unless named.

        table: the aggregate whose columns they are; the window rows, or the only table, unless given.

        The picture shows itself in a notebook and saves as PNG, SVG or HTML. Raises UsageError for a table or a column that is not
        there or has no distribution, OutsideError without matplotlib.
        """
        from .plotting.draw_features import draw_features
        names = ', '.join(self.tables) or 'none, but the window rows'
        if table is not None and table not in self.tables:
            raise UsageError(f'there is no table {table!r}', 'table', f'there are {names}')
        if table is None and self.rows is None and len(self.tables) != 1:
            raise UsageError(f'there are {len(self.tables)} tables', 'table', f'name one of {names}')
        return draw_features(self.table if table is None else self.tables[table], columns, bins)

    def __getstate__(self) -> dict[str, Any]:
        """All but what it was made from: a result that travels takes no events along."""
        return {**self.__dict__, 'origin': None}

    def _shown(self) -> list[Table]:
        return [self.rows] if self.rows is not None else list(self.tables.values())

    def __repr__(self) -> str:
        skipped = f', {self.stats["skipped"]} skipped' if self.stats['skipped'] else ''
        return f'Result({self.stats["events"]} events{skipped}: {", ".join(f"{t.name} {len(t)}" for t in self._shown())})'

    def _repr_html_(self) -> str:
        counts = [(name.replace('_', ' '), self.stats[name]) for name in _COUNTS if name in self.stats]
        tables = self._shown() + ([self.errors] if self.stats['skipped'] else [])
        return html_table([name for name, _ in counts], [[value for _, value in counts]]) + ''.join(t.to_html() for t in tables)


def as_tables(streams: list[tuple[str, Any]]) -> dict[str, Table]:
    """Capsules of Arrow streams as tables, which take them over."""
    import pyarrow
    return {name: Table(name, pyarrow.RecordBatchReader._import_from_c_capsule(capsule).read_all()) for name, capsule in streams}
