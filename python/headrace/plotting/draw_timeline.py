"""One identity on a time line: a lane of events, one of blocks for each aggregate, one for each anchor with its windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..timeline import DAY_US, HOUR_US, Anchor, Event, Timeline, Window
from .picture import Picture, new_figure, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EVENT, SOFT, BLOCK, ANCHOR = '#2b67ad', '#8b95a3', '#8fb3da', '#a8275f'
_KINDS = ('#2b67ad', '#b9570f', '#3b8a4c', '#7a4fb0', '#9a7b0a', '#0f8a93', '#c2417c')  # of events, and of windows
_KINDS_MAX = len(_KINDS)  # more values share the last lane of colours
_WIDTH_IN, _LANE_IN, _ANCHOR_LANE_IN = 12.0, 0.55, 0.8
_EVENTS_AS_PATHS = 5000  # more are drawn as one image inside an SVG
_ROWS_ON_PAGE = 200
_EARLIEST_US, _LATEST_US = -62_135_596_800_000_000, 253_402_300_799_000_000  # the years 1 to 9999


def draw_timeline(timeline: Timeline, by: str | None, anchors: int) -> Picture:
    """`by`: a key of events, whose values give them colours; `anchors`: how many get a lane of their own, the first ones."""
    shown = timeline.anchors[:anchors] if timeline.windows else []
    lanes = [_LANE_IN * (1.6 if by else 1)] + [_LANE_IN] * len(timeline.blocks) + [_ANCHOR_LANE_IN] * len(shown)
    figure = new_figure(_WIDTH_IN, sum(lanes) + 1.4)
    grid = figure.subplots(len(lanes), 1, sharex=True, squeeze=False, height_ratios=lanes)[:, 0].tolist()
    _events(grid[0], timeline.events, by)
    for axes, (name, spans) in zip(grid[1:], timeline.blocks.items()):
        _blocks(axes, name, spans, timeline.anchors if name == timeline.block_aggregate else [])
    begin, end = _limits(timeline, shown)
    for axes, anchor in zip(grid[1 + len(timeline.blocks):], shown):
        _anchor(axes, anchor, timeline, (begin, end))
    _time_axis(grid, begin, end)
    title = _title(timeline, len(shown))
    figure.suptitle(plain(title), x=0.01, ha='left', fontsize=12)
    _legend(grid, timeline)
    return Picture(figure, title, _tables(timeline))


def _days(us: int) -> float:
    """As matplotlib counts time."""
    return us / DAY_US


def _title(timeline: Timeline, shown: int) -> str:
    parts = [f'{len(timeline.events):,} events']
    parts += [f'{len(spans):,} {name}' for name, spans in timeline.blocks.items()]
    if timeline.block_aggregate is not None:
        rows = sum(a.outcome == 'row' for a in timeline.anchors)
        parts.append(f'{len(timeline.anchors):,} anchors with {rows:,} rows')
        if 0 < shown < len(timeline.anchors):
            parts.append(f'the first {shown} anchors in lanes')
    return f'{timeline.identity}: {", ".join(parts)}'


def _limits(timeline: Timeline, shown: list[Anchor]) -> tuple[int, int]:
    """What is shown: all events and blocks, and of windows as much again on either side."""
    times = [e.time for e in timeline.events]
    times += [t for spans in timeline.blocks.values() for span in spans for t in span]
    begin, end = (min(times), max(times)) if times else (0, 0)
    span = max(end - begin, HOUR_US)
    reaches = [a.start + w.extent for a in shown for w in timeline.windows if w.kind in ('day', 'hour')]
    first, last = min([begin, *reaches]), max([end, *reaches])
    first, last = max(first, begin - span), min(last, end + span)
    margin = (last - first or HOUR_US) // 40
    return max(first - margin, _EARLIEST_US), min(last + margin, _LATEST_US)


def _lane(axes: Axes, name: str) -> None:
    axes.set_ylabel(plain(name), rotation=0, ha='right', va='center', fontsize=10)
    axes.set_yticks([])
    axes.set_ylim(0, 1)
    axes.tick_params(bottom=False)
    for side in ('top', 'right', 'left'):
        axes.spines[side].set_visible(False)
    axes.spines['bottom'].set_color('#e3e6ea')


def _events(axes: Axes, events: list[Event], by: str | None) -> None:
    """Each a stroke; with `by` the values stand above each other in colours, in order of their first event."""
    _lane(axes, 'events' if by is None else f'events by {by}')
    kinds: dict[str, list[Event]] = {}
    for event in events:
        kinds.setdefault(str(event.kind), []).append(event)
    if len(kinds) > _KINDS_MAX:
        names = list(kinds)
        others = [e for name in names[_KINDS_MAX - 1:] for e in kinds[name]]
        kinds = {name: kinds[name] for name in names[:_KINDS_MAX - 1]} | {f'{len(names) - _KINDS_MAX + 1} others': others}
    for i, (kind, members) in enumerate(kinds.items()):
        low, high = 1 - (i + 1) / len(kinds), 1 - i / len(kinds)
        pad = (high - low) / 8
        colours = [_KINDS[i] if e.taken else SOFT for e in members]
        axes.vlines([_days(e.time) for e in members], low + pad, high - pad, colors=colours, linewidth=1,
                    rasterized=len(events) > _EVENTS_AS_PATHS)
        if by is not None:
            axes.annotate(plain(kind), (1, (low + high) / 2), xycoords='axes fraction', xytext=(4, 0), textcoords='offset points',
                          va='center', fontsize=8, color=_KINDS[i])


def _bars(axes: Axes, spans: list[tuple[int, int]], low: float, high: float, colour: str) -> None:
    """A block of one moment is a stroke."""
    axes.broken_barh([(_days(start), _days(end) - _days(start)) for start, end in spans], (low, high - low), facecolors=colour,
                     edgecolors=colour, linewidth=1.2, zorder=3, rasterized=len(spans) > _EVENTS_AS_PATHS)


def _blocks(axes: Axes, name: str, spans: list[tuple[int, int]], anchors: list[Anchor]) -> None:
    _lane(axes, name)
    _bars(axes, spans, 0, 0.6, BLOCK)
    for has_row in (True, False):
        times = [_days(a.start) for a in anchors if (a.outcome == 'row') == has_row]
        axes.scatter(times, [0.82] * len(times), marker='D', s=26, facecolors=ANCHOR if has_row else 'white', edgecolors=ANCHOR,
                     linewidths=1.2, zorder=4, clip_on=False)


def _anchor(axes: Axes, anchor: Anchor, timeline: Timeline, limits: tuple[int, int]) -> None:
    import datetime
    start = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=anchor.start)
    why = {'row': '', 'filtered': '\nno row: filtered', 'short': '\nno row: a window is short', 'left_out': '\nleft out by Max'}
    _lane(axes, f'{start:%Y-%m-%d %H:%M}')
    axes.set_ylabel(axes.get_ylabel() + why[anchor.outcome])
    ends = dict(timeline.blocks[timeline.block_aggregate or ''])
    height = 0.92 / len(timeline.windows)
    for i, window in enumerate(timeline.windows):
        high = 0.96 - i * height
        low = high - height * 0.86
        members = anchor.windows.get(window.name, [])
        _window(axes, window, anchor, members, (low, high), _colour(i), limits)
        _bars(axes, [(m, ends.get(m, m)) for m in members], low + height * 0.15, high - height * 0.15, _colour(i))
    axes.axvline(_days(anchor.start), color=ANCHOR, linewidth=1.2, zorder=2)
    axes.scatter([_days(anchor.start)], [0.5], marker='D', s=34, facecolors=ANCHOR if anchor.outcome == 'row' else 'white',
                 edgecolors=ANCHOR, zorder=5)


def _colour(window: int) -> str:
    return _KINDS[window % len(_KINDS)]


def _window(axes: Axes, window: Window, anchor: Anchor, members: list[int], rows: tuple[float, float], colour: str,
            limits: tuple[int, int]) -> None:
    """The time that a window covers; of one that counts blocks, from the anchor to the farthest."""
    if window.kind == 'all':
        edges = limits
    elif window.kind == 'count':
        edges = (min([anchor.start, *members]), max([anchor.start, *members]))
    else:
        edges = (min(anchor.start, anchor.start + window.extent), max(anchor.start, anchor.start + window.extent))
    begin, end = (min(max(edge, limits[0]), limits[1]) for edge in edges)
    axes.broken_barh([(_days(begin), _days(end) - _days(begin))], (rows[0], rows[1] - rows[0]), facecolors=colour, alpha=0.16,
                     zorder=1)


def _time_axis(grid: list[Axes], begin: int, end: int) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    locator = AutoDateLocator(minticks=4, maxticks=10)
    last = grid[-1]
    last.set_xlim(_days(begin), _days(end))
    last.xaxis.set_major_locator(locator)
    last.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    last.tick_params(bottom=True)
    last.set_xlabel('time, UTC')
    for axes in grid:
        axes.grid(axis='x', color='#e3e6ea', linewidth=0.8)
        axes.set_axisbelow(True)


def _legend(grid: list[Axes], timeline: Timeline) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    handles: list[Line2D | Patch] = []
    if any(not e.taken for e in timeline.events):
        handles.append(Patch(color=SOFT, label="event that the spec's When leaves out"))
    if timeline.block_aggregate is not None:
        for colour, label in ((ANCHOR, 'anchor with a row'), ('white', 'anchor without')):
            handles.append(Line2D([], [], marker='D', linestyle='', markerfacecolor=colour, markeredgecolor=ANCHOR, label=label))
    handles += [Patch(color=_colour(i), label=plain(f'{w.name}: {w}')) for i, w in enumerate(timeline.windows)]
    if handles:
        grid[0].figure.legend(handles=handles, loc='outside lower left', ncols=4, frameon=False, fontsize=9)


def _tables(timeline: Timeline) -> list[str]:
    tables = ([timeline.rows] if timeline.rows is not None else []) + list(timeline.tables.values())
    return [t.to_html(_ROWS_ON_PAGE) for t in tables if len(t)]
