"""Tables of window rows whose columns hang on the data, brought together: docs/columns.md, "Window rows".

A map field has a column for each key that occurs. Each partition of a run knows the keys and types of its own rows; the whole table
has the columns of all, of the types that one run over everything would choose.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any

_EXACT = '_exact'
OFFSET_OF, _EXACT_OF = b'headrace.offset_of', b'headrace.exact_values'  # metadata of columns (docs/columns.md)
_DOUBLE_EXACT = 1 << 53


def kinds_of(table: Any, fixed: Any) -> dict[str, set[str]]:
    """What the columns hold that are not in the schema `fixed`, by name: of 'bool', 'small' (an integer that a float holds
    exactly), 'int', 'float', 'text', 'datetime' and 'json'; nothing where all is null."""
    return {f.name: _kinds(table.column(f.name), is_json(f)) for f in table.schema
            if f.name not in fixed.names and not _completes(f)}


def merged_schema(fixed: Any, parts: Iterable[dict[str, set[str]]]) -> Any:
    """The schema of the whole table.

    fixed: of the columns that do not hang on the data, with those that complete them at the end.
    parts: kinds_of() each partition, in order: a column stands where it first appears.
    """
    import pyarrow
    kinds: dict[str, set[str]] = {}
    for part in parts:
        for name, held in part.items():
            kinds[name] = kinds.get(name, set()) | held
    if not kinds:
        return fixed
    fields = [f for f in fixed if not _completes(f)]
    fields += [pyarrow.field(name, *_type(held)) for name, held in kinds.items()]
    offsets = [pyarrow.field(f'{f.name}__offset', pyarrow.int32(), True, {OFFSET_OF: f.name.encode()})
               for f in fields if pyarrow.types.is_timestamp(f.type)]
    return pyarrow.schema([*fields, *offsets, fixed.field(_EXACT)])


def with_schema(table: Any, schema: Any) -> Any:
    """A partition's table with the columns of the whole one."""
    import pyarrow
    if table.schema.equals(schema, check_metadata=True):
        return table
    exact = [json.loads(text) if text else {} for text in storage(table.column(_EXACT)).to_pylist()]
    columns = {f.name: _column(table, f, exact) for f in schema if f.name != _EXACT}
    texts = [json.dumps(e) if e else None for e in exact]
    columns[_EXACT] = pyarrow.array(texts, _storage_type(schema.field(_EXACT).type))
    arrays = [_wrapped(columns[f.name], f.type) for f in schema]
    return pyarrow.table(arrays, schema=schema)


def _column(table: Any, field: Any, exact: list[dict[str, Any]]) -> Any:
    import pyarrow
    if field.name not in table.column_names:
        return pyarrow.nulls(table.num_rows, _storage_type(field.type))
    column = table.column(field.name)
    if column.type == field.type and is_json(table.schema.field(field.name)) == is_json(field):
        return column
    if is_json(field) and column.null_count < len(column):
        values = _values(table, field.name)
        texts = [None if v is None and not e.keys() & {field.name} else json.dumps(e.pop(field.name, v), default=str)
                 for v, e in zip(values, exact)]
        return pyarrow.array(texts, pyarrow.string())
    return storage(column).cast(_storage_type(field.type))


def _values(table: Any, name: str) -> list[Any]:
    import pyarrow
    values: list[Any] = table.column(name).to_pylist()
    offset = f'{name}__offset'  # of a datetime; else another column's name
    if offset not in table.column_names or not pyarrow.types.is_timestamp(table.schema.field(name).type):
        return values
    offsets = table.column(offset).to_pylist()
    return [None if v is None else _iso(v, o or 0) for v, o in zip(values, offsets)]


def _iso(instant: datetime, offset_s: int) -> str:
    return instant.replace(tzinfo=timezone.utc).astimezone(timezone(timedelta(seconds=offset_s))).isoformat()


def _kinds(column: Any, holds_json: bool) -> set[str]:
    import pyarrow
    import pyarrow.compute
    if column.null_count == len(column):
        return set()
    if holds_json:
        return {'json'}
    kind = column.type
    if pyarrow.types.is_boolean(kind):
        return {'bool'}
    if pyarrow.types.is_integer(kind):
        ends = pyarrow.compute.min_max(column)
        small = -_DOUBLE_EXACT <= ends['min'].as_py() and ends['max'].as_py() <= _DOUBLE_EXACT
        return {'small' if small else 'int'}
    if pyarrow.types.is_floating(kind):
        return {'float'}
    if pyarrow.types.is_timestamp(kind):
        return {'datetime'}
    return {'text'}


def _type(held: set[str]) -> tuple[Any, ...]:
    """Arrow's type for a column that holds values of these kinds, as src/connect/columnar/spread_cells.cpp chooses it."""
    import pyarrow
    for kinds, kind in (({'bool'}, pyarrow.bool_()), ({'small', 'int'}, pyarrow.int64()), ({'small', 'float'}, pyarrow.float64()),
                        ({'text'}, pyarrow.string()), ({'datetime'}, pyarrow.timestamp('us', 'UTC'))):
        if held and held <= kinds:
            return (kind,)
    return (pyarrow.json_(pyarrow.string()),) if hasattr(pyarrow, 'json_') else \
        (pyarrow.string(), True, {b'ARROW:extension:name': b'arrow.json', b'ARROW:extension:metadata': b''})


def is_json(field: Any) -> bool:
    """Whether a field's column holds JSON texts, also where this pyarrow does not know the extension type."""
    import pyarrow
    return isinstance(field.type, pyarrow.BaseExtensionType) or (field.metadata or {}).get(b'ARROW:extension:name') == b'arrow.json'


def _completes(field: Any) -> bool:
    """Whether a column is `_exact`, or the offsets of another."""
    return bool({OFFSET_OF, _EXACT_OF} & (field.metadata or {}).keys())


def _storage_type(kind: Any) -> Any:
    import pyarrow
    return kind.storage_type if isinstance(kind, pyarrow.BaseExtensionType) else kind


def storage(column: Any) -> Any:
    """A column of an extension type as what it stores; any other as it is."""
    import pyarrow
    if not isinstance(column.type, pyarrow.BaseExtensionType):
        return column
    return pyarrow.chunked_array([c.storage for c in column.chunks], column.type.storage_type)


def _wrapped(column: Any, kind: Any) -> Any:
    import pyarrow
    if not isinstance(kind, pyarrow.BaseExtensionType) or column.type == kind:
        return column
    chunks = column.chunks if isinstance(column, pyarrow.ChunkedArray) else [column]
    return pyarrow.chunked_array([pyarrow.ExtensionArray.from_storage(kind, c) for c in chunks], kind)
