// Python objects to values, and what Python changed in its arguments.

#include "connect/python/crossing.h"
#include "connect/python/foreign_object.h"
#include "data/datetime.h"
#include "data/number_text.h"

namespace headrace::python {

struct ZoneParts {
  TimeZone tz;
};

namespace {

PyObject* type_of(PyObject* object) { return object->type; }
bool is_subtype(PyObject* object, PyObject* type) {
  return type_of(object) == type || api().PyType_IsSubtype(type_of(object), type) != 0;
}

bool int_attribute(PyObject* object, const char* name, int64_t* out) {
  const Ref v(api().PyObject_GetAttrString(object, name));
  if (!v) return false;
  int overflow = 0;
  *out = api().PyLong_AsLongLongAndOverflow(v.get(), &overflow);
  return overflow == 0;
}

}  // namespace

bool Crossing::int_to_value(PyObject* object, Value* out) {
  int overflow = 0;
  const long long i = api().PyLong_AsLongLongAndOverflow(object, &overflow);
  if (overflow == 0) {
    *out = Value::integer(i);
    return true;
  }
  const Ref hex(api().PyNumber_ToBase(object, 16));
  const std::string text = text_of(hex.get());
  return parse_int(text, 16, out) == IntText::kOk || cx_.fail(Exc::kValueError, "not an integer");
}

bool Crossing::container_to_value(PyObject* object, Value* out, int depth, bool* done) {
  PyObject* type = type_of(object);
  *done = true;
  if (type == api().PyTuple_Type) {
    const ptrdiff_t n = api().PyTuple_Size(object);
    TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(n));
    *out = Value::adopt(tuple);
    for (ptrdiff_t i = 0; i < n; ++i) {
      if (!to_value(api().PyTuple_GetItem(object, i), &tuple->items[i], depth + 1)) return false;
    }
    return true;
  }
  const auto flavor_of = [&](const char* field, const char* record) {
    return type == prelude(field)              ? Flavor::kField
           : record && type == prelude(record) ? Flavor::kRecord
                                               : Flavor::kPlain;
  };
  if (type == api().PyList_Type || type == prelude("List") || type == prelude("RecordList")) {
    auto* list = new ListObj(flavor_of("List", "RecordList"));
    *out = Value::adopt(list);
    for (PyObject* item : items_of(object, Kind::kList)) {
      list->items.emplace_back();
      if (!to_value(item, &list->items.back(), depth + 1)) return false;
    }
    return true;
  }
  if (type == api().PyDict_Type || type == prelude("Map") || type == prelude("Record")) {
    auto* dict = new DictObj(flavor_of("Map", "Record"));
    *out = Value::adopt(dict);
    const std::vector<PyObject*> items = items_of(object, Kind::kDict);
    for (size_t i = 0; i < items.size(); i += 2) {
      Value key, value;
      if (!to_value(items[i], &key, depth + 1) || !to_value(items[i + 1], &value, depth + 1)) return false;
      bool inserted;
      dict->table.find_or_insert(key, &inserted)->value = std::move(value);
    }
    return true;
  }
  if (type == api().PySet_Type || type == api().PyFrozenSet_Type || type == prelude("Set")) {
    auto* set = new SetObj(type == api().PyFrozenSet_Type ? Flavor::kFrozen : flavor_of("Set", nullptr));
    *out = Value::adopt(set);
    const Ref iterator(api().PyObject_GetIter(object));
    while (const Ref item{api().PyIter_Next(iterator.get())}) {
      Value key;
      if (!to_value(item.get(), &key, depth + 1)) return false;
      bool inserted;
      set->table.find_or_insert(key, &inserted);
    }
    return true;
  }
  *done = false;
  return true;
}

