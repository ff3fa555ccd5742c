#include "expr/machine.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <deque>
#include <string>

#include "expr/test_scope.h"

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

}  // namespace
}  // namespace headrace::expr
