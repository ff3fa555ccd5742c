#include "connect/python/crossing.h"

#include <cstring>

#include "connect/python/foreign_object.h"
#include "data/bigint.h"
#include "data/datetime.h"
#include "data/number_text.h"
#include "pylib/api.h"
#include "pylib/collections/subscript.h"
#include "pylib/type.h"

namespace headrace::python {

namespace {

// The innermost of each thread.
thread_local const Crossing* t_crossing = nullptr;

PyObject* int_object(int64_t i) { return api().PyLong_FromLongLong(i); }

PyObject* cached_module_member(const char* module, const char* name) {
  static std::unordered_map<std::string, PyObject*> cache;  // under the interpreter's lock
  PyObject*& entry = cache[std::string(module) + "." + name];
  if (!entry) {
    const Ref m(api().PyImport_ImportModule(module));
    entry = m ? api().PyObject_GetAttrString(m.get(), name) : nullptr;
    if (!entry) api().PyErr_Clear();
  }
  return entry;
}

// A native function handed to Python: how to call it, and in whose context, which whoever kept it may
// outlive.
struct Callback {
  Value function;
  Context* cx;
  Calls* calls;
};

PyObject* call_back(PyObject* self, PyObject* args, PyObject* kwargs) {
  auto* callback = static_cast<Callback*>(api().PyCapsule_GetPointer(self, "headrace"));
  if (!Crossing::is_under_way(callback->cx)) {
    api().PyErr_SetString(*api().PyExc_RuntimeError,
                          "a function of an expression was kept beyond its evaluation");
    return nullptr;
  }
  Crossing crossing(*callback->cx, callback->calls);
  Values values, names, named;
  for (ptrdiff_t i = 0; i < api().PyTuple_Size(args); ++i) {
    values.emplace_back();
    if (!crossing.to_value(api().PyTuple_GetItem(args, i), &values.back())) break;
  }
  if (kwargs) {
    ptrdiff_t at = 0;
    PyObject *key, *value;
    while (api().PyDict_Next(kwargs, &at, &key, &value)) {
      names.emplace_back();
      named.emplace_back();
      if (!crossing.to_value(key, &names.back()) || !crossing.to_value(value, &named.back())) break;
    }
  }
  Value result;
  Ref object;
  if (!callback->cx->failed() &&
      callback->cx->call(callback->function,
                         Args{values.data(), static_cast<uint32_t>(values.size()), names.data(), named.data(),
                              static_cast<uint32_t>(names.size())},
                         &result) &&
      crossing.to_python(result, &object)) {
    return object.release();
  }
  PyObject* type = *api().PyExc_RuntimeError;
#define HEADRACE_X(name) \
  if (exception_name(callback->cx->error().type) == #name) type = *api().PyExc_##name;
  HEADRACE_PYTHON_EXCEPTIONS(HEADRACE_X)
#undef HEADRACE_X
  api().PyErr_SetString(type, callback->cx->error().text().c_str());
  callback->cx->clear_error();
  return nullptr;
}

void free_callback(PyObject* capsule) {
  delete static_cast<Callback*>(api().PyCapsule_GetPointer(capsule, "headrace"));
}

// PyMethodDef
struct MethodDefinition {
  const char* name;
  PyObject* (*function)(PyObject*, PyObject*, PyObject*);
  int flags;
  const char* doc;
};
constexpr int kVarargsAndKeywords = 3;
MethodDefinition g_call_back = {"function", call_back, kVarargsAndKeywords, nullptr};

}  // namespace

Crossing::Crossing(Context& cx, Calls* calls, Of of)
    : cx_(cx), calls_(calls), of_event_(of == Of::kEvent), outer_(t_crossing) {
  t_crossing = this;
}

Crossing::~Crossing() { t_crossing = outer_; }

bool Crossing::is_under_way(const Context* cx) {
  for (const Crossing* c = t_crossing; c; c = c->outer_) {
    if (&c->cx_ == cx) return true;
  }
  return false;
}

Ref python_str(std::string_view text) {
  return Ref(api().PyUnicode_DecodeUTF8(text.data(), static_cast<ptrdiff_t>(text.size()), "surrogatepass"));
}

Ref call_with(PyObject* function, std::initializer_list<PyObject*> owned_arguments) {
  Ref tuple(api().PyTuple_New(static_cast<ptrdiff_t>(owned_arguments.size())));
  ptrdiff_t i = 0;
  for (PyObject* argument : owned_arguments) api().PyTuple_SetItem(tuple.get(), i++, argument);
  return Ref(api().PyObject_Call(function, tuple.get(), nullptr));
}

PyObject* datetime_class(const char* name) { return cached_module_member("datetime", name); }

std::string text_of(PyObject* object) {
  const Ref text(api().PyObject_Str(object));
  const Ref bytes(text ? api().PyUnicode_AsEncodedString(text.get(), "utf-8", "surrogatepass") : nullptr);
  char* data;
  ptrdiff_t size;
  if (bytes && api().PyBytes_AsStringAndSize(bytes.get(), &data, &size) == 0)
    return {data, static_cast<size_t>(size)};
  api().PyErr_Clear();
  return "";
}

bool Crossing::fail_python() { return fail(Raised::take()); }

bool Crossing::fail_over_budget() {
  return cx_.fail(Exc::kBudgetError, "a function that Python called exceeded the expression's budget");
}

bool Crossing::fail(Raised raised) {
  const std::string text = raised.value ? text_of(raised.value.get()) : "unknown Python error";
  if (raised.ends_program()) {
    const Ref name(api().PyObject_GetAttrString(raised.type.get(), "__name__"));
    const std::string what = name ? text_of(name.get()) : "";
    if (calls_) calls_->keep(std::move(raised.value));
    return cx_.fail_text(Exc::kBudgetError, what + (text.empty() ? "" : ": ") + text);
  }
  if (cx_.is_over_budget()) return fail_over_budget();
  Exc exc = Exc::kPythonError;
  // From the general to the particular, so that the last match is the nearest class.
  const auto match = [&](PyObject** python, Exc native) {
    if (raised.is_a(*python)) exc = native;
  };
  match(api().PyExc_RuntimeError, Exc::kRuntimeError);
  match(api().PyExc_RecursionError, Exc::kRecursionError);
  match(api().PyExc_ArithmeticError, Exc::kArithmeticError);
  match(api().PyExc_ZeroDivisionError, Exc::kZeroDivisionError);
  match(api().PyExc_OverflowError, Exc::kOverflowError);
  match(api().PyExc_ValueError, Exc::kValueError);
  match(api().PyExc_UnicodeError, Exc::kUnicodeError);
  match(api().PyExc_TypeError, Exc::kTypeError);
  match(api().PyExc_KeyError, Exc::kKeyError);
  match(api().PyExc_IndexError, Exc::kIndexError);
  match(api().PyExc_AttributeError, Exc::kAttributeError);
  match(api().PyExc_NameError, Exc::kNameError);
  match(api().PyExc_StopIteration, Exc::kStopIteration);
  match(api().PyExc_MemoryError, Exc::kMemoryError);
  match(api().PyExc_ImportError, Exc::kImportError);
  return cx_.fail_text(exc, text);
}

void Crossing::remember(const Value& v, PyObject* object) {
  by_value_[v.obj()] = crossed_.size();
  by_object_[object] = crossed_.size();
  crossed_.push_back({v, Ref::share(object), {}});
}

bool Crossing::sequence_to_python(const Value& v, const Value* items, size_t n, Ref* out, int depth) {
  if (v.kind() == Kind::kTuple) {
    *out = Ref(api().PyTuple_New(static_cast<ptrdiff_t>(n)));
    for (size_t i = 0; i < n; ++i) {
      Ref item;
      if (!to_python(items[i], &item, depth + 1)) return false;
      api().PyTuple_SetItem(out->get(), static_cast<ptrdiff_t>(i), item.release());
    }
    return true;
  }
  const char* cls = v.obj()->flavor == Flavor::kField    ? "List"
                    : v.obj()->flavor == Flavor::kRecord ? "RecordList"
                                                         : nullptr;
  *out = cls ? call_with(prelude(cls), {}) : Ref(api().PyList_New(0));
  if (!*out) return fail_python();
  remember(v, out->get());
  for (size_t i = 0; i < n; ++i) {
    Ref item;
    if (!to_python(items[i], &item, depth + 1)) return false;
    api().PyList_Append(out->get(), item.get());
  }
  crossed_[by_value_[v.obj()]].items = items_of(out->get(), Kind::kList);
  return true;
}

bool Crossing::dict_to_python(const Value& v, Ref* out, int depth) {
  const char* cls = v.obj()->flavor == Flavor::kField    ? "Map"
                    : v.obj()->flavor == Flavor::kRecord ? "Record"
                                                         : nullptr;
  *out = cls ? call_with(prelude(cls), {}) : Ref(api().PyDict_New());
  if (!*out) return fail_python();
  remember(v, out->get());
  const auto& table = v.as<DictObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    if (table.entry(i).hash == 0) continue;
    Ref key, value;
    if (!to_python(table.entry(i).key, &key, depth + 1) ||
        !to_python(table.entry(i).value, &value, depth + 1))
      return false;
    if (api().PyDict_SetItem(out->get(), key.get(), value.get()) != 0) return fail_python();
  }
  crossed_[by_value_[v.obj()]].items = items_of(out->get(), Kind::kDict);
  return true;
}

bool Crossing::set_to_python(const Value& v, Ref* out, int depth) {
  const bool frozen = v.obj()->flavor == Flavor::kFrozen;
  *out = v.obj()->flavor == Flavor::kField ? call_with(prelude("Set"), {}) : Ref(api().PySet_New(nullptr));
  if (!*out) return fail_python();
  const auto& table = v.as<SetObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    if (table.entry(i).hash == 0) continue;
    Ref key;
    if (!to_python(table.entry(i).key, &key, depth + 1)) return false;
    if (api().PySet_Add(out->get(), key.get()) != 0) return fail_python();
  }
  if (frozen) {
    *out = Ref(api().PyFrozenSet_New(out->get()));
    return *out || fail_python();
  }
  remember(v, out->get());
  crossed_.back().items = items_of(out->get(), Kind::kSet);
  return true;
}