bool Crossing::zone_to_value(PyObject* zone, PyObject* when, ZoneParts* out) {
  if (zone == api()._Py_NoneStruct) return true;
  const Ref parts =
      call_with(prelude("zone_parts"), {Ref::share(zone).release(), Ref::share(when).release()});
  if (!parts) return fail_python();
  int overflow;
  out->tz.zone =
      static_cast<Zone>(api().PyLong_AsLongLongAndOverflow(api().PyTuple_GetItem(parts.get(), 0), &overflow));
  out->tz.offset_us = api().PyLong_AsLongLongAndOverflow(api().PyTuple_GetItem(parts.get(), 1), &overflow);
  PyObject* name = api().PyTuple_GetItem(parts.get(), 2);
  if (name != api()._Py_NoneStruct) {
    out->tz.has_name = true;
    out->tz.name = text_of(name);
  }
  return true;
}

bool Crossing::calendar_to_value(PyObject* object, Value* out, bool* done) {
  PyObject* type = type_of(object);
  *done = true;
  int64_t year, month, day, hour, minute, second, micro;
  const auto date = [&] {
    return int_attribute(object, "year", &year) && int_attribute(object, "month", &month) &&
           int_attribute(object, "day", &day);
  };
  const auto clock = [&] {
    return int_attribute(object, "hour", &hour) && int_attribute(object, "minute", &minute) &&
           int_attribute(object, "second", &second) && int_attribute(object, "microsecond", &micro);
  };
  const auto days = [&] {
    return days_from_civil(static_cast<int32_t>(year), static_cast<int32_t>(month),
                           static_cast<int32_t>(day));
  };
  if (type == datetime_class("date")) {
    if (!date()) return fail_python();
    *out = Value::date(days());
    return true;
  }
  if (type == datetime_class("timedelta")) {
    if (!int_attribute(object, "days", &day) || !int_attribute(object, "seconds", &second) ||
        !int_attribute(object, "microseconds", &micro)) {
      return fail_python();
    }
    *out = Value::timedelta(static_cast<int32_t>(day), second * 1'000'000 + micro);
    return true;
  }
  const bool is_datetime = is_subtype(object, datetime_class("datetime"));  // pandas.Timestamp is one
  if (is_datetime || type == datetime_class("time")) {
    int64_t fold;
    if ((is_datetime && !date()) || !clock() || !int_attribute(object, "fold", &fold)) return fail_python();
    const Ref zone(api().PyObject_GetAttrString(object, "tzinfo"));
    ZoneParts parts;
    if (!zone || !zone_to_value(zone.get(), is_datetime ? object : api()._Py_NoneStruct, &parts)) {
      return zone ? false : fail_python();
    }
    int64_t us = ((hour * 60 + minute) * 60 + second) * 1'000'000 + micro;
    if (is_datetime) us += days() * kDayUs;
    const ZonedTime t{us, fold != 0, parts.tz};
    *out = is_datetime ? make_datetime(t) : make_time(t);
    return true;
  }
  if (type == datetime_class("timezone")) {
    ZoneParts parts;
    if (!zone_to_value(object, api()._Py_NoneStruct, &parts)) return false;
    *out = make_timezone(parts.tz);
    return true;
  }
  *done = false;
  return true;
}

