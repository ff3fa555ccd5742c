"""One run divided among processes: what a cluster's engine needs of headrace, whichever engine it is.

Events are divided by a number of their identity into partitions. A partition, its events in the order that they have in the whole
input, is a run of its own; identities do not see each other, so its rows are the rows that one run over everything gives for these
identities, bit for bit. Three things are fixed before: the clock, the seed, and the order.

    job = Job('sessions.yml', 'features.yml')         # checked here; pickles
    job.columns(schema)                               # what has to travel
    parts = job.divide(table, count)                  # one piece of the input
    result = job.run(schema, read)                    # one partition, in any process
"""

from __future__ import annotations

import atexit
import functools
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any

from . import _headrace
from .arguments import checked_functions, checked_now, checked_seed
from .errors import InputError, UsageError, translated
from .result import Result
from .run import run
from .spec import Compiled, Source, placed

PARTITIONS_MAX = 1 << 16


class Job:
    """A streaming spec, with or without a window spec, and all that its results depend on besides the events. Pickles, where
    `functions` do."""

    def __init__(self, stream: Source, window: Source | None = None, *, now: str | datetime = '', seed: int = 0,
                 functions: dict[str, Callable[..., Any]] | None = None, keep_going: bool = False):
        """Arguments as of headrace.transform(). `now` is the moment of this call unless given: one clock for all processes.

        Raises SpecError, UsageError.
        """
        self.stream, self.window = placed(stream), None if window is None else placed(window)
        self.now = checked_now(now) or datetime.now(timezone.utc).isoformat()
        self.seed, self.functions, self.keep_going = checked_seed(seed), checked_functions(functions), bool(keep_going)
        self._token = uuid.uuid4().hex
        self.diagnostics = self.compiled.diagnostics

    @property
    def compiled(self) -> Compiled:
        """Once in each process."""
        return _compiled(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job) and self._token == other._token

    def __hash__(self) -> int:
        return hash(self._token)

    def columns(self, names: Iterable[str], also: Iterable[str] = ()) -> list[str]:
        """Of an input's columns those that the specs read, with those that complete them (docs/columns.md), and `also`; one where
        that is none, as a table without columns has no rows. Of columns that share a name the last counts."""
        names = list(names)
        return _chosen(names, self.compiled.native.event_keys, also) or names[:1]

    def numbers(self, table: Any, count: int) -> Any:
        """The partition of each row of a pyarrow.Table or RecordBatch, below `count`: a numpy array of uint16, as long as the
        table.

        Equal identities have equal numbers in every process. A row without an identity, which a run leaves out and reports, is
        in partition 0.
        """
        import numpy
        if not 0 < count <= PARTITIONS_MAX:
            raise ValueError(f'between 1 and {PARTITIONS_MAX} partitions, not {count}')
        read = table.select(_chosen(table.column_names, self.compiled.native.identity_keys))
        if not read.column_names:  # an identity that reads nothing is the same for all
            return numpy.zeros(table.num_rows, 'uint16')
        events = {'stream': read.__arrow_c_stream__, 'rewinds': False, 'name': '<events>'}
        with translated():
            hashes = _headrace.identity_hashes(self.compiled.native, events, self.now)
        return (numpy.frombuffer(hashes, 'uint64') % numpy.uint64(count)).astype('uint16')

    def divide(self, table: Any, count: int) -> tuple[list[Any], Any]:
        """The rows of a piece of the input by partition, `count` tables that keep the rows' order, and numbers()."""
        import numpy
        numbers = self.numbers(table, count)
        if count == 1:
            return [table], numbers
        ends = numpy.cumsum(numpy.bincount(numbers, minlength=count))
        rows = table.take(numpy.argsort(numbers, kind='stable'))
        begins = [0, *ends[:-1].tolist()]
        return [rows.slice(begin, end - begin) for begin, end in zip(begins, ends.tolist())], numbers

    def run(self, schema: Any, read: Callable[[], Iterable[Any]], threads: int = 1, lines: str | None = None) -> Result:
        """Runs over one partition.

        schema: of all its events, a pyarrow.Schema.
        read: called once, or again where events come out of time order; gives the same record batches each time, in
            the order of the input. A batch is let go before the next one is asked for.
        lines: a file that takes what `headrace transform` prints; the result has no tables then.
        """
        import pyarrow
        events = {'stream': lambda: pyarrow.RecordBatchReader.from_batches(schema, iter(read())).__arrow_c_stream__(),
                  'rewinds': True, 'name': '<events>'}
        return run(self.compiled, events, self.options(threads, lines))

    def run_table(self, table: Any, threads: int = 1, lines: str | None = None) -> Result:
        """The same over a table that is in memory."""
        return self.run(table.schema, table.to_batches, threads, lines)

    def options(self, threads: int, lines: str | None) -> dict[str, Any]:
        """Of the native module, for one partition."""
        return {'threads': threads, 'seed': self.seed, 'now': self.now, 'state': None, 'keep_state': False,
                'keep_going': self.keep_going, 'count_kept': True, 'lines': lines}

    @functools.cached_property
    def schemas(self) -> dict[str, Any]:
        """The columns of each table of results, by name. A window spec with map fields has more: a column for each key that
        occurs (headrace.columns)."""
        import pyarrow
        result = self.run_table(pyarrow.table({}))
        return {name: table.arrow.schema for name, table in tables_of(result).items()}