bool Crossing::zone_to_python(const Value& v, Ref* out) {
  const TimeZone tz = v.kind() == Kind::kTimeZone ? time_zone(v) : zoned_time(v).tz;
  if (tz.zone == Zone::kNaive) {
    *out = Ref::share(api()._Py_NoneStruct);
    return true;
  }
  Ref name = tz.has_name ? python_str(tz.name) : Ref::share(api()._Py_NoneStruct);
  *out = call_with(prelude("make_zone"),
                   {int_object(static_cast<int>(tz.zone)), int_object(tz.offset_us), name.release()});
  return *out || fail_python();
}

bool Crossing::calendar_to_python(const Value& v, Ref* out) {
  switch (v.kind()) {
    case Kind::kDate: {
      const CivilDate d = civil_from_days(v.days());
      *out = call_with(datetime_class("date"), {int_object(d.year), int_object(d.month), int_object(d.day)});
      break;
    }
    case Kind::kTimeDelta:
      *out = call_with(datetime_class("timedelta"),
                       {int_object(v.delta_days()), int_object(v.delta_us() / 1'000'000),
                        int_object(v.delta_us() % 1'000'000)});
      break;
    case Kind::kTimeZone: return zone_to_python(v, out);
    default: {
      const ZonedTime t = zoned_time(v);
      int64_t days = t.wall_us / kDayUs, us = t.wall_us % kDayUs;
      if (us < 0) us += kDayUs, --days;
      Ref zone;
      if (!zone_to_python(v, &zone)) return false;
      const int64_t s = us / 1'000'000;
      PyObject *hour = int_object(s / 3600), *minute = int_object(s / 60 % 60), *second = int_object(s % 60),
               *micro = int_object(us % 1'000'000);
      if (v.kind() == Kind::kTime) {
        *out = call_with(datetime_class("time"), {hour, minute, second, micro, zone.release()});
      } else {
        const CivilDate d = civil_from_days(days);
        *out =
            call_with(datetime_class("datetime"), {int_object(d.year), int_object(d.month), int_object(d.day),
                                                   hour, minute, second, micro, zone.release()});
      }
      if (t.fold && *out) *out = call_with(prelude("folded"), {out->release()});
    }
  }
  return *out || fail_python();
}

