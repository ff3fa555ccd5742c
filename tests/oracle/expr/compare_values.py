"""Compares two results of a case (ENCODING.md): types distinguished, sets without order, `other` equal to `other`."""

import json
import struct


def canonical(value):
    """The encoded value in a form that is equal exactly when the values are the same."""
    if isinstance(value, dict) and len(value) >= 1:
        kind, content = next(iter(value.items()))
        if kind == 'set':
            return {'set': sorted((canonical(v) for v in content), key=lambda v: json.dumps(v, sort_keys=True))}
        if kind in ('list', 'tuple', 'keys', 'values', 'items'):
            return {kind: [canonical(v) for v in content]}
        if kind == 'dict':
            return {'dict': [[canonical(k), canonical(v)] for k, v in content]}
        if kind == 'other':
            return {'other': ''}
    return value


def same(expected, actual):
    """None when the results agree, 'class' when both are errors of different classes, else 'value'."""
    if ('x' in expected) != ('x' in actual):
        return 'value'
    if 'x' not in expected and not _identical(canonical(expected['v']), canonical(actual['v'])):
        return 'value'
    if not _identical([[n, canonical(v)] for n, v in expected.get('f', [])],
                      [[n, canonical(v)] for n, v in actual.get('f', [])]):
        return 'value'
    if 'x' in expected and expected['x'] != actual['x']:
        return 'class'
    return None


def _identical(left, right):
    """Equality in which True is not 1."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(map(_identical, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(_identical(v, right[k]) for k, v in left.items())
    return left == right


def readable(result):
    """A result for people: floats as Python writes them."""
    if 'x' in result:
        text = 'error ' + result['x']
    else:
        text = _readable(result['v'])
    for name, value in result.get('f', []):
        text += '  a.%s=%s' % (name, _readable(value))
    return text


def _readable(value):
    if not isinstance(value, dict):
        return repr(value)
    kind, content = next(iter(value.items()), ('dict', []))
    if kind == 'int':
        return content
    if kind == 'float':
        return 'nan' if content == 'nan' else repr(struct.unpack('>d', bytes.fromhex(content))[0])
    if kind in ('list', 'tuple', 'set', 'keys', 'values', 'items'):
        return '%s[%s]' % ('' if kind == 'list' else kind, ', '.join(map(_readable, content)))
    if kind == 'dict':
        return '{%s}' % ', '.join('%s: %s' % (_readable(k), _readable(v)) for k, v in content)
    return json.dumps(value)