@functools.lru_cache(maxsize=16)
def _compiled(job: Job) -> Compiled:
    return Compiled(job.stream, job.window, job.functions)


atexit.register(_compiled.cache_clear)  # before the module that they are of


def tables_of(result: Result) -> dict[str, Any]:
    """The tables of stored aggregates, or the one of window rows, by name."""
    return result.tables if result.rows is None else {result.rows.name: result.rows}


def _chosen(names: Iterable[str], keys: list[str] | None, also: Iterable[str] = ()) -> list[str]:
    names = list(names)
    if keys is None:
        return names
    wanted = {*keys, *(f'{key}__offset' for key in keys), '_exact', *also}
    return [name for name in names if name in wanted]


def checked_partitions(partitions: int | None, otherwise: int) -> int:
    """Into how many identities are divided: `otherwise` where nobody has said. Raises UsageError."""
    count = min(otherwise, PARTITIONS_MAX) if partitions is None else partitions
    if not 0 < count <= PARTITIONS_MAX:
        raise UsageError(f'there cannot be {count} partitions', 'partitions', f'between 1 and {PARTITIONS_MAX:,}')
    return count


def checked_order(order: str | Iterable[str], names: Iterable[str]) -> list[str]:
    """Columns that order events of equal time, all of which the input has. Raises UsageError."""
    wanted, names = [order] if isinstance(order, str) else list(order), list(names)
    for name in wanted:
        if name not in names:
            raise UsageError(f'there is no column {name!r} to order by', 'order', f'there are {", ".join(names)}')
    return wanted


def table_name(names: Iterable[str], wanted: str | None, all_of_them: str) -> str:
    """The one table that is meant; `all_of_them` is what gives all. Raises UsageError."""
    names = list(names)
    if wanted is None and len(names) != 1:
        raise UsageError(f'there are {len(names)} tables: {", ".join(names)}', 'aggregate',
                         f'name one, or call {all_of_them}')
    if wanted is not None and wanted not in names:
        raise UsageError(f'there is no table {wanted!r}', 'aggregate', f'there are {", ".join(names)}')
    return wanted or names[0]


def in_order(table: Any, order: list[str]) -> tuple[Any, Any]:
    """A table sorted by columns, nulls last, and for each of its rows where that stood: rows that are equal in all of these columns
    keep their order."""
    import pyarrow.compute
    places = pyarrow.compute.sort_indices(table, sort_keys=[(name, 'ascending') for name in order])
    return table.take(places), places.to_numpy()


def unified(schemas: Iterable[Any]) -> Any:
    """One schema for pieces of an input; without pieces it has no columns. A column may be missing, or be of nulls,
    in some; else its types are the same.

    Raises InputError.
    """
    import pyarrow
    plain = [s.remove_metadata() for s in schemas]
    try:
        return pyarrow.unify_schemas(plain, promote_options='default') if plain else pyarrow.schema([])
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as e:
        raise InputError(f'a column is not of one type in all pieces of the input: {e}', 'events',
                         'cast it before, so that the values are the same however the input is cut') from None


def retyped(table: Any, change: Callable[[Any], Any]) -> Any:
    """A table whose types are changed, wherever they stand, also inside others."""
    import pyarrow
    schema = pyarrow.schema([f.with_type(_inside(f.type, change)) for f in table.schema], table.schema.metadata)
    if schema.equals(table.schema):
        return table
    columns = [c if c.type.equals(f.type) else c.cast(f.type) for c, f in zip(table.columns, schema)]
    return pyarrow.table(columns, schema=schema)


def _inside(kind: Any, change: Callable[[Any], Any]) -> Any:
    import pyarrow
    if pyarrow.types.is_struct(kind):
        return pyarrow.struct([f.with_type(_inside(f.type, change)) for f in kind])
    if pyarrow.types.is_list(kind):
        return pyarrow.list_(kind.value_field.with_type(_inside(kind.value_type, change)))
    if pyarrow.types.is_map(kind):
        return pyarrow.map_(_inside(kind.key_type, change), kind.item_field.with_type(_inside(kind.item_type, change)))
    return change(kind)


def joinable(table: Any) -> Any:
    """A piece of the input as it can be joined with others: with room for the dictionaries of all of them."""
    import pyarrow

    def wide(kind: Any) -> Any:
        return pyarrow.dictionary(pyarrow.int32(), kind.value_type, kind.ordered) if pyarrow.types.is_dictionary(kind) else kind
    return retyped(table, wide)


def conformed(table: Any, schema: Any) -> Any:
    """A piece of the input as unified() wants it; no column is copied but one of nulls."""
    import pyarrow
    if table.schema.equals(schema):
        return table
    columns = [table.column(f.name).cast(f.type) if f.name in table.column_names else pyarrow.nulls(table.num_rows, f.type)
               for f in schema]
    return pyarrow.table(columns, schema=schema)


def merged_stats(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The statistics of partitions as those of one run. `seconds` adds up: it is work, not waiting."""
    total: dict[str, Any] = {}
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for stats in parts:
        for key, value in stats.items():
            if key == 'kept':
                continue
            total[key] = total.get(key, 0) + value if isinstance(value, (int, float)) and not isinstance(value, bool) else value
        for entry in stats['kept']:
            what = tuple(entry.get(k) for k in ('field', 'cause', 'error'))
            kept.setdefault(what, {**entry, 'count': 0})['count'] += entry['count']
    return {**total, 'kept': list(kept.values())}
