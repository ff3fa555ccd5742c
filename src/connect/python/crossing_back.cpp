// Python objects to values, and what Python changed in its arguments.

#include <algorithm>
#include <utility>

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
  return overflow == 0 && (*out != -1 || !api().PyErr_Occurred());
}

std::string name_of_type(PyObject* type) {
  const Ref name(api().PyObject_GetAttrString(type, "__name__"));
  if (!name) api().PyErr_Clear();
  return name ? text_of(name.get()) : "";
}

bool has_attribute(PyObject* object, const char* name) {
  const Ref found(api().PyObject_GetAttrString(object, name));
  if (!found) api().PyErr_Clear();
  return static_cast<bool>(found);
}

// As long as the object lives.
bool view_of_bytes(PyObject* object, std::string_view* out) {
  char* data;
  ptrdiff_t size;
  if (api().PyBytes_AsStringAndSize(object, &data, &size) != 0) return false;
  *out = {data, static_cast<size_t>(size)};
  return true;
}

// As pandas.NaT, which is a datetime of no moment.
bool is_unequal_to_itself(PyObject* object) {
  constexpr int kEq = 2;
  const Ref result(api().PyObject_RichCompare(object, object, kEq));
  if (!result) api().PyErr_Clear();
  return result && result.get() == api()._Py_FalseStruct;
}

}  // namespace

bool Crossing::int_to_value(PyObject* object, Value* out) {
  int overflow = 0;
  const long long i = api().PyLong_AsLongLongAndOverflow(object, &overflow);
  if (overflow == 0) {
    *out = Value::integer(i);
    return i != -1 || !api().PyErr_Occurred() || fail_python();
  }
  const Ref hex(api().PyNumber_ToBase(object, 16));
  if (!hex) return fail_python();
  const std::string text = text_of(hex.get());
  return parse_int(text, 16, out) == IntText::kOk || cx_.fail(Exc::kValueError, "not an integer");
}

bool Crossing::text_to_value(PyObject* object, Value* out) {
  const Ref encoded(api().PyUnicode_AsEncodedString(object, "utf-8", "surrogatepass"));
  std::string_view text;
  if (!encoded || !view_of_bytes(encoded.get(), &text)) return fail_python();
  *out = Value::string(text);
  return true;
}

bool Crossing::bytes_to_value(PyObject* object, Value* out) {
  std::string_view bytes;
  if (!view_of_bytes(object, &bytes)) return fail_python();
  *out = Value::bytes(bytes);
  return true;
}

bool Crossing::tuple_to_value(PyObject* object, Value* out, int depth) {
  const ptrdiff_t n = api().PyTuple_Size(object);
  TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(n));
  *out = Value::adopt(tuple);
  for (ptrdiff_t i = 0; i < n; ++i) {
    if (!to_value(api().PyTuple_GetItem(object, i), &tuple->items[i], depth + 1)) return false;
  }
  return true;
}

bool Crossing::list_to_value(PyObject* object, Flavor flavor, Value* out, int depth) {
  auto* list = new ListObj(flavor);
  *out = Value::adopt(list);
  for (const Ref& item : items_of(object, Kind::kList)) {
    list->items.emplace_back();
    if (!to_value(item.get(), &list->items.back(), depth + 1)) return false;
  }
  return true;
}

// Of a class that Python can hash, though it is a list or a dict, nothing here can be a key.
bool Crossing::key_to_value(PyObject* object, Value* out, int depth) {
  if (!to_value(object, out, depth)) return false;
  return !of_event_ || !out->is_container() || hashable(*out) ||
         cx_.fail(Exc::kTypeError, "unhashable type: '{}'", Value::string(unhashable_type(*out)));
}

bool Crossing::dict_to_value(PyObject* object, Flavor flavor, Value* out, int depth) {
  auto* dict = new DictObj(flavor);
  *out = Value::adopt(dict);
  const Items items = items_of(object, Kind::kDict);
  for (size_t i = 0; i < items.size(); i += 2) {
    Value key, value;
    if (!key_to_value(items[i].get(), &key, depth + 1) || !to_value(items[i + 1].get(), &value, depth + 1))
      return false;
    bool inserted;
    dict->table.find_or_insert(key, &inserted)->value = std::move(value);
  }
  return true;
}

bool Crossing::set_to_value(PyObject* object, Flavor flavor, Value* out, int depth) {
  auto* set = new SetObj(flavor);
  *out = Value::adopt(set);
  for (const Ref& item : items_of(object, Kind::kSet)) {
    Value key;
    if (!key_to_value(item.get(), &key, depth + 1)) return false;
    bool inserted;
    set->table.find_or_insert(key, &inserted);
  }
  return true;
}