// Types become Python's own; other functions are wrapped.
bool Crossing::function_to_python(const Value& v, Ref* out) {
  if (v.kind() == Kind::kType) {
    const std::string name = pylib::as_type(v).spec().name;
    PyObject* type = cached_module_member("builtins", name.c_str());
    if (!type) type = datetime_class(name.c_str());
    if (type) {
      *out = Ref::share(type);
      return true;
    }
  }
  PyObject* capsule = api().PyCapsule_New(new Callback{v, &cx_, calls_}, "headrace", free_callback);
  const Ref owned(capsule);
  *out = Ref(api().PyCMethod_New(&g_call_back, capsule, nullptr, nullptr));
  return *out || fail_python();
}

bool Crossing::to_python(const Value& v, Ref* out, int depth) {
  if (depth > kCrossingDepthMax)
    return cx_.fail(Exc::kRecursionError, "nested too deeply for a Python function");
  if (!cx_.charge(1)) return false;
  if (v.is_heap()) {
    if (const auto known = by_value_.find(v.obj()); known != by_value_.end()) {
      *out = Ref::share(crossed_[known->second].object.get());
      return true;
    }
  }
  switch (v.kind()) {
    case Kind::kNone: *out = Ref::share(api()._Py_NoneStruct); return true;
    case Kind::kBool:
      *out = Ref::share(v.as_bool() ? api()._Py_TrueStruct : api()._Py_FalseStruct);
      return true;
    case Kind::kInt:
      if (v.is_heap()) {
        std::string text = to_big(v) < 0 ? "-" : "";
        append_magnitude(v, 16, &text);
        *out = Ref(api().PyLong_FromString(text.c_str(), nullptr, 16));
      } else {
        *out = Ref(int_object(v.as_int()));
      }
      break;
    case Kind::kFloat: *out = Ref(api().PyFloat_FromDouble(v.as_float())); break;
    case Kind::kStr: *out = python_str(v.str()); break;
    case Kind::kBytes:
      *out = Ref(api().PyBytes_FromStringAndSize(v.str().data(), static_cast<ptrdiff_t>(v.str().size())));
      break;
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kTimeDelta:
    case Kind::kTimeZone: return calendar_to_python(v, out);
    case Kind::kTuple:
      return sequence_to_python(v, v.as<TupleObj>()->items, v.as<TupleObj>()->size, out, depth);
    case Kind::kList:
      return sequence_to_python(v, v.as<ListObj>()->items.data(), v.as<ListObj>()->items.size(), out, depth);
    case Kind::kDict: return dict_to_python(v, out, depth);
    case Kind::kSet: return set_to_python(v, out, depth);
    case Kind::kRange: {
      const auto* r = v.as<RangeObj>();
      Ref start, stop, step;
      if (!to_python(r->start, &start) || !to_python(r->stop, &stop) || !to_python(r->step, &step))
        return false;
      *out = call_with(api().PyRange_Type, {start.release(), stop.release(), step.release()});
      break;
    }
    case Kind::kFunction:
    case Kind::kType: return function_to_python(v, out);
    case Kind::kPyObject: *out = Ref::share(v.as<ForeignObject>()->object()); return true;
    case Kind::kIterator:
    case Kind::kObject: {  // a view, a generator: what it gives, as an iterator
      if (const pylib::SliceObj* slice = pylib::as_slice(v)) {
        Ref start, stop, step;
        if (!to_python(slice->start, &start, depth + 1) || !to_python(slice->stop, &stop, depth + 1) ||
            !to_python(slice->step, &step, depth + 1)) {
          return false;
        }
        *out = call_with(cached_module_member("builtins", "slice"),
                         {start.release(), stop.release(), step.release()});
        break;
      }
      Value iterator;
      if (!pylib::make_iterator(cx_, v, &iterator)) {
        return cx_.fail(Exc::kTypeError, "a {} cannot be handed to a Python function",
                        Value::string(headrace::type_name(v)));
      }
      Values items;
      if (!pylib::collect(cx_, iterator, &items)) return false;
      Ref list;
      const Value as_list = make_list(std::move(items));
      if (!to_python(as_list, &list, depth + 1)) return false;
      *out = v.kind() == Kind::kIterator ? Ref(api().PyObject_GetIter(list.get())) : std::move(list);
      break;
    }
    case Kind::kModule: {
      std::string text;
      return cx_.fail(Exc::kTypeError, "a module cannot be handed to a Python function");
    }
  }
  return *out || fail_python();
}

}  // namespace headrace::python