bool Crossing::to_value(PyObject* object, Value* out, int depth) {
  if (depth > kCrossingDepthMax)
    return cx_.fail(Exc::kRecursionError, "a Python function's result is nested too deeply");
  if (!cx_.charge(1)) return false;
  if (const auto known = by_object_.find(object); known != by_object_.end()) {
    *out = crossed_[known->second].value;
    return true;
  }
  PyObject* type = type_of(object);
  if (object == api()._Py_NoneStruct) {
    *out = Value();
  } else if (type == api().PyBool_Type) {
    *out = Value::boolean(object == api()._Py_TrueStruct);
  } else if (type == api().PyLong_Type) {
    return int_to_value(object, out);
  } else if (type == api().PyFloat_Type) {
    *out = Value::real(api().PyFloat_AsDouble(object));
  } else if (type == api().PyUnicode_Type || type == api().PyBytes_Type) {
    const Ref encoded = type == api().PyBytes_Type
                            ? Ref::share(object)
                            : Ref(api().PyUnicode_AsEncodedString(object, "utf-8", "surrogatepass"));
    char* data;
    ptrdiff_t size;
    if (!encoded || api().PyBytes_AsStringAndSize(encoded.get(), &data, &size) != 0) return fail_python();
    const std::string_view text(data, static_cast<size_t>(size));
    *out = type == api().PyBytes_Type ? Value::bytes(text) : Value::string(text);
  } else {
    bool done;
    if (!container_to_value(object, out, depth, &done)) return false;
    if (!done && !calendar_to_value(object, out, &done)) return false;
    if (!done && type == api().PyRange_Type) {
      Value bounds[3];
      const char* names[] = {"start", "stop", "step"};
      for (int i = 0; i < 3; ++i) {
        const Ref bound(api().PyObject_GetAttrString(object, names[i]));
        if (!bound || !int_to_value(bound.get(), &bounds[i])) return false;
      }
      *out = Value::adopt(new RangeObj(bounds[0], bounds[1], bounds[2]));
      done = true;
    }
    if (!done) *out = Value::adopt(new ForeignObject(Ref::share(object).release()));
  }
  return true;
}

// Borrowed references: a list's items, a dict's keys and values in turn, a set's items.
std::vector<PyObject*> Crossing::items_of(PyObject* object, Kind kind) const {
  std::vector<PyObject*> items;
  if (kind == Kind::kList) {
    const ptrdiff_t n = api().PyList_Size(object);
    for (ptrdiff_t i = 0; i < n; ++i) items.push_back(api().PyList_GetItem(object, i));
  } else if (kind == Kind::kDict) {
    ptrdiff_t at = 0;
    PyObject *key, *value;
    while (api().PyDict_Next(object, &at, &key, &value)) {
      items.push_back(key);
      items.push_back(value);
    }
  } else {
    const Ref iterator(api().PyObject_GetIter(object));
    while (const Ref item{api().PyIter_Next(iterator.get())}) items.push_back(item.get());
  }
  return items;
}

bool Crossing::refill(Crossed& crossed) {
  const Value& v = crossed.value;
  const std::vector<PyObject*> items = items_of(crossed.object.get(), v.kind());
  Values values(items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    if (!to_value(items[i], &values[i])) return false;
  }
  bool inserted;
  if (v.kind() == Kind::kList) {
    v.as<ListObj>()->items = std::move(values);
  } else if (v.kind() == Kind::kDict) {
    auto& table = v.as<DictObj>()->table;
    table.clear();
    for (size_t i = 0; i < values.size(); i += 2)
      table.find_or_insert(values[i], &inserted)->value = values[i + 1];
  } else {
    // Insertion order is ours: what stayed keeps its place, what is new comes last.
    SetObj kept;
    const auto& before = v.as<SetObj>()->table;
    SetObj now;
    for (const Value& item : values) now.table.find_or_insert(item, &inserted);
    for (size_t i = 0; i < before.end(); ++i) {
      if (before.entry(i).hash != 0 && now.table.contains(before.entry(i).key)) {
        kept.table.find_or_insert(before.entry(i).key, &inserted);
      }
    }
    for (const Value& item : values) kept.table.find_or_insert(item, &inserted);
    v.as<SetObj>()->table = std::move(kept.table);
  }
  return true;
}

bool Crossing::write_back() {
  const size_t n = crossed_.size();
  for (size_t i = 0; i < n; ++i) {
    Crossed& c = crossed_[i];
    if (c.value.obj()->refs < 0) continue;  // a constant is nobody's to change
    if (items_of(c.object.get(), c.value.kind()) != c.items && !refill(c)) return false;
  }
  return true;
}

}  // namespace headrace::python
