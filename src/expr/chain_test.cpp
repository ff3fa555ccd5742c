// Chains against the bytecode that they are found in.
#include "expr/chain.h"

#include <gtest/gtest.h>

#include <limits>

#include "data/bigint.h"
#include "data/object.h"
#include "expr/machine.h"
#include "expr/test_slots.h"
#include "pylib/api.h"
#include "pylib/datetime/datetime.h"
#include "pylib/module.h"
#include "pylib/number/number.h"

namespace headrace::expr {
namespace {

std::unique_ptr<Program> compiled(std::string_view source) { return test::compile_with_slots("abc", source); }

using test::outcome;

Values values() {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  return {Value(),
          Value::boolean(true),
          Value::integer(0),
          Value::integer(3),
          Value::integer(-7),
          Value::integer(kMost),
          Value::integer(-kMost - 1),
          Value::integer((int64_t{1} << 53) + 1),
          make_int(BigInt(1) << 70),
          Value::real(-0.0),
          Value::real(2.5),
          Value::real(-1e300),
          Value::real(9007199254740992.0),
          Value::real(-9223372036854775808.0),
          Value::real(std::numeric_limits<double>::infinity()),
          Value::real(std::numeric_limits<double>::quiet_NaN()),
          Value::string("xy"),
          Value::string("\xc3\xa9"),
          make_list({Value::integer(1)}),
          make_tuple({Value::string("x")}),
          Value::datetime(1'500'000'000'123'456, Zone::kFixed, 3600),
          Value::datetime(86'400'000'000, Zone::kNaive, 0),
          Value::timedelta(-3, 5'000'000)};
}

struct Case {
  const char* source;
  bool is_chain = true;
};

constexpr Case kCases[] = {
    {"a + b * 3 - 7"},
    {"a % 97 - b % 13"},
    {"(a - b) ** 2 % 1009"},
    {"a ** b"},
    {"2 ** a - 1"},
    {"a * b + a / (b + 1.0)"},
    {"a // b + -a"},
    {"round(a)"},
    {"round(a * 100) / 100"},
    {"abs(a - b) * 0.5"},
    {"abs(a) + abs(b)"},
    {"max(a, b) if a > 5 else min(a, b)"},
    {"min(max(a, 0), 100)"},
    {"int(a) + int(b)"},
    {"float(a) * float(b)"},
    {"bool(a) == bool(b)"},
    {"len(a) + len(b)"},
    {"(a == b) == c"},
    {"(a != b) is True"},
    {"(a + b) and c"},
    {"(a < b) or c"},
    {"a < b <= c"},
    {"not a + b"},
    {"not (not a + 1)"},
    {"(a + 1 if b else a - 1) * 2"},
    {"a / b if b else 0.0"},
    {"a - b if a >= b and c is not None else c"},
    {"(a - b).days"},
    {"(a - b).total_seconds() / 60"},
    {"a.hour * 60 + a.minute"},
    {"a.weekday() < 5"},
    {"a + b > c"},
    {"(a > b) + (b > c)"},
    {"-a"},
    // What gives texts and containers, takes other arguments, goes in circles, or has variables of its own.
    {"(x := a + b) * x", false},
    {"a + 'x' + b", false},
    {"a.upper()", false},
    {"a.replace(hour=1)", false},
    {"round(a, 2) + 1", false},
    {"max(a, b, c)", false},
    {"max(a, b, key=abs)", false},
    {"[a, b]", false},
    {"sum(x for x in a)", false},
    {"a in b", false},
    {"a + 1 - 2 + 3 - 4 + 5 - 6 + 7 - 8 + 9 - 1 + 2 - 3 + 4 - 5 + 6 - 7 + 8 - 9", false},
};

TEST(Chain, GivesWhatTheBytecodeGives) {
  const Values all = values();
  Machine machine;
  for (const Case& c : kCases) {
    const auto with = compiled(c.source), without = compiled(c.source);
    with->chain = Chain::find(*with->code);  // also where there is a shortcut, which is quicker still
    ASSERT_EQ(static_cast<bool>(with->chain), c.is_chain) << c.source;
    without->chain = {};
    with->shortcut = without->shortcut = {};
    const bool three = std::string_view(c.source).find('c') != std::string_view::npos;
    size_t taken = 0;
    for (const Value& a : all) {
      for (const Value& b : all) {
        for (size_t i = 0; i < (three ? all.size() : 1); ++i) {
          const Value row[] = {a, b, all[i]};
          ASSERT_EQ(outcome(machine, *with, row), outcome(machine, *without, row)) << c.source;
          const Value* bases[] = {row};
          Value unused;
          taken += c.is_chain && with->chain.run(machine, bases, &unused);
        }
      }
    }
    EXPECT_EQ(taken > 0, c.is_chain) << c.source;
  }
}

TEST(Chain, ChangesNothingWhereItStops) {
  Machine machine;
  const auto program = compiled("a * 2 - b");
  const Value row[] = {Value::integer(1), Value::string("b")};
  const Value* bases[] = {row};
  Value out = Value::string("before");
  EXPECT_FALSE(program->chain.run(machine, bases, &out));
  EXPECT_EQ(out.str(), "before");
  EXPECT_FALSE(machine.evaluate(*program, {bases}, &out));
  EXPECT_EQ(machine.error().text(), "TypeError: unsupported operand type(s) for -: 'int' and 'str'");
  EXPECT_EQ(out.str(), "before");
}

// The names of datetime and math, and `a`.
class Modules final : public Scope {
 public:
  Binding lookup(std::string_view name) override {
    if (name == "a") return Binding::slot(0, 0, kAnyKind);
    for (const Value& module : {pylib::datetime_module(), pylib::math_module()}) {
      const auto* const found =
          static_cast<const pylib::NativeModule*>(module.as<NativeObject>())->find(name);
      if (found) return Binding::constant(*found);
    }
    return {};
  }
  std::vector<std::string> names() const override { return {"a"}; }
};

std::unique_ptr<Program> compiled_with_modules(const char* source) {
  Modules scope;
  SyntaxError error;
  auto program = compile(source, scope, &error);
  EXPECT_TRUE(program) << error.message;
  return program;
}

// Found by review: the budget that one expression has used up was the next one's too.
TEST(Chain, BeginsAnEvaluation) {
  Machine machine;
  machine.limits.steps = 1000;
  const auto endless = compiled("sum(x for x in range(a))"), chain = compiled("a * 2 - b");
  const Value row[] = {Value::integer(100'000), Value::integer(1)};
  ASSERT_TRUE(chain->chain);
  EXPECT_NE(outcome(machine, *endless, row).find("BudgetError"), std::string::npos);
  const Value* bases[] = {row};
  Value result;
  ASSERT_TRUE(machine.evaluate(*chain, {bases}, &result));
  EXPECT_EQ(result.as_int(), 199'999);
  EXPECT_TRUE(machine.charge(1));  // as what is done with the result does
}

TEST(Chain, CallsWhatGivesPlainValues) {
  Machine machine;
  for (const char* const source : {"sqrt(a) + 1", "floor(a) * 2", "isnan(a) + 1", "a + timedelta(days=1)"}) {
    const auto with = compiled_with_modules(source), without = compiled_with_modules(source);
    with->chain = Chain::find(*with->code);
    ASSERT_TRUE(with->chain) << source;
    without->chain = {};
    without->shortcut = {};
    for (const Value& a : values())
      ASSERT_EQ(outcome(machine, *with, &a), outcome(machine, *without, &a)) << source;
  }
  for (const char* const source : {"prod([a]) + 1", "frexp(a) == 1", "atan2(a, 1) + 1"})
    EXPECT_FALSE(compiled_with_modules(source)->chain) << source;
}

TEST(Compiler, ConstantDurationsAreMadeOnce) {
  Machine machine;
  const auto is_constant = [](const Program& program) { return program.code->instructions.size() == 1; };
  const auto program = compiled_with_modules("timedelta(1, hours=2, minutes=0.5)");
  EXPECT_TRUE(is_constant(*program));
  EXPECT_EQ(outcome(machine, *program, nullptr), "timedelta datetime.timedelta(days=1, seconds=7230)");
  ASSERT_EQ(program->globals.size(), 1U);
  EXPECT_EQ(program->globals[0].name, "timedelta");
  const auto wrong = compiled_with_modules("timedelta(dais=1)");
  EXPECT_FALSE(is_constant(*wrong));
  EXPECT_NE(outcome(machine, *wrong, nullptr).find("TypeError"), std::string::npos);
  EXPECT_FALSE(is_constant(*compiled_with_modules("timedelta(days=a)")));
  EXPECT_FALSE(is_constant(*compiled_with_modules("timedelta(days=10 ** 20)")));
}

}  // namespace
}  // namespace headrace::expr