bool Crossing::container_to_value(PyObject* object, Value* out, int depth, bool* done) {
  const Api& p = api();
  PyObject* type = type_of(object);
  *done = true;
  if (type == p.PyTuple_Type) return tuple_to_value(object, out, depth);
  if (type == p.PyList_Type) return list_to_value(object, Flavor::kPlain, out, depth);
  if (type == p.PyDict_Type) return dict_to_value(object, Flavor::kPlain, out, depth);
  if (type == p.PySet_Type) return set_to_value(object, Flavor::kPlain, out, depth);
  if (type == p.PyFrozenSet_Type) return set_to_value(object, Flavor::kFrozen, out, depth);
  if (type == prelude("List")) return list_to_value(object, Flavor::kField, out, depth);
  if (type == prelude("RecordList")) return list_to_value(object, Flavor::kRecord, out, depth);
  if (type == prelude("Map")) return dict_to_value(object, Flavor::kField, out, depth);
  if (type == prelude("Record")) return dict_to_value(object, Flavor::kRecord, out, depth);
  if (type == prelude("Set")) return set_to_value(object, Flavor::kField, out, depth);
  *done = false;
  return true;
}

// Of a class of its own: what Python's own type makes of it, a dict in its order.
bool Crossing::subclass_to_value(PyObject* object, Value* out, int depth, bool* done) {
  const Api& p = api();
  const auto is_a = [&](PyObject* type) { return is_subtype(object, type); };
  *done = true;
  if (is_a(p.PyUnicode_Type)) return text_to_value(object, out);
  if (is_a(p.PyFloat_Type)) {
    *out = Value::real(p.PyFloat_AsDouble(object));
    return true;
  }
  if (is_a(p.PyLong_Type)) return int_to_value(object, out);
  if (is_a(p.PyBytes_Type)) return bytes_to_value(object, out);
  // A named tuple stays one, for its attributes.
  if (!is_a(p.PyTuple_Type) || !has_attribute(object, "_fields")) {
    for (PyObject* const plain :
         {p.PyDict_Type, p.PyList_Type, p.PyTuple_Type, p.PySet_Type, p.PyFrozenSet_Type}) {
      if (!is_a(plain)) continue;
      const Ref made(call_with(plain, {Ref::share(object).release()}));
      return made ? container_to_value(made.get(), out, depth, done) : fail_python();
    }
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
    if (is_datetime && !date()) {
      Raised why = Raised::take();
      if (!is_unequal_to_itself(object)) return fail(std::move(why));
      *out = Value();
      return true;
    }
    if (!clock() || !int_attribute(object, "fold", &fold)) return fail_python();
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
  } else if (type == api().PyUnicode_Type) {
    return text_to_value(object, out);
  } else if (type == api().PyBytes_Type) {
    return bytes_to_value(object, out);
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
    if (!done && of_event_ && !subclass_to_value(object, out, depth, &done)) return false;
    if (!done && name_of_type(type) == "NAType") {  // pandas.NA
      *out = Value();
      done = true;
    }
    if (!done) *out = Value::adopt(new ForeignObject(Ref::share(object).release(), calls_));
  }
  return true;
}

Crossing::Items Crossing::items_of(PyObject* object, Kind kind) {
  Items items;
  if (kind == Kind::kList) {
    const ptrdiff_t n = api().PyList_Size(object);
    for (ptrdiff_t i = 0; i < n; ++i) items.push_back(Ref::share(api().PyList_GetItem(object, i)));
  } else if (kind == Kind::kDict) {
    ptrdiff_t at = 0;
    PyObject *key, *value;
    while (api().PyDict_Next(object, &at, &key, &value)) {
      items.push_back(Ref::share(key));
      items.push_back(Ref::share(value));
    }
  } else {
    const Ref iterator(api().PyObject_GetIter(object));
    while (Ref item{iterator ? api().PyIter_Next(iterator.get()) : nullptr}) items.push_back(std::move(item));
    api().PyErr_Clear();
  }
  return items;
}

bool Crossing::changed(const Crossed& crossed) {
  const Items now = items_of(crossed.object.get(), crossed.value.kind());
  return !std::equal(now.begin(), now.end(), crossed.items.begin(), crossed.items.end(),
                     [](const Ref& a, const Ref& b) { return a.get() == b.get(); });
}

bool Crossing::refill(Crossed& crossed) {
  const Value& v = crossed.value;
  const Items items = items_of(crossed.object.get(), v.kind());
  Values values(items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    if (!to_value(items[i].get(), &values[i])) return false;
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
    if (changed(c) && !refill(c)) return false;
  }
  return true;
}

}  // namespace headrace::python
