"""Specs: loading, checking, explaining."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any, Union

from . import _headrace
from .arguments import checked_functions
from .errors import Diagnostic, InputError, SpecError, UsageError, diagnostics_html, parse_diagnostics, translated
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
        texts = [(self.file, self.text), *self._beside(others)]
        return [d for d in parse_diagnostics(_headrace.check(texts)) if d.file in ('', self.file)]

    def explain(self, *others: Source) -> Explanation:
        """How it is run: what it reads of events, what is native, its state, its windows. A window spec needs its streaming
        spec among `others`: UsageError without it; SpecError where a spec has errors."""
        texts = [*self._beside(others), (self.file, self.text)]
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

    def _beside(self, others: Iterable[Source]) -> list[tuple[str, str]]:
        """Names and texts of specs that this one is checked with."""
        return [(_apart(s, self, 'other'), s.text) for s in (load(other, check=False) for other in others)]

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
    False; OSError where the file cannot be read, InputError where it is not UTF-8.
    """
    if isinstance(source, Spec):
        spec = source
    elif isinstance(source, dict):
        spec = Spec(json.dumps(source, ensure_ascii=False, indent=1), '<dict>')
    elif isinstance(source, str) and '\n' in source:
        spec = Spec(source, '<text>')
    else:
        path = Path(source)
        try:
            spec = Spec(path.read_text(encoding='utf-8'), str(path), str(path.parent))
        except UnicodeDecodeError as e:
            raise InputError(f'the file is not UTF-8 (at byte {e.start})', str(path)) from None
    if check:
        found = spec.check()
        if any(d.severity == 'error' for d in found):
            raise SpecError(found)
    return spec


def placed(source: Source) -> Spec:
    """A spec whose modules are found from any working directory. Not for users."""
    spec = load(source, check=False)
    return Spec(spec.text, spec.file, os.path.abspath(spec.folder))


def _apart(spec: Spec, first: Spec, word: str) -> str:
    """What a spec is called in messages beside another, where both are texts without a name."""
    return f'<{word} {spec.file[1:]}' if spec.file == first.file and spec.file.startswith('<') else spec.file


class Compiled:
    """A streaming spec, with or without a window spec, ready to run. Not for users."""

    def __init__(self, stream: Source, window: Source | None, functions: dict[str, Any] | None):
        specs = [load(stream, check=False)] + ([] if window is None else [load(window, check=False)])
        self.specs = specs
        self.functions = checked_functions(functions)
        names = [specs[0].file, *(_apart(window, specs[0], 'window') for window in specs[1:])]
        with translated():
            texts = [(name, spec.text, spec.folder) for name, spec in zip(names, specs)]
            self.native = _headrace.Compiled(texts, self.functions)
        self.diagnostics = parse_diagnostics(self.native.diagnostics)
        if not self.native.is_valid:
            raise SpecError(self.diagnostics)
