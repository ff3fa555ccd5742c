// Hostile expressions on containers: they end in an error, within the budgets.

#include <gtest/gtest.h>

#include "pylib/builtins.h"
#include "pylib/collections/mini_python.h"

namespace headrace::pylib {
namespace {

Exc error_of(std::string_view text, uint64_t steps = 10'000'000) {
  mini::TestContext cx;
  cx.limits.steps = steps;
  cx.limits.bytes = 64 << 20;
  cx.begin_evaluation();
  mini::Names names;
  Value v;
  return mini::Evaluator(cx, names, text).run(&v) ? Exc::kNone : cx.error().type;
}

TEST(Limits, ResultsThatWouldBeTooLarge) {
  EXPECT_EQ(error_of("'a' * 10 ** 12"), Exc::kBudgetError);
  EXPECT_EQ(error_of("'ab' * (2 ** 62)"), Exc::kBudgetError);
  EXPECT_EQ(error_of("[0] * 10 ** 10"), Exc::kBudgetError);
  EXPECT_EQ(error_of("(0, 1) * (2 ** 62)"), Exc::kBudgetError);
  EXPECT_EQ(error_of("list(range(10 ** 12))"), Exc::kBudgetError);
  EXPECT_EQ(error_of("a = 'x' * (40 * 2 ** 20); a + a"), Exc::kBudgetError);
  EXPECT_EQ(error_of("a = [0] * 3000000; a + a"), Exc::kBudgetError);
  EXPECT_EQ(error_of("a = [0] * 3000000; a.extend(a)"), Exc::kBudgetError);
  EXPECT_EQ(error_of("tuple(map(len, [[]] * 4000000)) * 2"), Exc::kBudgetError);
}

TEST(Limits, WalksThatWouldTakeTooLong) {
  for (const char* text :
       {"sum(range(10 ** 15))", "max(range(10 ** 30))", "all(iter(lambda: 1, 2))",
        "next(filter(None, iter(lambda: 0, 1)))", "a = []; a.extend(iter(lambda: 0, 1))",
        "list(zip(range(10 ** 30)))", "dict(enumerate(range(10 ** 30)))", "set(range(10 ** 30))",
        "5 in iter(lambda: 0, 1)", "a = [0] * 100000; list(map(lambda x: x in a, [1] * 1000))"}) {
    EXPECT_EQ(error_of(text, 100'000), Exc::kBudgetError) << text;
  }
}

TEST(Limits, ALongRangeAnswersAtOnce) {
  EXPECT_EQ(mini::evaluate("10 ** 29 in range(10 ** 30)"), "True");
  EXPECT_EQ(mini::evaluate("range(10 ** 15).index(10 ** 14)"), "100000000000000");
  EXPECT_EQ(mini::evaluate("len(range(10 ** 15))"), "1000000000000000");
  EXPECT_EQ(mini::evaluate("range(10 ** 15)[::-1][0]"), "999999999999999");
}

TEST(Limits, IteratorsNestedDeeperThanTheStack) {
  const Value none;
  for (const char* name : {"map", "filter", "enumerate", "zip"}) {
    mini::TestContext cx;
    Value it = make_list({Value::integer(1)}), next;
    const bool has_function = name[0] == 'm' || name[0] == 'f';
    for (int i = 0; i < 100'000; ++i) {
      const Value args[] = {has_function ? (name[0] == 'm' ? *find_builtin("repr") : none) : it, it};
      ASSERT_TRUE(cx.call(*find_builtin(name), Args::of(args, has_function ? 2 : 1), &next));
      it = next;
    }
    EXPECT_FALSE(cx.call(*find_builtin("next"), Args::of(&it, 1), &next)) << name;
    EXPECT_EQ(cx.error().type, Exc::kRecursionError) << name;
  }
}

TEST(Limits, TuplesThatHoldThePreviousOneTwice) {
  mini::TestContext cx;
  mini::Names names;
  Value v;
  ASSERT_TRUE(mini::Evaluator(cx, names, "t = 1").run(&v));
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(mini::Evaluator(cx, names, "t = (t, t)").run(&v));
  EXPECT_FALSE(mini::Evaluator(cx, names, "{t: 1}").run(&v));
  EXPECT_FALSE(mini::Evaluator(cx, names, "set(map(lambda i: t, range(10 ** 9)))").run(&v));
}

TEST(Limits, TuplesNestedDeeperThanTheStack) {
  mini::TestContext cx;
  mini::Names names;
  Value v;
  ASSERT_TRUE(mini::Evaluator(cx, names, "t = 1").run(&v));
  for (int i = 0; i < 200'000; ++i) ASSERT_TRUE(mini::Evaluator(cx, names, "t = (t,)").run(&v));
  for (const char* text :
       {"{t: 1}", "{t}", "t in {1: 2}", "{}.get(t)", "set([t])", "isinstance(1, t)", "t < (t,)"}) {
    EXPECT_FALSE(mini::Evaluator(cx, names, text).run(&v)) << text;
  }
  EXPECT_TRUE(mini::Evaluator(cx, names, "t == (t,)").run(&v));
}

TEST(Limits, ContainersThatHoldThemselves) {
  EXPECT_EQ(mini::evaluate("a = []; a.append(a); b = []; b.append(b); a == b"), "False");
  EXPECT_EQ(error_of("a = []; a.append(a); b = []; b.append(b); a < b"), Exc::kRecursionError);
  EXPECT_EQ(mini::evaluate("a = {}; a.update(x=a); len(a)"), "1");
}

}  // namespace
}  // namespace headrace::pylib
