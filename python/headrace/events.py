"""Events, however a Python program holds them, as the native module takes them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

from .errors import UsageError


def _is_path(value: Any) -> bool:
    return isinstance(value, (str, os.PathLike))


def _module(value: Any) -> str:
    return type(value).__module__.partition('.')[0]


def adapt(events: Any, *, format: str = '', processor: str = 'simple', csv_types: dict[str, str] | None = None) -> dict[str, Any]:
    """What _headrace.transform() and PushEngine.push() call events.

    Paths, patterns and folders are read by headrace itself; whatever exports Arrow streams crosses without a copy where the types
    allow; an iterable gives dicts.
    """
    if _is_path(events):
        events = [events]
    if processor not in ('simple', 'ipfix'):
        raise UsageError(f'there is no data processor {processor!r}', 'processor', "it is 'simple' or 'ipfix'")
    if isinstance(events, (list, tuple)) and events and all(map(_is_path, events)):
        return {'paths': [os.fsencode(p) for p in events], 'format': format, 'processor': processor,
                'csv_types': [f'{column}:{kind}' for column, kind in (csv_types or {}).items()]}
    name = f'<{type(events).__name__}>'
    stream, rewinds = _stream_of(events)
    if stream is not None:
        return {'stream': stream, 'rewinds': rewinds, 'name': name}
    if isinstance(events, dict) or not isinstance(events, Iterable):
        raise UsageError(f'events cannot be a {type(events).__name__}', 'events',
                         'pass paths, an iterable of dicts, or what exports Arrow: pandas, Polars, DuckDB, pyarrow')
    return {'dicts': iter(events), 'name': name}


def _of_older_version(events: Any) -> Any:
    """What versions of pandas, Polars and DuckDB that do not export Arrow streams themselves hold, as pyarrow's; else as it is."""
    match _module(events):
        case 'pandas':
            import pyarrow
            return pyarrow.Table.from_pandas(events)  # an index that has a name is a column, as where pandas exports
        case 'polars' if hasattr(events, 'to_arrow'):
            return events.to_arrow()
        case 'duckdb' if hasattr(events, 'fetch_arrow_reader'):
            return events.fetch_arrow_reader()
    return events


def _stream_of(events: Any) -> tuple[Any, bool]:
    """A callable that gives a capsule, and whether it gives the same rows each time; or (None, False)."""
    pa = sys.modules.get('pyarrow')
    if pa is not None:
        if isinstance(events, pa.RecordBatch):
            events = pa.Table.from_batches([events])
        elif isinstance(events, (list, tuple)) and events and all(isinstance(b, pa.RecordBatch) for b in events):
            events = pa.Table.from_batches(list(events))
        dataset = sys.modules.get('pyarrow.dataset')
        if dataset is not None and isinstance(events, dataset.Dataset):
            return (lambda: events.scanner(use_threads=True).to_reader().__arrow_c_stream__()), True
        if dataset is not None and isinstance(events, dataset.Scanner):
            return events.to_reader().__arrow_c_stream__, False
    if not hasattr(events, '__arrow_c_stream__'):
        events = _of_older_version(events)
    if not hasattr(events, '__arrow_c_stream__'):
        return None, False
    pa = sys.modules.get('pyarrow')
    held = _module(events) in ('pandas', 'polars') or (pa is not None and isinstance(events, pa.Table))
    return events.__arrow_c_stream__, held
