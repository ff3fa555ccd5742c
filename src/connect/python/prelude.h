// Python code that the bridge runs once: the classes that user functions see for events and for fields'
// containers.
#pragma once

namespace headrace::python {

inline constexpr const char* kPrelude = R"py(
import datetime


class Record(dict):
    """An event: keys are attributes, a missing one is None, what is inside is a record too."""

    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__'):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, key):
        return _wrap(dict.__getitem__(self, key)) if key in self else None


class RecordList(list):
    """A list in an event."""

    def __getitem__(self, index):
        return _wrap(list.__getitem__(self, index))


def _wrap(value):
    if isinstance(value, dict):
        return Record(value)
    return RecordList(value) if isinstance(value, list) and value else value


def _field_container(name, base, own):
    """A field's container: its named methods give the container where Python's give None, and keep its type."""

    def named(method):
        def call(self, *args, **kwargs):
            result = method(self, *args, **kwargs)
            if result is None:
                return self
            if isinstance(result, base) and not isinstance(result, cls):
                return cls(result)
            return result
        return call

    members = {n: named(getattr(base, n)) for n in dir(base) if not n.startswith('__') and callable(getattr(base, n))}
    members.update({n: named(f) for n, f in own.items()})
    cls = type(name, (base,), members)
    return cls


def _map_set(self, key, value):
    if key is not None:
        self[key] = value


def _map_increment(self, key, by=1):
    if key is not None:
        self[key] = dict.get(self, key, 0) + by


def _list_append(self, item):
    if item is not None:
        list.append(self, item)


def _list_insert(self, index, item):
    if item is not None:
        list.insert(self, index, item)


def _set_add(self, item):
    if item is not None:
        set.add(self, item)


Map = _field_container('Map', dict, {'set': _map_set, 'increment': _map_increment})
List = _field_container('List', list, {'append': _list_append, 'insert': _list_insert})
Set = _field_container('Set', set, {'add': _set_add})

try:
    from dateutil.tz import tzlocal, tzoffset, tzutc
except ImportError:
    tzutc = lambda: datetime.timezone.utc
    tzlocal = lambda: datetime.timezone.utc
    tzoffset = lambda name, seconds: datetime.timezone(datetime.timedelta(seconds=seconds))


def make_zone(family, microseconds, name):
    if family == 2:
        return tzutc()
    if family == 3:
        return tzoffset(name, microseconds / 1000000)
    if family == 4:
        return tzlocal()
    offset = datetime.timedelta(microseconds=microseconds)
    if name is not None:
        return datetime.timezone(offset, name)
    return datetime.timezone(offset) if offset else datetime.timezone.utc


def folded(time):
    return time.replace(fold=1)


def zone_parts(zone, when):
    """(family, microseconds, name) of a tzinfo, at a moment."""
    family = {'tzutc': 2, 'tzoffset': 3, 'tzlocal': 4}.get(type(zone).__name__, 1)
    offset = zone.utcoffset(when)
    if offset is None:
        return (0, 0, None)
    name = None
    if family == 3:
        name = zone.tzname(when)
    elif not isinstance(zone, datetime.timezone) and family == 1:
        name = zone.tzname(when)
    elif isinstance(zone, datetime.timezone) and repr(zone).count(',') > repr(offset).count(','):
        name = zone.tzname(when)
    return (family, offset // datetime.timedelta(microseconds=1), name)


def replace_list(target, items):
    list.__setitem__(target, slice(None), items)
)py";

}  // namespace headrace::python
