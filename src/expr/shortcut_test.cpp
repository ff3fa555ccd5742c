// Shortcuts against the bytecode that they are found in.
#include "expr/shortcut.h"

#include <gtest/gtest.h>

#include "data/bigint.h"
#include "data/object.h"
#include "expr/machine.h"
#include "expr/test_slots.h"
#include "pylib/api.h"

namespace headrace::expr {
namespace {

std::unique_ptr<Program> compiled(std::string_view source) { return test::compile_with_slots("abc", source); }

using test::outcome;

Values values() {
  Values all = {Value(),
                Value::boolean(false),
                Value::boolean(true),
                Value::integer(0),
                Value::integer(1),
                Value::integer(-7),
                make_int(BigInt(1) << 70),
                Value::real(0.0),
                Value::real(1.0),
                Value::real(__builtin_nan("")),
                Value::string(""),
                Value::string("x"),
                Value::string("\xc3\xa9"),
                Value::string("longer than what a Value holds"),
                make_list({}),
                make_list({Value::integer(1)}),
                make_tuple({Value::string("x")}),
                Value::datetime(0, Zone::kFixed, 0),
                Value::timedelta(0, 0)};
  return all;
}

// The quick ways give the same, where they give anything.
void expect_quick_ways(Machine& machine, const Program& program, const Value* row,
                       const std::string& expected) {
  const Value* bases[] = {row};
  for (const Kind kind : {Kind::kBool, Kind::kInt, Kind::kStr}) {
    Value result;
    if (!quick_assign(program.shortcut, kind, bases, &result)) continue;
    std::string text;
    ASSERT_TRUE(pylib::append_repr(machine, result, &text));
    ASSERT_EQ(std::string(type_name(result)) + " " + text, expected) << program.source;
  }
  bool truth, expected_truth;
  if (!quick_truth(program.shortcut, bases, &truth)) return;
  Value result;
  ASSERT_TRUE(machine.evaluate(program, {bases}, &result)) << program.source;
  ASSERT_TRUE(pylib::truthy(machine, result, &expected_truth));
  ASSERT_EQ(truth, expected_truth) << program.source;
}

struct Case {
  const char* source;
  size_t steps;  // of its shortcut; 0: it has none
};

constexpr Case kCases[] = {
    {"a", 1},
    {"a + b", 1},
    {"a == b", 1},
    {"a is None", 1},
    {"a is not True", 1},
    {"len(a)", 1},
    {"not a", 3},
    {"not not a", 3},
    {"not a == b", 3},
    {"a and b", 3},
    {"a or b", 3},
    {"a or b or c", 5},
    {"a and b or c", 7},
    {"a == 'x' and not b", 5},
    {"a == 'x' and b != ''", 3},
    {"a != b or a is None", 3},
    {"not (a == 1 and b)", 7},
    {"'x' if a >= 5 else 'y' if b else 'z'", 5},
    {"a + 1 if b else a", 3},
    {"a / b if b else 0", 3},
    {"len(a) if a else 0", 3},
    {"a == b if c else b == c", 3},
    {"not a if b else not c", 7},
    {"(not a) or b", 3},
    {"a is None or a == b", 3},
    {"True if a else False", 3},
    // What is used again, comes to more than an operator, or goes in circles.
    {"a + b + c", 0},
    {"(a == b) == c", 0},
    {"a < b < c", 3},
    {"(a + b) and c", 0},
    {"-a", 0},
    {"[a, b]", 0},
    {"(x := a) or x", 0},
    {"sum(x for x in a)", 0},
    {"a and b and c and a and b and c and a and b and c and a and b and c and a and b and c and a", 31},
    {"a and b and c and a and b and c and a and b and c and a and b and c and a and b and c and a and b and "
     "c",
     0},
};

TEST(Shortcut, IsFound) {
  for (const Case& c : kCases) {
    const Shortcut shortcut = compiled(c.source)->shortcut;
    EXPECT_EQ(shortcut ? std::max<size_t>(shortcut.choices.size(), 1) : 0, c.steps) << c.source;
  }
}

TEST(Shortcut, GivesWhatTheBytecodeGives) {
  const Values all = values();
  Machine machine;
  for (const Case& c : kCases) {
    if (c.steps == 0) continue;
    const auto with = compiled(c.source), without = compiled(c.source);
    without->shortcut = {};
    const bool three = std::string_view(c.source).find('c') != std::string_view::npos;
    for (const Value& a : all) {
      for (const Value& b : all) {
        for (size_t i = 0; i < (three ? all.size() : 1); ++i) {
          const Value row[] = {a, b, all[i]};
          const std::string expected = outcome(machine, *without, row);
          ASSERT_EQ(outcome(machine, *with, row), expected) << c.source;
          expect_quick_ways(machine, *with, row, expected);
        }
      }
    }
  }
}

}  // namespace
}  // namespace headrace::expr
