// How Python's builtins, methods and library modules are made known to the compiler and the interpreter.
//
// Each library file exports tables: functions of a module, methods of a kind, attributes of a kind. An entry
// names the function, the C++ code, and what kinds the result can have (for type inference). All functions
// share one contract: they read their arguments, write *out and return true, or return cx.fail(...). *out may
// alias no argument. They keep no pointer to an argument beyond the call.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "data/context.h"
#include "data/object.h"
#include "data/value.h"

namespace headrace::pylib {

using FunctionFn = bool (*)(Context& cx, const Args& args, Value* out);
using MethodFn = bool (*)(Context& cx, const Value& self, const Args& args, Value* out);
using AttributeFn = bool (*)(Context& cx, const Value& self, Value* out);

struct FunctionDef {
  const char* name;
  FunctionFn fn;
  KindSet result = kAnyKind;
};
struct MethodDef {
  const char* name;
  MethodFn fn;
  KindSet result = kAnyKind;
  // May change `self` in place (list.append): the compiler must not share or hoist the receiver.
  bool mutates = false;
};
struct AttributeDef {
  const char* name;
  AttributeFn fn;
  KindSet result = kAnyKind;
};

// Everything reachable by `value.name`, for one kind (and flavor).
struct TypeDef {
  const char* name;  // Python's type(x).__name__
  std::span<const MethodDef> methods;
  std::span<const AttributeDef> attributes;
};

// The type of a value; null for NativeObjects (ask their get_attribute) and None.
const TypeDef* type_of(Kind kind, Flavor flavor);
const MethodDef* find_method(const TypeDef& type, std::string_view name);
const AttributeDef* find_attribute(const TypeDef& type, std::string_view name);

// Names that lead out of the expression, __class__ and its like: get_attribute refuses them.
bool is_refused_name(std::string_view name);

// Generic `value.name`: attributes, bound methods, record keys, NativeObjects.
bool get_attribute(Context& cx, const Value& self, std::string_view name, Value* out);

[[gnu::cold]] bool fail_to_change(Context& cx, const Value& self);
// A method of a table, called. What is immortal, such as a list that a module holds, is there for all
// threads: none of them changes it.
inline bool call_method(Context& cx, const MethodDef& def, const Value& self, const Args& args, Value* out) {
  if (def.mutates && self.is_heap() && self.obj()->refs < 0) [[unlikely]]
    return fail_to_change(cx, self);
  return def.fn(cx, self, args, out);
}

// Wraps a function of a table as a value (immortal, made once per table entry).
Value function_value(const FunctionDef& def);
// `self.method` as a value.
Value bound_method(const Value& self, const MethodDef& def);

// Checks positional and keyword arguments against a signature such as "f(a, b=None, /, c=1, *, key=None)",
// given as names with the number that are required, positional-only and keyword-only. slots[i] receives a
// pointer to the argument or null. Fails with Python's TypeError.
struct Signature {
  const char* function;
  std::span<const char* const> names;
  uint8_t required = 0;             // leading parameters without default
  uint8_t positional_only = 0;      // leading parameters that take no keyword
  uint8_t keyword_only_from = 255;  // first parameter that only a keyword gives
};
inline bool bind(Context& cx, const Signature& signature, const Args& args, const Value** slots);
// For functions with positional parameters only: between min and max arguments, no keyword.
inline bool expect_count(Context& cx, const char* function, const Args& args, uint32_t min, uint32_t max);

// --- conversions that many functions need; each fails with Python's error ---

// Python's __index__: int or bool. False with TypeError for others; OverflowError-free: `clamp` saturates big
// ints.
bool to_index(Context& cx, const Value& v, int64_t* out, bool clamp = false);
// Python's float(x) for numbers only (int, bool, float); TypeError "must be real number" otherwise.
bool to_double(Context& cx, const Value& v, double* out);
bool truthy(Context& cx, const Value& v, bool* out);

// str(v), repr(v) appended to *out.
bool append_str(Context& cx, const Value& v, std::string* out);
bool append_repr(Context& cx, const Value& v, std::string* out);
// format(v, spec) appended to *out.
bool append_format(Context& cx, const Value& v, std::string_view spec, std::string* out);

// a <op> b, as the operators do.
enum class Compare { kEq, kNe, kLt, kLe, kGt, kGe };
bool compare(Context& cx, Compare op, const Value& a, const Value& b, bool* out);

// Iteration over any iterable: `Value it; if (!make_iterator(cx, v, &it)) return false;` then next_item until
// kEnd.
bool make_iterator(Context& cx, const Value& iterable, Value* iterator);
Next next_item(Context& cx, const Value& iterator, Value* out);
// All items of an iterable.
bool collect(Context& cx, const Value& iterable, Values* out);

// --- the plain call, by position, in place ---

namespace detail {
bool bind_slowly(Context& cx, const Signature& signature, const Args& args, const Value** slots);
bool fail_count(Context& cx, const char* function, const Args& args, uint32_t min, uint32_t max);
// False where it is no plain call.
inline bool bind_plainly(const Signature& signature, const Args& args, const Value** slots) {
  const size_t n = signature.names.size();
  if (args.keyword_count != 0 || args.count < signature.required || args.count > n ||
      args.count > signature.keyword_only_from)
    return false;
  for (size_t i = 0; i < n; ++i) slots[i] = i < args.count ? &args.values[i] : nullptr;
  return true;
}
}  // namespace detail

inline bool bind(Context& cx, const Signature& signature, const Args& args, const Value** slots) {
  return detail::bind_plainly(signature, args, slots) || detail::bind_slowly(cx, signature, args, slots);
}

inline bool expect_count(Context& cx, const char* function, const Args& args, uint32_t min, uint32_t max) {
  if (args.keyword_count == 0 && args.count >= min && args.count <= max) [[likely]]
    return true;
  return detail::fail_count(cx, function, args, min, max);
}

}  // namespace headrace::pylib
