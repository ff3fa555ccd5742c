// For tests: evaluates short Python texts by calling straight into the library, so that a table of
// expressions with CPython's answers tests it without the compiler above.
//
// Statements `name = expression` and expressions, separated by `;`. Expressions: literals, names, calls with
// keywords, attributes, subscripts, slices, `+ - * % | & ^`, comparisons, `in`, `lambda`. Map, List, Set and
// Record make Blurr's containers; attempt(f) gives f(), or the name of the error's class.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/context.h"
#include "data/object.h"
#include "pylib/operators.h"

namespace headrace::pylib::mini {

using Names = std::map<std::string, Value, std::less<>>;

class TestContext final : public Context {
 public:
  TestContext() { begin_evaluation(); }
  bool call(const Value& callable, const Args& args, Value* out) override;
};

class Evaluator {
 public:
  Evaluator(Context& cx, Names& names, std::string_view text) : cx_(cx), names_(names), text_(text) {}

  // The value of the last statement. A malformed text aborts.
  bool run(Value* out);

 private:
  struct Call {
    Values values, names, keyword_values;
  };

  bool expression(Value* out) { return comparison(out); }
  bool comparison(Value* out);
  bool binary_level(size_t level, Value* out);
  bool unary(Value* out);
  bool postfix(Value* out);
  bool subscript(const Value& container, Value* out);
  bool arguments(Call* call);
  bool atom(Value* out);
  bool number(Value* out);
  Value string_literal(bool bytes);
  bool items(char close, Values* out, bool* trailing_comma);
  bool braces(Value* out);
  bool lambda(Value* out);

  void skip_space();
  bool peek(std::string_view token);
  bool take(std::string_view token);
  void expect(std::string_view token);
  std::string_view word();

  Context& cx_;
  Names& names_;
  std::string_view text_;
  size_t at_ = 0;
};

// A value as the tables print it: repr, with the names of Blurr's containers, sets sorted, iterators as their
// names.
std::string show(Context& cx, const Value& v);

// What the text gives: show() of the value, or "!" and the error.
std::string evaluate(std::string_view text);

}  // namespace headrace::pylib::mini
