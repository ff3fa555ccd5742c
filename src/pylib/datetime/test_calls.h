// For this folder's tests: evaluates calls of the modules by name, with results and errors as text.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pylib/api.h"
#include "pylib/datetime/datetime.h"
#include "pylib/operators.h"

namespace headrace::pylib {

using Keywords = std::vector<std::pair<std::string_view, Value>>;

class Calls {
 public:
  // The clock stands at noon of 2026-11-22.
  Calls() { cx.now_us = 1'795'305'600'000'000 + 43'200'000'000; }

  // "datetime.datetime.min", "dateutil.parser.parse"
  Value get(std::string_view path) {
    Value v = path.starts_with("dateutil") ? dateutil_module() : datetime_module();
    for (size_t dot = path.find('.'); dot != path.npos;) {
      const size_t next = path.find('.', dot + 1);
      const Value owner = v;
      EXPECT_TRUE(get_attribute(cx, owner, path.substr(dot + 1, next - dot - 1), &v)) << path;
      dot = next;
    }
    return v;
  }

  bool call(const Value& callee, const Values& args, const Keywords& keywords, Value* out) {
    Values names, values;
    for (const auto& [name, value] : keywords) {
      names.push_back(Value::string(name));
      values.push_back(value);
    }
    return cx.call(callee,
                   {args.data(), static_cast<uint32_t>(args.size()), names.data(), values.data(),
                    static_cast<uint32_t>(names.size())},
                   out);
  }

  // A call that must succeed.
  Value make(std::string_view path, const Values& args, const Keywords& keywords = {}) {
    Value v;
    EXPECT_TRUE(call(get(path), args, keywords, &v)) << path << ": " << cx.error().text();
    return v;
  }

  // repr() of the result, or the name of the exception.
  std::string show(bool good, const Value& v) {
    std::string text;
    if (!good) {
      text = exception_name(cx.error().type);
    } else {
      EXPECT_TRUE(append_repr(cx, v, &text));
    }
    return text;
  }
  std::string shown_call(std::string_view path, const Values& args, const Keywords& keywords = {}) {
    Value v;
    const bool good = call(get(path), args, keywords, &v);
    return show(good, v);
  }
  std::string shown_method(const Value& self, std::string_view name, const Values& args,
                           const Keywords& keywords = {}) {
    Value method, v;
    const bool good = get_attribute(cx, self, name, &method) && call(method, args, keywords, &v);
    return show(good, v);
  }
  std::string shown_attribute(const Value& self, std::string_view name) {
    Value v;
    const bool good = get_attribute(cx, self, name, &v);
    return show(good, v);
  }
  std::string shown_binary(BinaryOp op, const Value& a, const Value& b) {
    Value v;
    const bool good = binary(cx, op, a, b, &v);
    return show(good, v);
  }

  class CallContext : public Context {
   public:
    bool call(const Value& callable, const Args& args, Value* out) override {
      return callable.as<NativeObject>()->call(*this, args, out);
    }
  };
  CallContext cx;
};

inline Value str(std::string_view text) { return Value::string(text); }
inline Value num(int64_t i) { return Value::integer(i); }

}  // namespace headrace::pylib
