"""How the values of a table's columns are distributed: a small picture for each, a table of numbers for the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..notebook import html_table
from ..result import Table
from .picture import Picture, new_figure, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOUR = '#2b67ad'
_COLUMNS = 4  # of small pictures beside each other
_WIDTH_IN, _HEIGHT_IN = 3.1, 2.3
_NAMES_MAX = 10  # of counted values
_NAME_CHARACTERS = 24
_SKIPPED = ('_identity', '_exact')
_SUMMARY = ('column', 'type', 'rows', 'null', 'NaN or infinite', 'distinct', 'least', 'mean', 'median', 'greatest')


def draw_features(table: Table, columns: Sequence[str] | None, bins: int) -> Picture:
    """`columns`: which; None for all that have a distribution."""
    if bins < 1:
        raise UsageError('a histogram has at least one bin', 'bins', 'leave it out for 30')
    chosen = _chosen(table, columns)
    rows = -(-len(chosen) // _COLUMNS)
    figure = new_figure(_WIDTH_IN * min(_COLUMNS, len(chosen)), _HEIGHT_IN * rows + 0.5)
    grid = figure.subplots(rows, min(_COLUMNS, len(chosen)), squeeze=False).flatten()
    for axes, name in zip(grid, chosen):
        _draw(axes, name, table.arrow.column(name), bins)
    for axes in grid[len(chosen):]:
        axes.set_visible(False)
    title = f'{table.name}: {len(table):,} rows'
    figure.suptitle(plain(title), x=0.01, ha='left', fontsize=12)
    summary = html_table(_SUMMARY, [_summary(name, table.arrow.column(name)) for name in chosen])
    return Picture(figure, title, [summary])


def _kind(kind: Any) -> str | None:
    """'number', 'time', 'text'; None for what has no distribution: maps, lists, sets."""
    from pyarrow import types
    if types.is_integer(kind) or types.is_floating(kind):
        return 'number'
    if types.is_timestamp(kind):
        return 'time'
    return 'text' if types.is_boolean(kind) or types.is_string(kind) or types.is_large_string(kind) else None


def _chosen(table: Table, columns: Sequence[str] | None) -> list[str]:
    json_columns = {f.name for f in table.arrow.schema if (f.metadata or {}).get(b'ARROW:extension:name') == b'arrow.json'}
    drawable = [f.name for f in table.arrow.schema if _kind(f.type) and f.name not in json_columns]
    if columns is None:
        chosen = [c for c in drawable if c.rpartition('.')[2] not in _SKIPPED and not c.endswith('__offset')]
    else:
        chosen = list(columns)
    for name in chosen:
        if name not in table.columns:
            raise UsageError(f'there is no column {name!r}', table.name, f'there are {", ".join(table.columns)}')
        if name not in drawable:
            raise UsageError(f'the column {name!r} holds maps, lists or sets, which have no distribution', table.name,
                             f'there are {", ".join(drawable)}')
    if not chosen:
        raise UsageError('there is no column to draw', table.name, 'maps, lists and sets have no distribution')
    return chosen


def _draw(axes: Axes, name: str, column: Any, bins: int) -> None:
    axes.set_title(plain(name), fontsize=10, loc='left')
    for side in ('top', 'right'):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8)
    nulls = column.null_count / len(column) if len(column) else 0
    if nulls:
        axes.annotate(f'{nulls:.1%} null', (1, 1), xycoords='axes fraction', ha='right', va='bottom', fontsize=8, color='#8b95a3')
    kind = _kind(column.type)
    if kind == 'text':
        _count(axes, column)
    elif kind == 'time':
        _histogram(axes, [us / 86_400_000_000 for us in column.cast('int64').drop_null().to_pylist()], bins)
        _time_axis(axes)
    else:
        _histogram(axes, _finite(column), bins)


def _finite(column: Any) -> list[float]:
    return [v for v in map(float, column.drop_null().to_pylist()) if math.isfinite(v)]


def _histogram(axes: Axes, values: list[float], bins: int) -> None:
    if not values:
        axes.annotate('no values', (0.5, 0.5), xycoords='axes fraction', ha='center', color='#8b95a3')
        return
    low, high = min(values), max(values)
    # Whole numbers that are few stand for themselves: each in the middle of a bar of its own.
    whole = high - low < bins and all(v.is_integer() for v in values) and abs(low) < 2**52
    edges: Any = [low - 0.5 + i for i in range(int(high - low) + 2)] if whole else bins
    if not whole and not math.isfinite(high - low):
        values = [v / 2 for v in values]  # the span itself is no float
    axes.hist(values, bins=edges, color=COLOUR, edgecolor='white', linewidth=0.4)


def _time_axis(axes: Axes) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    locator = AutoDateLocator(minticks=3, maxticks=6)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))


def _counts(column: Any) -> list[tuple[str, int]]:
    """Values as text and how often they are, the most frequent first; of equal ones in the order of their texts."""
    found = ((str(v['values']), v['counts']) for v in column.drop_null().value_counts().to_pylist())
    return sorted(found, key=lambda c: (-c[1], c[0]))


def _count(axes: Axes, column: Any) -> None:
    counts = _counts(column)
    if len(counts) > _NAMES_MAX:
        rest = counts[_NAMES_MAX - 1:]
        counts = counts[:_NAMES_MAX - 1] + [(f'{len(rest):,} others', sum(n for _, n in rest))]
    places = range(len(counts))
    axes.barh(places, [n for _, n in counts], color=COLOUR)
    axes.set_yticks(places, [plain(t if len(t) <= _NAME_CHARACTERS else t[:_NAME_CHARACTERS - 1] + '…') for t, _ in counts])
    axes.invert_yaxis()


def _summary(name: str, column: Any) -> tuple[Any, ...]:
    from statistics import median
    distinct = column.drop_null().unique()
    about = (name, str(column.type), len(column), column.null_count)
    if _kind(column.type) == 'number':
        values = _finite(column)
        odd = len(column) - column.null_count - len(values)
        numbers = (_rounded(min(values)), _rounded(math.fsum(v / len(values) for v in values)), _rounded(median(values)),
                   _rounded(max(values))) if values else (None,) * 4
        return (*about, odd, len(distinct), *numbers)
    texts = sorted(map(str, distinct.to_pylist()))
    return (*about, 0, len(distinct), texts[0] if texts else None, None, None, texts[-1] if texts else None)


def _rounded(value: float) -> float:
    return float(f'{value:.6g}')
