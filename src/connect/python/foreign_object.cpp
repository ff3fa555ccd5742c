#include "connect/python/foreign_object.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "connect/python/crossing.h"
#include "pylib/api.h"
#include "pylib/collections/introspection.h"

namespace headrace::python {
namespace {

// Of frames, generators and tracebacks: where code and the names that it sees are.
constexpr std::string_view kInner[] = {"ag_await",  "ag_code",  "ag_frame", "co_code",     "cr_await",
                                       "cr_code",   "cr_frame", "f_back",   "f_builtins",  "f_code",
                                       "f_globals", "f_locals", "gi_code",  "gi_frame",    "f_trace",
                                       "cr_origin", "tb_frame", "tb_next",  "gi_yieldfrom"};

// Keeps the attributes that lead out of the data closed.
bool is_hidden(std::string_view name) {
  return name.starts_with("__") || std::find(std::begin(kInner), std::end(kInner), name) != std::end(kInner);
}

// What asks for an attribute by its name asks get_attribute().
pylib::FunctionFn asking_by_name(std::string_view builtin) {
  return builtin == "getattr"   ? pylib::builtin_getattr
         : builtin == "hasattr" ? pylib::builtin_hasattr
                                : nullptr;
}

// Whether it gives a text, which may be of a class of its own.
bool makes_text(std::string_view builtin) {
  return builtin == "str" || builtin == "repr" || builtin == "format" || builtin == "ascii";
}

bool give(Crossing& crossing, const Ref& result, Value* out) {
  if (!result) return crossing.fail_python();
  return crossing.to_value(result.get(), out);
}

}  // namespace

ForeignObject::~ForeignObject() { release(); }

bool ForeignObject::fail(Context& cx) const { return Crossing(cx, calls_).fail_python(); }

void ForeignObject::release() {
  if (!object_) return;
  const Lock lock;
  api().Py_DecRef(std::exchange(object_, nullptr));
}

// A constant of a plan is asked by all threads: the Lock is for the name, too.
std::string_view ForeignObject::type_name() const {
  const Lock lock;
  if (type_name_.empty()) {
    const Ref name(api().PyObject_GetAttrString(object_->type, "__name__"));
    type_name_ = name ? text_of(name.get()) : "object";
  }
  return type_name_;
}

bool ForeignObject::repr(Context& cx, std::string* out) const {
  const Lock lock;
  const Ref text(api().PyObject_Repr(object_));
  if (!text) return fail(cx);
  out->append(text_of(text.get()));
  return true;
}

bool ForeignObject::get_attribute(Context& cx, std::string_view name, Value* out) const {
  if (is_hidden(name)) return NativeObject::get_attribute(cx, name, out);
  const Lock lock;
  Crossing crossing(cx, calls_);
  return give(crossing, Ref(api().PyObject_GetAttrString(object_, std::string(name).c_str())), out);
}

bool ForeignObject::call(Context& cx, const Args& args, Value* out) {
  if (calls_ && calls_->stopping()) return cx.fail(Exc::kBudgetError, "the run is stopped");
  const Lock lock;
  Crossing crossing(cx, calls_);
  const Ref tuple(api().PyTuple_New(args.count));
  for (uint32_t i = 0; i < args.count; ++i) {
    Ref item;
    if (!crossing.to_python(args[i], &item)) return false;
    api().PyTuple_SetItem(tuple.get(), i, item.release());
  }
  Ref keywords;
  if (args.keyword_count > 0) keywords = Ref(api().PyDict_New());
  for (uint32_t i = 0; i < args.keyword_count; ++i) {
    Ref item;
    if (!crossing.to_python(args.keyword_values[i], &item)) return false;
    api().PyDict_SetItemString(keywords.get(), std::string(args.keyword_names[i].str()).c_str(), item.get());
  }
  const Ref result(api().PyObject_Call(object_, tuple.get(), keywords.get()));
  // What was changed in place before an exception stays changed.
  if (!result) {
    crossing.fail_python();
    const EvalError error = cx.error();
    crossing.write_back();
    return cx.fail(error.type, error.message, error.details[0], error.details[1], error.details[2]);
  }
  if (!crossing.write_back()) return false;
  // Python may have caught it.
  if (cx.is_over_budget()) return crossing.fail_over_budget();
  return crossing.to_value(result.get(), out);
}

bool ForeignObject::iterate(Context& cx, Value* iterator) {
  const Lock lock;
  Ref it(api().PyObject_GetIter(object_));
  if (!it) return fail(cx);
  *iterator = Value::adopt(new ForeignObject(it.release(), calls_));
  return true;
}

Next ForeignObject::next(Context& cx, Value* out) {
  const Lock lock;
  Crossing crossing(cx, calls_);
  const Ref item(api().PyIter_Next(object_));
  if (!item) {
    if (!api().PyErr_Occurred()) return Next::kEnd;
    crossing.fail_python();
    return Next::kError;
  }
  return crossing.to_value(item.get(), out) ? Next::kItem : Next::kError;
}

bool ForeignObject::length(Context& cx, int64_t* out) const {
  const Lock lock;
  *out = api().PyObject_Size(object_);
  return *out >= 0 || fail(cx);
}

bool ForeignObject::get_item(Context& cx, const Value& key, Value* out) const {
  const Lock lock;
  Crossing crossing(cx, calls_);
  Ref k;
  if (!crossing.to_python(key, &k)) return false;
  return give(crossing, Ref(api().PyObject_GetItem(object_, k.get())), out);
}

bool ForeignObject::contains(Context& cx, const Value& item, bool* out) const {
  const Lock lock;
  Crossing crossing(cx, calls_);
  Ref i;
  if (!crossing.to_python(item, &i)) return false;
  const int found = api().PySequence_Contains(object_, i.get());
  *out = found == 1;
  return found >= 0 || crossing.fail_python();
}

bool ForeignObject::truthy(Context& cx, bool* out) const {
  const Lock lock;
  const int truth = api().PyObject_IsTrue(object_);
  *out = truth == 1;
  return truth >= 0 || fail(cx);
}

bool ForeignObject::hashable() const {
  const Lock lock;
  if (api().PyObject_Hash(object_) != -1) return true;
  drop_exception(calls_);
  return false;
}

uint64_t ForeignObject::hash() const {
  const Lock lock;
  return static_cast<uint64_t>(api().PyObject_Hash(object_));
}

bool ForeignObject::equals(const Value& other) const {
  if (other.kind() != Kind::kPyObject) return false;
  const Lock lock;
  constexpr int kEq = 2;
  const Ref result(api().PyObject_RichCompare(object_, other.as<ForeignObject>()->object(), kEq));
  const int truth = result ? api().PyObject_IsTrue(result.get()) : -1;
  if (truth < 0) drop_exception(calls_);
  return truth == 1;
}

bool ForeignObject::operate(Context& cx, int op, const Value& left, const Value& right, Value* out) const {
  using Function = PyObject* (*)(PyObject*, PyObject*);
  const Lock lock;
  Crossing crossing(cx, calls_);
  Ref a, b;
  if (!crossing.to_python(left, &a) || !crossing.to_python(right, &b)) return false;
  const Api& p = api();
  if (static_cast<pylib::BinaryOp>(op) == pylib::BinaryOp::kPow) {
    return give(crossing, Ref(p.PyNumber_Power(a.get(), b.get(), p._Py_NoneStruct)), out);
  }
  const Function functions[] = {p.PyNumber_Add,
                                p.PyNumber_Subtract,
                                p.PyNumber_Multiply,
                                p.PyNumber_TrueDivide,
                                p.PyNumber_FloorDivide,
                                p.PyNumber_Remainder,
                                nullptr,
                                p.PyNumber_MatrixMultiply,
                                p.PyNumber_Lshift,
                                p.PyNumber_Rshift,
                                p.PyNumber_And,
                                p.PyNumber_Or,
                                p.PyNumber_Xor};
  return give(crossing, Ref(functions[op](a.get(), b.get())), out);
}

bool ForeignObject::operate_unary(Context& cx, int op, Value* out) const {
  const Lock lock;
  Crossing crossing(cx, calls_);
  const auto function = static_cast<pylib::UnaryOp>(op) == pylib::UnaryOp::kNeg   ? api().PyNumber_Negative
                        : static_cast<pylib::UnaryOp>(op) == pylib::UnaryOp::kPos ? api().PyNumber_Positive
                                                                                  : api().PyNumber_Invert;
  return give(crossing, Ref(function(object_)), out);
}

bool ForeignObject::order(Context& cx, int op, const Value& left, const Value& right, bool* out) const {
  static constexpr int kPythonOps[] = {2, 3, 0, 1, 4, 5};  // Py_EQ, Py_NE, Py_LT, Py_LE, Py_GT, Py_GE
  const Lock lock;
  Crossing crossing(cx, calls_);
  Ref a, b;
  if (!crossing.to_python(left, &a) || !crossing.to_python(right, &b)) return false;
  const Ref result(api().PyObject_RichCompare(a.get(), b.get(), kPythonOps[op]));
  const int truth = result ? api().PyObject_IsTrue(result.get()) : -1;
  *out = truth == 1;
  return truth >= 0 || crossing.fail_python();
}

bool ForeignObject::call_builtin(Context& cx, std::string_view name, const Args& args, Value* out) const {
  if (const pylib::FunctionFn ours = asking_by_name(name)) return ours(cx, args, out);
  const Lock lock;
  const Ref builtins(api().PyImport_ImportModule("builtins"));
  Ref function(api().PyObject_GetAttrString(builtins.get(), std::string(name).c_str()));
  if (!function) return fail(cx);
  const Value callee = Value::adopt(new ForeignObject(function.release(), calls_));
  if (!callee.as<ForeignObject>()->call(cx, args, out)) return false;
  if (!makes_text(name) || out->kind() != Kind::kPyObject) return true;
  // Python takes it as a plain one wherever it needs a text.
  const Ref bytes(
      api().PyUnicode_AsEncodedString(out->as<ForeignObject>()->object(), "utf-8", "surrogatepass"));
  char* text;
  ptrdiff_t size;
  if (!bytes || api().PyBytes_AsStringAndSize(bytes.get(), &text, &size) != 0) return fail(cx);
  *out = Value::string({text, static_cast<size_t>(size)});
  return true;
}

}  // namespace headrace::python
