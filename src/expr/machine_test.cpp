#include "expr/machine.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <deque>
#include <string>

#include "expr/test_scope.h"
#include "expr/test_slots.h"
#include "pylib/api.h"

namespace headrace::expr {
namespace {

std::unique_ptr<Program> compiled(std::string_view source) {
  test::NoNames scope;
  SyntaxError error;
  auto program = compile(source, scope, &error);
  EXPECT_TRUE(program) << error.message;
  return program;
}

int64_t evaluated(Machine& machine, const Program& program) {
  Value result;
  EXPECT_TRUE(machine.evaluate(program, {nullptr}, &result));
  return result.kind() == Kind::kInt ? result.as_int() : -1;
}

constexpr std::string_view kSource = "(lambda x: [x, x][1])(7) * (lambda x: {x: 3}[x])(2)";

// What was compiled before, by whatever runs of this process, costs a new machine nothing. (malloc's own
// count: zero under a sanitizer's.)
TEST(Machine, HoldsFramesOfWhatItRanAlone) {
  for (int i = 0; i < 20'000; ++i) compiled(kSource);
  const auto program = compiled(kSource);
  const size_t before = mallinfo2().uordblks;
  Machine machine;
  EXPECT_EQ(evaluated(machine, *program), 21);
  EXPECT_LT(mallinfo2().uordblks, before + 10'000);
}

// Frames are told apart by their function, in whatever order the functions come and whatever lies between
// them.
TEST(Machine, RunsManyFunctions) {
  std::deque<std::unique_ptr<Program>> programs;
  for (int i = 0; i < 300; ++i) {
    programs.push_back(
        compiled("[" + std::to_string(i) + ", (lambda x: x + 1)(" + std::to_string(i) + ")][1]"));
    for (int skipped = 0; skipped < i % 7; ++skipped) compiled("1 + 1");
  }
  Machine machine;
  for (int round = 0; round < 3; ++round) {
    for (size_t i = 0; i < programs.size(); ++i) {
      const size_t at = i * 77 % programs.size();
      EXPECT_EQ(evaluated(machine, *programs[at]), static_cast<int64_t>(at) + 1);
    }
  }
}

// Whether it fails, and what `b` holds then.
std::string left_in_b(std::string_view source, const Value& a, Exc error) {
  const auto program = test::compile_with_slots("ab", source);
  Machine machine;
  const Value row[] = {a, make_list({})};
  const Value* bases[] = {row};
  Value result;
  EXPECT_FALSE(machine.evaluate(*program, {bases}, &result)) << source;
  EXPECT_EQ(machine.error().type, error) << source;
  std::string text;
  EXPECT_TRUE(pylib::append_repr(machine, row[1], &text));
  return text;
}

// As Python looks for it before it evaluates them: what an argument changes shows which came first.
TEST(Machine, AMissingMethodFailsBeforeItsArguments) {
  for (const char* source : {"a.foo(b.append(1))", "a.foo(0, k=[b.append(1)])", "a.foo(*[b.append(1)])",
                             "(a or 0).foo(sum(b.append(1) or 1 for x in [1]))"}) {
    for (const Value& a : {Value::integer(5), Value(), Value::string("x"), make_list({})})
      EXPECT_EQ(left_in_b(source, a, Exc::kAttributeError), "[]") << source;
  }
  EXPECT_EQ(left_in_b("a.count(b.append(1), 2, 3)", make_list({}), Exc::kTypeError), "[1]");
}

TEST(Machine, PairsAreEvaluatedBeforeTheFirstIsPutIn) {
  EXPECT_EQ(left_in_b("{[]: 1, 2: b.append(3)}", Value(), Exc::kTypeError), "[3]");
  EXPECT_EQ(left_in_b("{1: 1, **a, 2: b.append(3)}", Value(), Exc::kTypeError), "[]");
}

// A function that names itself is held by what it holds: it goes when the machine goes on.
TEST(Machine, FunctionsThatNameThemselvesAreFreed) {
  const auto program = compiled("(f := lambda n: 1 if n < 2 else n * f(n - 1))(5)");
  Machine machine;
  EXPECT_EQ(evaluated(machine, *program), 120);
  const size_t before = mallinfo2().uordblks;
  for (int i = 0; i < 20'000; ++i) evaluated(machine, *program);
  EXPECT_LT(mallinfo2().uordblks, before + 100'000);
}

}  // namespace
}  // namespace headrace::expr
