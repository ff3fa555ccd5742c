// What a machine remembers against a machine that has seen nothing.
#include "expr/memo.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "expr/machine.h"
#include "expr/test_slots.h"
#include "pylib/api.h"

namespace headrace::expr {
namespace {

std::unique_ptr<Program> compiled(std::string_view source) { return test::compile_with_slots("ab", source); }

std::string outcome(Machine& machine, const Program& program, const Value& a) {
  const Value row[] = {a, Value()};
  const Value* bases[] = {row};
  Value result;
  std::string text;
  if (!machine.evaluate(program, {bases}, &result)) return machine.error().text();
  EXPECT_TRUE(pylib::append_repr(machine, result, &text));
  return text;
}

TEST(Memo, SuitsExpressionsOfOneOperand) {
  EXPECT_TRUE(Memo::suits(*compiled("tuple(int(x) for x in a.split('.')) >= (4, 2)")));
  EXPECT_TRUE(Memo::suits(*compiled("a.strip().upper() + '!'")));
  EXPECT_FALSE(Memo::suits(*compiled("a + 1")));
  EXPECT_FALSE(Memo::suits(*compiled("a.strip().upper() + b")));
  EXPECT_FALSE(Memo::suits(*compiled("'x'.strip().upper() + '!'")));
}

TEST(Memo, RemembersNothingElse) {
  std::mt19937 random(1);
  for (const char* source : {"tuple(int(x) for x in a.split('.')) >= (4, 2)", "a.strip().upper() + '!'",
                             "round(float(a) * 100) % 7", "[a, a][0] * 2", "str(a) + repr(a)"}) {
    const auto program = compiled(source);
    Machine machine;
    for (int i = 0; i < 3000; ++i) {
      // Few values, then many, so that it is given up.
      const auto number = static_cast<int64_t>(random() % (i < 1000 ? 6 : 1000));
      const Value values[] = {Value::integer(number),
                              Value::real(static_cast<double>(number)),
                              Value::boolean(number % 2 == 0),
                              Value::string(std::to_string(number) + ".1"),
                              Value::string("4." + std::to_string(number)),
                              Value::string(" a text of more than fourteen bytes " + std::to_string(number)),
                              Value(),
                              Value::real(-0.0)};
      const Value& a = values[random() % std::size(values)];
      Machine fresh;
      ASSERT_EQ(outcome(machine, *program, a), outcome(fresh, *program, a)) << source;
    }
  }
}

}  // namespace
}  // namespace headrace::expr
