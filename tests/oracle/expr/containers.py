"""Blurr's records and field containers, as this folder's reference needs them: the behaviour that language.md describes,
in words of our own. test_reference.py compares them with Blurr's classes when Blurr is installed.
"""

import datetime as dt


def wrap(value):
    if isinstance(value, dict):
        return Record(value)
    return RecordList(value) if isinstance(value, list) and value else value


class Record(dict):
    """Keys as attributes; a missing one is None. Indexing and attributes give records, all else plain values."""

    __module__ = 'blurr.core.record'

    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__'):
            raise AttributeError(name)
        return wrap(dict.__getitem__(self, name)) if name in self else None

    def __getitem__(self, key):
        return wrap(dict.__getitem__(self, key)) if key in self else None


class RecordList(list):
    __module__ = 'blurr.core.record'

    def __getitem__(self, index):
        return wrap(list.__getitem__(self, index))


_STORABLE = (type(None), bool, int, float, str, dt.date, dt.time, tuple, list, dict, set, frozenset)


def require_storable(value):
    """A field's container takes in what JSON can print (docs/blurr-differences.md, 11)."""
    if not isinstance(value, _STORABLE):
        raise TypeError(f'a field cannot hold a {type(value).__name__}')
    if isinstance(value, _Container):
        return value  # looked at as it was filled
    if isinstance(value, dict):
        value_items = dict.values(value)
    else:
        value_items = value if isinstance(value, (tuple, list, set, frozenset)) else ()
    for item in value_items:
        require_storable(item)
    return value


def require_storable_items(iterable):
    if isinstance(iterable, (tuple, list, dict, set, frozenset)):
        return require_storable(iterable)
    return map(require_storable, iterable) if hasattr(iterable, '__iter__') and not isinstance(
        iterable, (str, bytes, range)) else iterable


# Methods that put in their arguments, behind so many keys; and such that put in what these hold.
_TAKES = {'append': 0, 'insert': 0, 'add': 0, 'set': 1, 'setdefault': 1, 'increment': 1}
_TAKES_ALL = {'extend', 'update', 'symmetric_difference_update'}


def checked_arguments(method, args, kwargs):
    """The positional arguments of a field container's method, if it may take in what they and the others are."""
    if method in _TAKES:
        values = [*args[_TAKES[method]:], *(v for k, v in kwargs.items() if k != 'key')]
    elif method in _TAKES_ALL:
        args = [require_storable_items(value) for value in args]
        values = kwargs.values()
    else:
        values = ()
    for value in values:
        require_storable(value)
    return args


class _Container:
    """A named method that gives None gives the container; one that gives a plain base value gives a wrapped copy."""

    _base = None

    def __getattribute__(self, name):
        attribute = super().__getattribute__(name)
        if name.startswith('_') or not callable(attribute):
            return attribute

        def method(*args, **kwargs):
            result = attribute(*checked_arguments(name, args, kwargs), **kwargs)
            if result is None:
                return self
            kind = type(self)
            return kind(result) if isinstance(result, kind._base) and not isinstance(result, kind) else result

        return method


class Map(_Container, dict):
    _base = dict

    def set(self, key, value):
        if key is not None:
            self[key] = value

    def increment(self, key, by=1):
        if key is not None:
            self[key] = self.get(key, 0) + by


class List(_Container, list):
    _base = list

    def append(self, obj):
        if obj is not None:
            list.append(self, obj)

    def insert(self, index, obj):
        if obj is not None:
            list.insert(self, index, obj)


class Set(_Container, set):
    _base = set

    def add(self, element):
        if element is not None:
            set.add(self, element)
