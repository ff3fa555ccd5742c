"""What a plan says of itself (docs/explain.md) as tables for notebooks."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

from .errors import diagnostics_html, diagnostics_of
from .notebook import html_details, html_table, html_text


def plan_html(content: dict[str, Any], text: str) -> str:
    """All specs of an explanation, and folded away the text that the command prints of them."""
    return ''.join(map(_spec, content['specs'])) + html_details('as the command prints it', html_text(textwrap.dedent(text)))


def _spec(spec: dict[str, Any]) -> str:
    parts = [f'<h4>{escape(spec["name"])}, a {escape(spec["type"])} spec in {escape(spec["file"])}</h4>']
    if 'event' in spec:
        keys = [f'the whole event, for {w["owner"]}: {w["text"]}' for w in spec['event']['why']] or spec['event']['keys']
        parts.append(f'<div>Read of an event: {", ".join(f"<code>{escape(key)}</code>" for key in keys) or "nothing"}</div>')
    parts.append(expressions_html(spec))
    parts.append(_state(spec) if spec['type'] == 'streaming' else _columns(spec) + _windows(spec))
    if spec['diagnostics']:
        parts.append(diagnostics_html(diagnostics_of(spec['diagnostics'])))
    return ''.join(parts)


def expressions_html(spec: dict[str, Any]) -> str:
    """The expressions in the order in which they run."""
    rows = [(_title(spec['name'], e), e['text'], _type(e), 'native' if e['native'] else f'CPython: {", ".join(e["python"])}',
             ', '.join([*e['reads'], *e['imports']])) for e in spec['expressions']]
    return html_table(('expression', 'text', 'type', 'runs', 'reads'), rows, 'Expressions')


def _title(spec: str, expression: dict[str, Any]) -> str:
    owner = expression['owner'].removeprefix(spec).removeprefix('.')
    return owner if expression['key'] == 'Value' else f'{owner} {expression["key"]}'.strip()


def _type(expression: dict[str, Any]) -> str:
    proved = ' or '.join(expression.get('types', ['any']))
    return f'{proved} → {expression["field_type"]}' if 'field_type' in expression else proved


def _slots(aggregate: dict[str, Any]) -> str:
    return ', '.join(f'{slot["name"]} {slot["type"]}' for slot in aggregate['slots'])


def _kind(aggregate: dict[str, Any]) -> str:
    return str(aggregate['type'].rpartition(':')[2].lower())


def _state(spec: dict[str, Any]) -> str:
    rows = [(a['name'], _kind(a), 'yes' if a['stored'] else 'no', a['row_bytes'], a['saved_row_bytes'], _slots(a))
            for a in spec['aggregates']]
    return html_table(('aggregate', 'kind', 'stored', 'row, bytes', 'saved row, bytes', 'slots'), rows,
                      f'State of an identity, {spec["state_bytes"]:,} bytes without a saved row')


def _columns(spec: dict[str, Any]) -> str:
    return html_table(('aggregate', 'kind', 'columns'), [(a['name'], _kind(a), _slots(a)) for a in spec['aggregates']], 'Row')


def _windows(spec: dict[str, Any]) -> str:
    rows = [(w['aggregate'], w['window'], w['range'], w['drops_row'], ', '.join(w['columns']), f'[{w["begin"]}, {w["end"]})')
            for w in spec['windows']]
    return html_table(('aggregate', 'window', 'blocks', 'no row', 'reads', 'index range'), rows,
                      f'Windows over the blocks of {spec["blocks"]} by start; a is the start of the anchor’s')
