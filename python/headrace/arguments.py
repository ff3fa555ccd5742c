"""What callers pass besides specs and events, checked before anything runs. Not for users."""

from __future__ import annotations

import keyword
import operator
from datetime import datetime
from typing import Any, Callable

from .errors import UsageError

_THREADS_MAX, _SEED_MAX = 1024, (1 << 64) - 1


def checked_now(now: str | datetime) -> str:
    """An ISO time, or '' for the clock on the wall."""
    if isinstance(now, datetime):
        return now.isoformat()
    if not isinstance(now, str):
        raise UsageError(f'now cannot be a {type(now).__name__}', 'now', 'pass an ISO time, or a datetime')
    return now


def checked_seed(seed: Any) -> int:
    """Of 64 bits."""
    return _between(0, seed, _SEED_MAX, 'seed')


def checked_threads(threads: Any) -> int:
    """0 for as many as there are processors."""
    return 0 if threads is None else _between(1, threads, _THREADS_MAX, 'threads')


def checked_state(state: Any) -> bytes | None:
    """What an earlier run left."""
    if state is None:
        return None
    if not isinstance(state, (bytes, bytearray, memoryview)):
        raise UsageError(f'a state cannot be a {type(state).__name__}', 'state',
                         "pass `result.state` of a run with keep_state=True, an engine's snapshot(), or the bytes of a file")
    return bytes(state)


def checked_functions(functions: Any) -> dict[str, Callable[..., Any]]:
    """Names that expressions may call."""
    if functions is None:
        return {}
    if not isinstance(functions, dict):
        raise UsageError(f'functions cannot be a {type(functions).__name__}', 'functions', 'pass a dict, from names to functions')
    for name in functions:
        if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
            raise UsageError(f'no expression can call {name!r}', 'functions', 'the keys are names, as of variables')
    return dict(functions)


def _between(low: int, value: Any, high: int, name: str) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        raise UsageError(f'{name} cannot be a {type(value).__name__}', name, 'pass an integer') from None
    if not low <= number <= high:
        raise UsageError(f'{name} cannot be {number}', name, f'it is between {low} and {high}')
    return number
