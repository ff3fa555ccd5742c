"""What a run gives: tables of Arrow columns, what was left out, and what was counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta, timezone
from html import escape
from typing import Any

_ROWS_SHOWN = 10
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
        return self.arrow.column_names

    def __len__(self) -> int:
        return self.arrow.num_rows

    def to_pandas(self, **options: Any) -> Any:
        """As pyarrow.Table.to_pandas(): maps, lists and sets are JSON texts."""
        return _plain(self.arrow).to_pandas(**options)

    def to_polars(self) -> Any:
        import polars
        return polars.from_arrow(_plain(self.arrow))

    def to_pylist(self) -> list[dict[str, Any]]:
        """Rows as dicts with the fields' own values: containers, datetimes on their own clocks, integers of any size. Sets are
        lists."""
        return list(_values(_plain(self.arrow), _json_columns(self.arrow)))

    def __repr__(self) -> str:
        return f'Table({self.name!r}, {len(self)} rows: {", ".join(self.columns)})'

    def _repr_html_(self) -> str:
        head = _plain(self.arrow).slice(0, _ROWS_SHOWN).to_pylist()
        names = ''.join(f'<th>{escape(c)}</th>' for c in self.columns)
        rows = ''.join('<tr>' + ''.join(f'<td>{escape(str(v))}</td>' for v in row.values()) + '</tr>' for row in head)
        return f'<b>{escape(self.name)}</b>, {len(self):,} rows<table><tr>{names}</tr>{rows}</table>'


def _plain(table: Any) -> Any:
    """JSON columns as texts, also where this pyarrow knows the extension type."""
    import pyarrow
    for i, field in enumerate(table.schema):
        if isinstance(field.type, pyarrow.BaseExtensionType):
            column = pyarrow.chunked_array([c.storage for c in table.column(i).chunks], field.type.storage_type)
            table = table.set_column(i, pyarrow.field(field.name, field.type.storage_type), column)
    return table


def _json_columns(table: Any) -> set[str]:
    import pyarrow
    return {f.name for f in table.schema
            if isinstance(f.type, pyarrow.BaseExtensionType) or (f.metadata or {}).get(b'ARROW:extension:name') == b'arrow.json'}


def _values(table: Any, json_columns: set[str]) -> Iterator[dict[str, Any]]:
    offsets = {c for c in table.column_names if c.endswith('__offset') and c[:-len('__offset')] in table.column_names}
    times = [f.name for f in table.schema if str(f.type).startswith('timestamp')]
    for row in table.to_pylist():
        exact = json.loads(row.pop('_exact', None) or '{}')
        for column in times:
            if row[column] is not None:
                row[column] = row[column].replace(tzinfo=timezone.utc)
        for column in offsets:
            seconds = row.pop(column)
            if seconds is not None:
                name = column[:-len('__offset')]
                row[name] = row[name].astimezone(timezone(timedelta(seconds=seconds)))
        for column in json_columns & row.keys():
            row[column] = None if row[column] is None else json.loads(row[column])
        row.update(exact)
        yield row


class Result:
    """What a run gave. `result['session']` is the table of an aggregate; `rows` that of the window spec."""

    def __init__(self, tables: dict[str, Table], rows: Table | None, errors: list[tuple], stats: dict[str, Any],
                 state: bytes | None, diagnostics: list):
        self.tables = tables
        """The tables of stored aggregates by name; empty with a window spec."""
        self.rows = rows
        """The window rows; None without a window spec."""
        self.stats = stats
        """Counts: events, skipped, identities, blocks, window_rows, seconds, and `kept`: which fields kept their values, and why."""
        self.state = state
        """With `keep_state`: what the next run goes on from."""
        self.diagnostics = diagnostics
        """Warnings and notes about the specs."""
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
        return self.table.to_pandas(**options)

    def to_polars(self) -> Any:
        return self.table.to_polars()

    def to_pylist(self) -> list[dict[str, Any]]:
        return self.table.to_pylist()

    def __repr__(self) -> str:
        tables = [self.rows] if self.rows is not None else list(self.tables.values())
        skipped = f', {self.stats["skipped"]} skipped' if self.stats['skipped'] else ''
        return f'Result({self.stats["events"]} events{skipped}: {", ".join(f"{t.name} {len(t)}" for t in tables)})'

    def _repr_html_(self) -> str:
        tables = [self.rows] if self.rows is not None else list(self.tables.values())
        skipped = f', {self.stats["skipped"]:,} skipped' if self.stats['skipped'] else ''
        return f'<p>{self.stats["events"]:,} events{skipped}</p>' + ''.join(t._repr_html_() for t in tables)


def as_tables(streams: list[tuple[str, Any]]) -> dict[str, Table]:
    """Capsules of Arrow streams as tables, which take them over."""
    import pyarrow
    return {name: Table(name, pyarrow.RecordBatchReader._import_from_c_capsule(capsule).read_all()) for name, capsule in streams}
