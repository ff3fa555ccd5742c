"""The native module (src/module). Not for users: the package's own functions check, translate and document what is here.

tests/python/test_types.py holds these signatures to those of the module.
"""

from collections.abc import Callable
from typing import Any

version: str

class Failure(Exception):
    """An error of headrace. Its arguments: kind ('input', 'usage', 'outside', 'bug'), message, place, hint. Its cause is
    what the events' own code raised, if anything."""

def check(texts: list[tuple[str, str]]) -> str:
    """All that is wrong with specs, given as (name, text): the JSON of `headrace validate --format=json`."""

def explain(texts: list[tuple[str, str]], json: bool) -> str:
    """What `headrace explain` prints of specs; empty where one has errors."""

def main(arguments: list[bytes]) -> int:
    """Runs the command, its name first; gives its exit code."""

SNIFF_BYTES: int  # so many from a file's beginning tell its layout

def is_json_lines(head: bytes) -> bool:
    """Whether a file of JSON that begins so has an event on each line, as `headrace transform` takes it."""

def event_files(path: str) -> tuple[list[str], list[str]]:
    """The files that a path, a folder or a pattern stands for, in order, and what lies beside them in folders and is no
    event file. Raises Failure where there is none."""

class Compiled:
    """A streaming spec, with or without a window spec, as plans: of each its name, its text, and the folder of its
    modules. Immutable; any number of runs may share it, though an interrupt of one ends all that are at work."""

    def __init__(self, texts: list[tuple[str, str, str]], functions: dict[str, Any]) -> None: ...
    @property
    def diagnostics(self) -> str: ...
    @property
    def is_valid(self) -> bool: ...
    @property
    def has_window(self) -> bool: ...
    @property
    def event_keys(self) -> list[str] | None: ...
    @property
    def identity_keys(self) -> list[str] | None: ...

def transform(compiled: Compiled, events: dict[str, Any], options: dict[str, Any],
              progress: Callable[..., Any] | None) -> dict[str, Any]:
    """One run; src/module/run.h has the keys. Raises Failure, what `progress` raises, and what ends programs
    (KeyboardInterrupt, SystemExit), wherever in Python code it was raised."""

def divided_lines(compiled: Compiled, lines: bytes, now: str, partitions: int) -> list[bytes | None]:
    """JSON lines taken apart, and what the specs read of them divided by identity (src/module/identities.h)."""

def identity_hashes(compiled: Compiled, events: dict[str, Any], now: str) -> bytes:
    """Whose each event is, as a uint64 (src/module/identities.h)."""

class PushEngine:
    """Holds the state of a streaming spec between batches of events. Any thread may call; one at a time works."""

    def __init__(self, compiled: Compiled, now: str, keep_going: bool) -> None: ...
    def push(self, events: dict[str, Any]) -> list[tuple[str, int, str, str, str]]: ...
    def blocks(self, identity: str | None) -> list[tuple[str, Any]]: ...
    def snapshot(self) -> bytes: ...
    def restore(self, snapshot: bytes) -> None: ...
    @property
    def events(self) -> int: ...
    @property
    def late(self) -> int: ...
    @property
    def skipped(self) -> int: ...
    @property
    def identities(self) -> int: ...
