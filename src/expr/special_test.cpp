// What the compiler and the interpreter treat specially, and what looks alike and must not be, as CPython has
// it.
#include <gtest/gtest.h>

#include "expr/machine.h"
#include "expr/test_pairs.h"
#include "expr/test_scope.h"
#include "pylib/api.h"

namespace headrace::expr {
namespace {

// repr() of the result, or the exception's name after `!`. A name that the compiler does not know is one at
// run time in Python.
std::string outcome(Machine& machine, std::string_view source) {
  test::NoNames scope;
  SyntaxError error;
  const auto program = compile(source, scope, &error);
  if (!program) return error.message.starts_with("unknown name") ? "!NameError" : "refused: " + error.message;
  Value result;
  std::string text;
  const bool done =
      machine.evaluate(*program, {nullptr}, &result) && pylib::append_repr(machine, result, &text);
  if (!done) return "!" + std::string(exception_name(machine.error().type));
  EXPECT_TRUE(program->result & result.kinds()) << source;
  return text;
}

// tests/expr/special_cases.tsv. Each case runs twice: a frame that has been used must be as good as a new
// one.
TEST(Special, AgreesWithCPython) {
  Machine machine;
  int cases = 0;
  test::for_each_pair(HEADRACE_SOURCE_DIR "/tests/expr/special_cases.tsv", &cases,
                      [&](std::string_view source, std::string_view expected) {
                        for (int i = 0; i < 2; ++i) EXPECT_EQ(outcome(machine, source), expected) << source;
                      });
  EXPECT_GE(cases, 200);
}

// A loop without end is stopped, also where nothing is kept and all is done in place.
TEST(Special, LoopsAreCharged) {
  Machine machine;
  machine.limits.steps = 10'000;
  for (const char* source :
       {"sum(1 for x in range(10**9))", "any(x < 0 for x in range(10**9))",
        "[x for x in range(10**9) if x < 0]", "max(a for a, b in zip(range(10**9), range(10**9)))",
        "[i for i, x in enumerate(range(10**9)) if x < 0]", "(lambda l: [l.append(x) for x in l])([1])",
        "sum(0 for k, v in [(1, 2)] * 20000)"}) {
    EXPECT_EQ(outcome(machine, source), "!BudgetError") << source;
  }
}

}  // namespace
}  // namespace headrace::expr
