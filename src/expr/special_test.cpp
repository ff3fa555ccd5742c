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

// Few turns, each of which makes much; and values that grow past what one may take.
TEST(Special, SizesAreCharged) {
  Machine machine;
  machine.limits.steps = 100'000;
  machine.limits.bytes = 1 << 20;
  for (const char* source :
       {"[(i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i) for i in range(30000)]",
        "[[i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i] for i in range(30000)]",
        "[len({i, -i, i + .5, i + .25, i + .75, 'a', 'b', 'c', 'd', 'e', 'f', 'g'}) for i in range(30000)]",
        "[0 for i in range(90000)]", "[i for i in range(90000) if i or True]", "{i: 0 for i in range(60000)}",
        "{i: 0 for i in range(60000) if i or True}", "{i for i in range(60000)}",
        "(lambda d: [{**d} for i in range(1000)])({i: 0 for i in range(1000)})",
        "(lambda l: [*l, *l, *l, *l])([0] * 20000)"}) {
    EXPECT_EQ(outcome(machine, source), "!BudgetError") << source;
  }
  for (const char* source : {"len([0 for i in range(60000)])", "len({i: 0 for i in range(10000)})",
                             "len([*[0] * 20000, *[0] * 20000])",
                             "len((lambda d: [{**d} for i in range(20)])({i: 0 for i in range(1000)}))"}) {
    EXPECT_NE(outcome(machine, source), "!BudgetError") << source;
  }
}

std::string listed(std::string_view item, size_t n) {
  std::string text;
  for (size_t i = 0; i < n; ++i) text.append(item).append(", ");
  return text;
}

// What does not fit into the operands of an instruction is an error, whatever is left of it in sixteen bits.
TEST(Special, TooLargeForTheBytecode) {
  Machine machine;
  for (const size_t n : {size_t{16'384}, size_t{65'535}, size_t{65'536}, size_t{65'537}}) {
    const std::string zeros = listed("0", n);
    std::string keywords, fields;
    for (size_t i = 0; i < n; ++i) {
      keywords += "a" + std::to_string(i) + "=0, ";
      fields += "{0}";
    }
    for (const std::string& source :
         {"len([" + zeros + "])", "len((" + zeros + "))", "len({" + zeros + "})", "max(" + zeros + ")",
          "(lambda *a: a)(" + zeros + ")", "'{}'.format(" + zeros + ")", "dict(" + keywords + ")",
          "'{}'.format(" + keywords + ")", "f'" + fields + "'", "[0 for " + listed("a", n) + "in []]"}) {
      EXPECT_EQ(outcome(machine, source), "refused: the expression is too large")
          << source.substr(0, 20) << n;
    }
  }
  // Many of a kind, none of which is too large by itself.
  const std::string calls = "[" + listed("abs(0)", 10'000) + "]",
                    lambdas = "[" + listed("lambda: 0", 10'000) + "]";
  for (const std::string& many : {calls, lambdas})
    EXPECT_EQ(outcome(machine, "len([" + many + ", " + many + "])"), "refused: the expression is too large");
  EXPECT_EQ(outcome(machine, "len([" + listed("0", 16'000) + "])"), "16000");
  EXPECT_EQ(outcome(machine, "len({**{" + listed("0: 0", 20'000) + "}})"), "1");
}

}  // namespace
}  // namespace headrace::expr
