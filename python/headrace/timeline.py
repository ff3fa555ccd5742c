"""One identity's events, blocks, anchors and windows, as the engine saw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from .result import Table

DAY_US = 86_400_000_000
HOUR_US = 3_600_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_UNITS = {'day': DAY_US, 'hour': HOUR_US}


@dataclass(frozen=True)
class Event:
    """`time`: microseconds since 1970, UTC. `taken`: whether the spec's `When` let it in. `kind`: what `by` gave, as text."""

    time: int
    taken: bool
    kind: str | None


@dataclass(frozen=True)
class Window:
    """A window as its spec has it. `kind` is 'day' or 'hour', with an `extent` in microseconds; 'count', in blocks; or 'all', with
    0. An extent before the anchor is negative."""

    name: str
    kind: str
    extent: int

    def __str__(self) -> str:
        if self.kind == 'all':
            return 'all other blocks'
        size = abs(self.extent) / _UNITS.get(self.kind, 1)
        unit = 'block' if self.kind == 'count' else self.kind
        return f'{size:g} {unit}{"" if size == 1 else "s"} {"before" if self.extent < 0 else "after"}'


@dataclass(frozen=True)
class Anchor:
    """A block that meets the anchor's condition. Times are microseconds since 1970, UTC.

    outcome: 'row'; 'filtered': the transform's `When` is false; 'short': a window holds too few blocks; 'left_out': by Anchor.Max.
    windows: the starts of the blocks in each window, by its name; empty where there was no row to look at.
    """

    start: int
    end: int
    outcome: str
    windows: dict[str, list[int]]


@dataclass(frozen=True)
class Timeline:
    """What became of one identity. All that is here the engine told, by the run's own expressions."""

    identity: str
    events: list[Event]
    """In time order."""
    blocks: dict[str, list[tuple[int, int]]]
    """Starts and ends of the blocks of each aggregate that has some, by start; microseconds since 1970, UTC."""
    block_aggregate: str | None
    """The aggregate whose blocks the windows hold; None without a window spec."""
    windows: list[Window]
    anchors: list[Anchor]
    """In order of their starts."""
    tables: dict[str, Table]
    """The rows of stored aggregates."""
    rows: Table | None
    """The window rows."""

    def __repr__(self) -> str:
        blocks = ''.join(f', {len(spans)} of {name}' for name, spans in self.blocks.items())
        return f'Timeline({self.identity!r}: {len(self.events)} events{blocks}, {len(self.anchors)} anchors)'


def window_of(name: str, kind: str, value: float) -> Window:
    """`value`: in days, hours or blocks."""
    return Window(name, kind, round(value * _UNITS.get(kind, 1)))


def microseconds(time: datetime | str) -> int:
    """Since 1970, UTC; of an aware datetime, or of its ISO text."""
    aware = datetime.fromisoformat(time) if isinstance(time, str) else time
    return (aware - _EPOCH) // timedelta(microseconds=1)
