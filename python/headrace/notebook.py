"""Tables for notebooks and pages: HTML with everything escaped. Styles stand on the elements, since front ends drop sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

_CELL_CHARACTERS = 120  # longer texts are cut; the whole is the cell's tooltip
_TOOLTIP_CHARACTERS = 2000
_LEFT, _RIGHT = 'text-align:left;vertical-align:top', 'text-align:right;vertical-align:top'

PAGE_STYLE = ('body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1200px;padding:0 1rem}'
              'body{color:#1a2330;background:#fff}h1{font-size:1.5rem;overflow-wrap:anywhere}svg{max-width:100%;height:auto}'
              'table{border-collapse:collapse;display:block;overflow-x:auto;margin:.4rem 0 1.2rem}'
              'th,td{padding:.2rem .7rem;border-bottom:1px solid #e3e6ea;white-space:nowrap}th{color:#566273}')


def html_table(names: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = '') -> str:
    """A table under a bold caption, which is text. Numbers stand to the right; None is grey."""
    head = ''.join(f'<th style="{_LEFT}">{escape(name)}</th>' for name in names)
    body = ''.join(f'<tr>{"".join(map(_cell, row))}</tr>' for row in rows)
    title = f'<div style="margin-top:0.6em"><b>{escape(caption)}</b></div>' if caption else ''
    return f'{title}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def html_text(text: str) -> str:
    """Text with its lines and blanks as they are."""
    return f'<pre style="white-space:pre-wrap">{escape(text)}</pre>'


def html_details(summary: str, content: str) -> str:
    """HTML `content` that is folded away under a text."""
    return f'<details><summary>{escape(summary)}</summary>{content}</details>'


def _cell(value: Any) -> str:
    if value is None:
        return f'<td style="{_LEFT};opacity:0.5">None</td>'
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    text = f'{value:,}' if isinstance(value, int) and number else str(value)
    style = _RIGHT if number else _LEFT
    if len(text) <= _CELL_CHARACTERS:
        return f'<td style="{style}">{escape(text)}</td>'
    return f'<td style="{style}" title="{escape(text[:_TOOLTIP_CHARACTERS])}">{escape(text[:_CELL_CHARACTERS])}…</td>'
