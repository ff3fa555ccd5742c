"""What can go wrong, as exceptions with fields."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import _headrace
from .notebook import html_table


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong, or doubtful, about a spec.

    `severity` is 'error', 'warning' or 'note', `code` stable (docs/diagnostics.md). Lines and columns count from 1; they are 0
    where the message is about no place.
    """

    severity: str
    code: str
    file: str
    line: int
    column: int
    message: str
    name: str = ''
    allowed: str = ''
    hint: str = ''

    def __str__(self) -> str:
        place = f'{self.file}:{self.line}:{self.column}: ' if self.line else f'{self.file}: ' if self.file else ''
        about = f'\n  in {self.name}' if self.name else ''
        allowed = f'\n  allowed: {self.allowed}' if self.allowed else ''
        hint = f'\n  hint: {self.hint}' if self.hint else ''
        return f'{place}{self.severity}: {self.message} [{self.code}]{about}{allowed}{hint}'


class HeadraceError(Exception):
    """What all errors of headrace have in common: `message`, the `place` it is about and a `hint`, which may be empty."""

    def __init__(self, message: str, place: str = '', hint: str = ''):
        super().__init__(message, place, hint)
        self.message, self.place, self.hint = message, place, hint

    def __str__(self) -> str:
        text = f'{self.place}: {self.message}' if self.place else self.message
        return f'{text}\n  hint: {self.hint}' if self.hint else text


class InputError(HeadraceError, ValueError):
    """The events, the state or another input is wrong."""


class UsageError(HeadraceError, ValueError):
    """An argument means nothing."""


class OutsideError(HeadraceError, OSError):
    """Trouble outside: a disk, a network, permissions."""

    def __init__(self, message: str, place: str = '', hint: str = ''):
        OSError.__init__(self, message)  # two or three arguments would be a number, a text and a file
        self.message, self.place, self.hint = message, place, hint
        self.filename = place or None

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.place, self.hint)


class SpecError(HeadraceError, ValueError):
    """A spec is wrong. `diagnostics` has all that was found; the fields are those of the first error."""

    def __init__(self, diagnostics: list[Diagnostic]):
        self.diagnostics = list(diagnostics)
        first = self.errors[0]
        super().__init__(first.message, f'{first.file}:{first.line}:{first.column}', first.hint)
        self.args = (self.diagnostics,)
        self.file, self.line, self.column, self.code = first.file, first.line, first.column, first.code

    @property
    def errors(self) -> list[Diagnostic]:
        """Those of `diagnostics` that are errors; at least one."""
        return [d for d in self.diagnostics if d.severity == 'error']

    def __str__(self) -> str:
        return '\n'.join(map(str, self.errors))

    def _repr_html_(self) -> str:
        return diagnostics_html(self.diagnostics)


def diagnostics_html(diagnostics: list[Diagnostic]) -> str:
    """Diagnostics as a table for notebooks."""
    if not diagnostics:
        return '<div>nothing is wrong</div>'
    rows = [(d.severity, f'{d.file}:{d.line}:{d.column}' if d.line else d.file, d.name, d.message, d.hint or d.allowed, d.code)
            for d in diagnostics]
    return html_table(('severity', 'where', 'in', 'what', 'hint', 'code'), rows, 'Diagnostics')


def diagnostics_of(found: list[dict[str, Any]]) -> list[Diagnostic]:
    """Out of `diagnostics` in the command's JSON."""
    return [
        Diagnostic(d['severity'], d['code'], d.get('file') or '', d.get('line') or 0, d.get('column') or 0, d['message'],
                   d.get('name') or '', d.get('allowed') or '', d.get('hint') or '')
        for d in found
    ]


def parse_diagnostics(text: str) -> list[Diagnostic]:
    """Out of the JSON of `headrace validate --format=json`."""
    return diagnostics_of(json.loads(text)['diagnostics'])


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Failures of the native module as the exceptions of this one."""
    try:
        yield
    except _headrace.Failure as failure:
        kind, *about = failure.args
        exception = {'input': InputError, 'usage': UsageError, 'outside': OutsideError}.get(kind, HeadraceError)
        raise exception(*about) from failure.__cause__
