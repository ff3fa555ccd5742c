// Calls for the tests of this folder: results and errors as Python prints them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pylib/api.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {

class TestContext : public Context {
 public:
  bool call(const Value& callable, const Args& args, Value* out) override {
    return callable.as<NativeObject>()->call(*this, args, out);
  }
};

inline Value str(std::string_view text) { return Value::string(text); }
inline Value bytes(std::string_view data) { return Value::bytes(data); }
inline Value integer(int64_t i) { return Value::integer(i); }
inline Value real(double d) { return Value::real(d); }

// repr(v), or the error.
inline std::string repr_text(const Value& v) {
  TestContext cx;
  std::string out;
  return append_repr(cx, v, &out) ? out : cx.error().text();
}

inline std::string answer(Context& cx, bool ok, const Value& result) {
  return ok ? repr_text(result) : cx.error().text();
}

// self.name(*args)
inline std::string call_method(Context& cx, const Value& self, std::string_view name, const Values& args) {
  for (const MethodDef& method : self.is_str() ? str_methods() : bytes_methods()) {
    if (name != method.name) continue;
    Value result;
    const bool ok = method.fn(cx, self, Args::of(args.data(), args.size()), &result);
    return answer(cx, ok, result);
  }
  return "no such method";
}
inline std::string call_method(const Value& self, std::string_view name, const Values& args = {}) {
  TestContext cx;
  return call_method(cx, self, name, args);
}

}  // namespace headrace::pylib
