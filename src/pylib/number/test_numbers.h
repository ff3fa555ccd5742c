// For tests: numbers and calls written as Python writes them, so that a table of CPython's answers reads as
// one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib::test {

class NumberContext final : public Context {
 public:
  bool call(const Value& callable, const Args& args, Value* out) override;
};

// "True", "None", "-12", "1e-7", "inf", "'text'", "[1, 2.5]", "(1, 2)".
Value value_of(std::string_view text);
// The same texts; floats as repr().
std::string text_of(const Value& v);

// "7", "//", "-2" -> "-4", or the error as "ZeroDivisionError: ...".
std::string operate(std::string_view a, std::string_view op, std::string_view b);
std::string operate(std::string_view op, std::string_view v);
// "round", "2.675, 2" -> "2.67"; "math.hypot", "3, 4"; "int", "'1f', base=16"; ".bit_length", "5" for a
// method or an attribute of the first argument.
std::string call(std::string_view function, std::string_view arguments);

}  // namespace headrace::pylib::test
