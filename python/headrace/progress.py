"""Progress of a run, in a terminal or a notebook."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Any, Callable

_WIDTH = 30
_EVERY_S = 0.1
_QUIET_S = 1.0  # a run that is over by then shows nothing unless asked


def _in_notebook() -> bool:
    ipython = sys.modules.get('IPython')
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and 'zmqshell' in type(shell).__module__


class _Bar:
    """A line that is written again and again."""

    def __init__(self, quiet_s: float):
        self._began = self._last = time.monotonic()
        self._quiet_s = quiet_s
        self._shown = False
        self._display = None

    def __call__(self, events: int, evaluated: int, identities: int, bytes_read: int, bytes_total: int) -> None:
        now = time.monotonic()
        if now - self._began < self._quiet_s or now - self._last < _EVERY_S:
            return
        self._last = now
        share = evaluated / identities if identities else bytes_read / bytes_total if bytes_total else 0.0
        filled = '█' * int(share * _WIDTH)
        rate = events / (now - self._began)
        what = f'{evaluated:,} of {identities:,} identities' if identities else f'{rate:,.0f} a second'
        self._show(f'{filled:░<{_WIDTH}} {share:4.0%}  {events:,} events, {what}')

    def _show(self, line: str) -> None:
        self._shown = True
        if _in_notebook():
            from IPython.display import Pretty, display
            if self._display is None:
                self._display = display(Pretty(line), display_id=True)
            else:
                self._display.update(Pretty(line))
            return
        sys.stderr.write(f'\r\x1b[K{line}')
        sys.stderr.flush()

    def end(self) -> None:
        if self._shown and self._display is None:
            sys.stderr.write('\r\x1b[K')
            sys.stderr.flush()


@contextlib.contextmanager
def reporter(progress: bool | Callable[..., Any] | None) -> Iterator[Callable[..., Any] | None]:
    """What the native run tells its progress to; None where nobody looks."""
    if callable(progress):
        yield progress
        return
    watched = _in_notebook() or (sys.stderr is not None and sys.stderr.isatty())
    if progress is False or (progress is None and not watched):
        yield None
        return
    bar = _Bar(0.0 if progress else _QUIET_S)
    try:
        yield bar
    finally:
        bar.end()
