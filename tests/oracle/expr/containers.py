"""Blurr's records and field containers, as this folder's reference needs them: the behaviour that language.md describes,
in words of our own. tests/oracle/test_oracle.py compares them with Blurr's classes when Blurr is installed.
"""


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


class _Container:
    """A named method that gives None gives the container; one that gives a plain base value gives a wrapped copy."""

    _base = None

    def __getattribute__(self, name):
        attribute = super().__getattribute__(name)
        if name.startswith('_') or not callable(attribute):
            return attribute

        def method(*args, **kwargs):
            result = attribute(*args, **kwargs)
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
