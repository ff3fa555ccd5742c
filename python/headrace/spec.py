"""Specs: loading, checking, explaining."""

from __future__ import annotations

import contextlib
import json
import os
from html import escape
from pathlib import Path
from typing import Any, Union

from . import _headrace
from .errors import Diagnostic, SpecError, UsageError, diagnostics_html, parse_diagnostics, translated
from .explained import expressions_html, plan_html
from .notebook import html_details, html_text

Source = Union[str, 'os.PathLike[str]', dict[str, Any], 'Spec']


class Explanation(dict[str, Any]):
    """What a spec's plan says of itself: the JSON of `headrace explain` as a dict. str() of it is for people."""

    def __init__(self, content: dict[str, Any], text: str):
        super().__init__(content)
        self.text = text

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return plan_html(self, self.text)


class Spec:
    """A streaming or window spec: its text, and what it is called in messages. Immutable; pickles."""

    __slots__ = ('file', 'text', '_folder')

    def __init__(self, text: str, file: str = '<spec>', folder: str = '.'):
        """`folder` is where modules that the spec imports are looked for."""
        self.text, self.file, self._folder = text, file, folder

    @property
    def folder(self) -> str:
        """Where modules that the spec imports are looked for."""
        return self._folder

    def check(self, *others: Source) -> list[Diagnostic]:
        """All that is wrong or doubtful, errors included. A window spec is checked against its streaming spec where that is
        among `others`."""
        specs = [self, *(load(other, check=False) for other in others)]
        return [d for d in parse_diagnostics(_headrace.check([(s.file, s.text) for s in specs])) if d.file in ('', self.file)]

    def explain(self, *others: Source) -> Explanation:
        """How it is run: what it reads of events, what is native, its state, its windows. A window spec needs its streaming
        spec among `others`: UsageError without it; SpecError where a spec has errors."""
        specs = [load(other, check=False) for other in others] + [self]
        texts = [(s.file, s.text) for s in specs]
        with translated():
            content = _headrace.explain(texts, json=True)
            text = _headrace.explain(texts, json=False)
        if not content:
            found = parse_diagnostics(_headrace.check(texts))
            if any(d.severity == 'error' for d in found):
                raise SpecError(found)
            raise UsageError('a window spec is explained on top of its streaming spec', self.file,
                             "pass it along: window.explain('stream.yml')")
        return Explanation(json.loads(content), text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spec) and (self.text, self.file, self._folder) == (other.text, other.file, other._folder)

    def __hash__(self) -> int:
        return hash((self.text, self.file))

    def __reduce__(self) -> tuple[Any, ...]:
        return Spec, (self.text, self.file, self._folder)

    def __repr__(self) -> str:
        return f'Spec({self.file!r})'

    def _repr_html_(self) -> str:
        found = self.check()
        plans = []
        if not any(d.severity == 'error' for d in found):
            with contextlib.suppress(UsageError):  # a window spec has no plan without its streaming spec
                plans = [expressions_html(plan) for plan in self.explain()['specs']]
        return (f'<h4>{escape(self.file)}</h4>' + ''.join(plans) + diagnostics_html(found)
                + html_details('YAML', html_text(self.text)))


def load(source: Source, check: bool = True) -> Spec:
    """A spec from a path, from YAML text, or from a dict as YAML gives it.

    A string is text where it has several lines, else a path. Raises SpecError where the spec has errors, unless `check` is
    False; OSError where the file cannot be read.
    """
    if isinstance(source, Spec):
        spec = source
    elif isinstance(source, dict):
        spec = Spec(json.dumps(source, ensure_ascii=False, indent=1), '<dict>')
    elif isinstance(source, str) and '\n' in source:
        spec = Spec(source, '<text>')
    else:
        path = Path(source)
        spec = Spec(path.read_text(encoding='utf-8'), str(path), str(path.parent))
    if check:
        found = spec.check()
        if any(d.severity == 'error' for d in found):
            raise SpecError(found)
    return spec


class Compiled:
    """A streaming spec, with or without a window spec, ready to run. Not for users."""

    def __init__(self, stream: Source, window: Source | None, functions: dict[str, Any] | None):
        specs = [load(stream, check=False)] + ([] if window is None else [load(window, check=False)])
        self.specs = specs
        self.functions = functions
        with translated():
            self.native = _headrace.Compiled([(s.file, s.text) for s in specs], specs[0].folder, dict(functions or {}))
        self.diagnostics = parse_diagnostics(self.native.diagnostics)
        if not self.native.is_valid:
            raise SpecError(self.diagnostics)
