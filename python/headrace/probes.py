"""Specs made out of a run's own, which make the engine tell of one identity: its events, blocks, anchors and windows.

Nothing of the engine is done over: whose an event is, what a block or an anchor is, and which blocks a window holds, the engine
answers by running the same expressions. Specs are changed as YAML nodes, so that what is not changed stays as it was written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .errors import OutsideError
from .spec import Spec

if TYPE_CHECKING:
    import yaml

PROBE = 'headrace_probe'  # the aggregate, and the field, that is added


def parse(spec: Spec) -> yaml.MappingNode:
    """The spec's YAML. Raises OutsideError without PyYAML."""
    try:
        import yaml
    except ImportError as error:
        raise OutsideError('specs are looked into with PyYAML, which is not installed', '',
                           "pip install 'headrace[plot]'") from error
    node = yaml.compose(spec.text, Loader=yaml.SafeLoader)
    assert isinstance(node, yaml.MappingNode)  # it was compiled
    return node


def _node(value: Any) -> yaml.Node:
    """A value of Python's as flow YAML."""
    import yaml
    node = yaml.compose(json.dumps(value), Loader=yaml.SafeLoader)
    assert node is not None
    return node


def get(mapping: yaml.Node, key: str) -> yaml.Node | None:
    """The value of a key, if it is there."""
    return next((value for name, value in mapping.value if name.value == key), None)


def text_of(mapping: yaml.Node, key: str) -> str | None:
    """A scalar's text."""
    node = get(mapping, key)
    return None if node is None else str(node.value)


def _when(mapping: yaml.Node) -> str | None:
    return text_of(mapping, 'When') or text_of(mapping, 'Filter')


def _set(mapping: yaml.Node, key: str, value: Any) -> None:
    mapping.value = [(name, old) for name, old in mapping.value if name.value != key]
    if value is not None:
        mapping.value.append((_node(key), _node(value)))


def _made(spec: Spec, root: yaml.Node) -> Spec:
    import yaml
    _set(root, 'Tests', None)
    return Spec(yaml.serialize(root, Dumper=yaml.SafeDumper, allow_unicode=True, width=1 << 20), f'<of {spec.file}>', spec.folder)


def _all_of(*conditions: str | None) -> str:
    return ' and '.join(f'({c})' for c in conditions if c is not None)


def _probe(*fields: tuple[str, str, str, str | None]) -> list[dict[str, str]]:
    """Fields: name, type, value, when."""
    return [{'Name': name, 'Type': kind, 'Value': value} | ({'When': when} if when is not None else {})
            for name, kind, value, when in fields]


def only(spec: Spec, identity: str) -> Spec:
    """A streaming spec for this identity alone."""
    root = parse(spec)
    condition = _all_of(f'identity == {identity!r}', _when(root))
    _set(root, 'Filter', None)
    _set(root, 'When', condition)
    return _made(spec, root)


def events_of(spec: Spec, identity: str, by: str | None) -> Spec:
    """A streaming spec with one record, which lists the identity's events: `times`; `taken`, the numbers of those that the spec's
    `When` lets in; `kinds`, [number, text] of those for which the expression `by` has a value."""
    root = parse(spec)
    number = f'{PROBE}.n'
    fields = _probe(('times', 'list', f'{PROBE}.times.append(time)', None),
                    ('taken', 'list', f'{PROBE}.taken.append({number})', _when(root)),
                    ('kinds', 'list', f'{PROBE}.kinds.append([{number}, str({by})])', f'({by}) is not None'),
                    ('n', 'integer', f'{number} + 1', None))
    if by is None:
        del fields[2]
    _set(root, 'Filter', None)
    _set(root, 'When', f'identity == {identity!r}')
    _set(root, 'Stores', [{'Type': 'Blurr:Store:Memory', 'Name': 'memory'}])
    _set(root, 'Aggregates', [{'Type': 'Blurr:Aggregate:Identity', 'Name': PROBE, 'Store': 'memory', 'Fields': fields}])
    return _made(spec, root)


_TIMES: tuple[tuple[str, str, str, None], ...] = (('start', 'datetime', 'anchor._start_time', None),
                                                  ('end', 'datetime', 'anchor._end_time', None))


def blocks_of(window: Spec) -> Spec:
    """A window spec that gives a row for each block of its aggregate: `start`, `end`, whether it is an `anchor`, and whether the
    spec's `When` lets it in."""
    root = parse(window)
    anchor = get(root, 'Anchor')
    assert anchor is not None
    conditions = (('anchor', text_of(anchor, 'Condition')), ('taken', _when(root)))
    flags = [(name, 'boolean', 'True', condition) for name, condition in conditions]
    _set(root, 'When', None)
    _set(root, 'Filter', None)
    _set(root, 'Anchor', {'Condition': 'True'})
    _set(root, 'Aggregates', [{'Type': 'Blurr:Aggregate:Variable', 'Name': PROBE, 'Fields': _probe(*_TIMES, *flags)}])
    return _made(window, root)


def rows_of(window: Spec, sampled: bool) -> Spec:
    """The window spec, whose rows also tell the anchor's `start` and `end`, and for each window, by a twin of it, the starts of its
    blocks: `headrace_probe_0.starts` and so on. Not `sampled`: without `Anchor.Max`."""
    root = parse(window)
    anchor, aggregates = get(root, 'Anchor'), get(root, 'Aggregates')
    assert anchor is not None and aggregates is not None
    if not sampled:
        _set(anchor, 'Max', None)
    twins = [_twin(aggregate, f'{PROBE}_{i}') for i, aggregate in enumerate(_windows(root))]
    aggregates.value += [*twins, _node({'Type': 'Blurr:Aggregate:Variable', 'Name': PROBE, 'Fields': _probe(*_TIMES)})]
    return _made(window, root)


def _twin(window: yaml.Node, name: str) -> yaml.Node:
    """The same window, whatever its aggregate's `When` says, as its blocks' starts."""
    twin = _node({'Type': 'Blurr:Aggregate:Window', 'Name': name, 'Fields': _probe(('starts', 'list', 'source._start_time', None))})
    twin.value += [(key, value) for key, value in window.value if key.value in ('WindowType', 'WindowValue', 'Source')]
    return twin


def has_max(window: Spec) -> bool:
    """Whether the spec draws among the anchors."""
    anchor = get(parse(window), 'Anchor')
    return anchor is not None and get(anchor, 'Max') is not None


def _kind(aggregate: yaml.Node) -> str:
    return (text_of(aggregate, 'Type') or '').rpartition(':')[2].lower()


def _windows(root: yaml.Node) -> list[yaml.Node]:
    aggregates = get(root, 'Aggregates')
    return [a for a in aggregates.value if _kind(a) == 'window'] if aggregates is not None else []


def definitions(window: Spec) -> list[tuple[str, str, float]]:
    """(name, 'day', 'hour', 'count' or 'all', value) of each window aggregate, as the spec has them."""
    import yaml
    found = []
    for aggregate in _windows(parse(window)):
        value = get(aggregate, 'WindowValue')
        number = 0 if value is None else yaml.SafeLoader('').construct_object(value, deep=True)
        found.append((str(text_of(aggregate, 'Name')), (text_of(aggregate, 'WindowType') or 'all').lower(), float(number)))
    return found


def block_aggregate(stream: Spec) -> str:
    """The one aggregate whose blocks a window spec on top looks at."""
    aggregates = get(parse(stream), 'Aggregates')
    assert aggregates is not None
    return next(str(text_of(a, 'Name')) for a in aggregates.value if _kind(a) in ('block', 'activity'))
