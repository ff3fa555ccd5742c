// Expressions of several operators on plain values, `source.i + source.j * 3 - 7`,
// `round(source.x * 100) if source.x > 0 else 0`, `(time - parse(source.since)).days`, as a chain of steps.
//
// What a step gives is a value that holds no reference, a bool, a number, a time, and stays on the stack: no
// frame is taken, cleared or given back, and nothing is counted. A chain is found in the finished bytecode
// and means exactly what that means. Whatever it does not expect, an operand of another kind, an overflow, a
// division by zero, is left to the bytecode, which does all of it again: no step changes anything.
#pragma once

#include <cstdint>
#include <vector>

#include "data/context.h"
#include "expr/bytecode.h"

namespace headrace::expr {

class Chain {
 public:
  // Empty where there is none.
  static Chain find(const Code& code);

  explicit operator bool() const { return !steps_.empty(); }
  // False where the bytecode has to say. *out is not touched then, but cx may hold an error.
  bool run(Context& cx, const Value* const* bases, Value* out) const;

 private:
  class Finder;
  struct Results;

// What a step does with its operands: first those with two, from Eq on those that may be tests.
// clang-format off
#define HEADRACE_CHAIN_STEPS(X)                                       \
  X(Add) X(Sub) X(Mul) X(Div) X(FloorDiv) X(Mod) X(Power)             \
  X(Negate) X(Absolute) X(Round) X(Least) X(Greatest) X(ToFloat) X(ToInt) X(Length) \
  X(Attribute) X(Method) X(Call)                                      \
  X(Eq) X(Ne) X(Lt) X(Le) X(Gt) X(Ge) X(Is) X(IsNot) X(Truth)         \
  X(Return)
  // clang-format on
  enum class Do : uint8_t {
#define HEADRACE_CHAIN_STEP(name) k##name,
    HEADRACE_CHAIN_STEPS(HEADRACE_CHAIN_STEP)
#undef HEADRACE_CHAIN_STEP
  };

  // A row of values, of the results so far, of constants or an input, and which of it, in bytes from its
  // beginning.
  struct Place {
    uint16_t row = kResults, at = 0;
    bool operator==(const Place&) const = default;
  };
  static constexpr uint16_t kResults = 0, kConstants = 1, kInputs = 2;
  static constexpr size_t kResultsMax = 16, kInputsMax = 6;

  struct Step {
    Do what;
    bool negated = false;  // of a test: `not`
    uint8_t to = 0;        // the result's number
    Place left = {}, right = {};
    // Of a test that leads to other steps, which are behind it; else 0 and 0.
    uint16_t if_true = 0, if_false = 0;
    const AttributeSite* site = nullptr;   // kAttribute, kMethod
    pylib::FunctionFn function = nullptr;  // kCall
  };

  std::vector<Step> steps_;
  std::vector<uint16_t> inputs_;  // the bases that are read
  Values constants_;              // the code's, which are immortal, then False and True
};

}  // namespace headrace::expr
