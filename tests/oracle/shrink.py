"""Makes a pair that shows a difference small: drops what can be dropped while the same kind of difference stays."""

import ast
import copy
import json
import time

from pair import Pair


def shrink(pair, still_differs, seconds=60):
    """The smallest pair found within the time. `still_differs(pair)` must be true of `pair`."""
    end = time.monotonic() + seconds
    pair = Pair.from_json(pair.to_json())
    again = True
    while again and time.monotonic() < end:
        again = False
        for step in (_without_window, _one_file, _fewer_events, _fewer_parts, _fewer_keys, _simpler_texts):
            for smaller in step(pair):
                if time.monotonic() > end:
                    return pair
                if smaller is not None and still_differs(smaller):
                    pair, again = smaller, True
                    break
    return pair


def _changed(pair, **changes):
    return Pair.from_json(json.dumps(dict(vars(pair), **changes)))


def _without_window(pair):
    if pair.window is not None:
        yield _changed(pair, window=None)
    if pair.style != 3:
        yield _changed(pair, style=3)
    if pair.newline != '\n':
        yield _changed(pair, newline='\n')
    if pair.documents:
        yield _changed(pair, documents=False)
    if pair.modules:
        yield _changed(pair, modules={})


def _one_file(pair):
    if len(pair.files) > 1:
        yield _changed(pair, files=[[line for lines in pair.files for line in lines]])


def _fewer_events(pair):
    lines = pair.files[0]
    size = len(lines) // 2
    while size:
        for i in range(0, len(lines), size):
            if len(lines) > size:
                yield _changed(pair, files=[lines[:i] + lines[i + size:]] + pair.files[1:])
        size //= 2


def _fewer_parts(pair):
    """Without an aggregate, a field, a dimension, a When, an import, a store, at any depth."""
    for name in ('window', 'stream'):
        spec = getattr(pair, name)
        if spec is None:
            continue
        for path in _droppable(spec, ()):
            smaller = copy.deepcopy(spec)
            place = smaller
            for key in path[:-1]:
                place = place[key]
            del place[path[-1]]
            yield _changed(pair, **{name: smaller})


def _droppable(node, path):
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ('When', 'Dimensions', 'Description', 'Import', 'SourceBTS'):
                yield path + (key,)
            yield from _droppable(value, path + (key,))
    elif isinstance(node, list) and path and path[-1] in ('Aggregates', 'Fields', 'Dimensions', 'Import', 'Stores'):
        for i in range(len(node)):
            if len(node) > 1 or path[-1] == 'Fields':
                yield path + (i,)
        for i, value in enumerate(node):
            yield from _droppable(value, path + (i,))


def _fewer_keys(pair):
    """Without a key of the events."""
    keys = set()
    for line in pair.files[0]:
        event = _event(line)
        keys.update(event or ())
    for key in sorted(keys):
        lines = []
        for line in pair.files[0]:
            event = _event(line)
            lines.append(line if event is None or key not in event
                         else json.dumps({k: v for k, v in event.items() if k != key}))
        yield _changed(pair, files=[lines] + pair.files[1:])
    plain = [line if _event(line) is None else json.dumps(_event(line)) for line in pair.files[0]]
    if plain != pair.files[0]:
        yield _changed(pair, files=[plain] + pair.files[1:])


def _event(line):
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _simpler_texts(pair):
    """An expression replaced by one of its parts."""
    for name in ('window', 'stream'):
        spec = getattr(pair, name)
        for path, text in _texts(spec, ()):
            for part in _parts(text):
                smaller = copy.deepcopy(spec)
                place = smaller
                for key in path[:-1]:
                    place = place[key]
                place[path[-1]] = part
                yield _changed(pair, **{name: smaller})


def _texts(node, path):
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ('Value', 'When', 'Condition') and isinstance(value, str):
                yield path + (key,), value
            else:
                yield from _texts(value, path + (key,))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from _texts(value, path + (i,))


def _parts(text):
    try:
        tree = ast.parse(text, mode='eval').body
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and node is not tree:
            part = ast.get_source_segment(text, node)
            if part and len(part) < len(text):
                yield part
