"""headrace.Engine: state between batches of events, for a program or an actor that holds it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Callable

from . import _headrace
from .arguments import checked_now
from .errors import translated
from .events import adapt
from .result import Table, as_tables
from .spec import Compiled, Source, placed


class Engine:
    """Evaluates a streaming spec event by event.

        engine = headrace.Engine('sessions.yml')
        engine.push([{'user_id': 'u1', ...}])
        engine.blocks('u1')['session'].to_pylist()

    Events of one identity come in time order; one that comes late is refused and counted. Any thread may call; one at a
    time works, and what the engine itself calls, an iterator of events or a function, cannot ask it: UsageError. Pickles
    with its state and its spec, but for `functions` that do not; the counts of `stats` begin anew.
    """

    def __init__(self, spec: Source, *, now: str | datetime = '',
                 functions: dict[str, Callable[..., Any]] | None = None, keep_going: bool = False):
        """spec: a streaming spec, as headrace.load() takes it. functions, keep_going: as of headrace.transform().
        now: what now() gives in expressions, and the time of events whose spec has no `Time`; the moment of each push()
            unless given.

        Raises SpecError for a spec with errors, UsageError.
        """
        self._compiled = Compiled(placed(spec), None, functions)
        self._arguments = (self._compiled.specs[0], checked_now(now), functions, bool(keep_going))
        self._engine = self._fresh()

    def _fresh(self) -> _headrace.PushEngine:
        _, now, _, keep_going = self._arguments
        with translated():
            return _headrace.PushEngine(self._compiled.native, now, keep_going)

    def push(self, events: Any, **options: Any) -> list[tuple[str, int, str, str, str]]:
        """Applies events, given as to headrace.transform(). The ones that were left out, as (file, line, reason, detail, text);
        late ones have the reason 'late'.

        Where it raises, the events before have been applied; `stats` counts them. InputError for a budget that an event
        exceeds, and for what an iterable raises; KeyboardInterrupt behind the event at hand. The event at which a budget
        is exceeded, or a function raises SystemExit, may have been applied in part, where it is not its identity's first.
        """
        with translated():
            return self._engine.push(adapt(events, **options))

    def blocks(self, identity: str | None = None) -> dict[str, Table]:
        """The rows of all identities, or of one, by aggregate: as a run would give them if no event followed."""
        with translated():
            return as_tables(self._engine.blocks(identity))

    def snapshot(self) -> bytes:
        """The state, for restore(), for headrace.transform(state=...) or as a file for `headrace transform --state-in`."""
        with translated():
            return self._engine.snapshot()

    def restore(self, snapshot: bytes) -> Engine:
        """Forgets all and goes on from a snapshot of the same spec."""
        engine = self._fresh()
        with translated():
            engine.restore(bytes(snapshot))
        self._engine = engine
        return self

    @property
    def stats(self) -> dict[str, int]:
        """Counts: events taken, late ones, all that were left out, identities."""
        e = self._engine
        return {'events': e.events, 'late': e.late, 'skipped': e.skipped, 'identities': e.identities}

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self._arguments, self.snapshot())

    def __repr__(self) -> str:
        return f'Engine({self._compiled.specs[0].file!r}, {self.stats})'


def _rebuild(arguments: tuple[Any, ...], snapshot: bytes) -> Engine:
    spec, now, functions, keep_going = arguments
    return Engine(spec, now=now, functions=functions, keep_going=keep_going).restore(snapshot)
