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

// What costs more on a long text is charged by its length, what does not is not.
TEST(Limits, WorkOnLongTexts) {
  constexpr uint64_t kSteps = 1'000'000;
  const std::string ascii = "s = 'a' * 100000; t = 'a' * 100000; ", wide = "s = 'é' * 100000; ";
  const auto each = [](std::string_view call) {
    return "list(map(lambda i: " + std::string(call) + ", range(5000)))";
  };
  for (const char* call : {"s[i:i + 3]", "s[i]", "s.startswith('ab', i)", "s.endswith('b', 0, i)",
                           "s.find('a', i)", "s.rfind('a', 0, i)", "s[i:i + 3] == s"}) {
    EXPECT_EQ(error_of(ascii + each(call), kSteps), Exc::kNone) << call;
  }
  for (const char* call : {"s.count('b', i)", "s.find('b', i)", "'b' in s", "s == t", "s < t", "'a'.strip(s)",
                           "s.startswith(s)", "s.startswith(('b', s))"}) {
    EXPECT_EQ(error_of(ascii + each(call), kSteps), Exc::kBudgetError) << call;
  }
  for (const char* call : {"s[i:i + 3]", "s[i]", "s.startswith('ab', i, i + 2)", "s.find('a', i, i + 1)"}) {
    EXPECT_EQ(error_of(wide + each(call), kSteps), Exc::kBudgetError) << call;
  }
  EXPECT_EQ(error_of("s = 'a' * 100000; sorted([s + 'b', s] * 1000)", kSteps), Exc::kBudgetError);
  EXPECT_EQ(error_of("s = 'a' * 100000; s + 'b' in [s + 'c'] * 1000", kSteps), Exc::kBudgetError);
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

// Each is small, and comparing two of them has no end.
TEST(Limits, ContainersThatHoldThePreviousOneTwice) {
  for (const char* next : {"t = (t, t)", "t = [t, t]", "t = {1: t, 2: t}"}) {
    mini::TestContext cx;
    cx.limits.steps = 100'000;
    cx.begin_evaluation();
    mini::Names names;
    Value v;
    ASSERT_TRUE(mini::Evaluator(cx, names, "t = []").run(&v));
    for (int i = 0; i < 60; ++i) ASSERT_TRUE(mini::Evaluator(cx, names, next).run(&v));
    for (const char* text :
         {"t == t", "t != t", "t in [t]", "t in (t,)", "[t].index(t)", "[t].count(t)", "[t].remove(t)",
          "(t,).index(t)", "(t,).count(t)", "[t] < [t]", "t in {1: t}.values()", "{1: t} == {1: t}",
          "{1: t}.items() == {1: t}.items()", "(1, t) in {1: t}.items()", "t in iter([t])"}) {
      cx.begin_evaluation();
      EXPECT_FALSE(mini::Evaluator(cx, names, text).run(&v)) << text;
      EXPECT_EQ(cx.error().type, Exc::kBudgetError) << text;
    }
    cx.begin_evaluation();
    EXPECT_TRUE(mini::Evaluator(cx, names, "(1, t) == (2, t)").run(&v));
    Value copy;
    EXPECT_FALSE(deep_copy(names.at("t"), &copy, 0, 1 << 20));
  }
}

// x and y after so many rounds of `next`, which makes new ones out of them, within 100,000 steps.
Exc error_of_two(const char* first, const char* next, int rounds, std::string_view text) {
  mini::TestContext cx;
  mini::Names names;
  Value v;
  EXPECT_TRUE(mini::Evaluator(cx, names, first).run(&v));
  for (int i = 0; i < rounds; ++i) EXPECT_TRUE(mini::Evaluator(cx, names, next).run(&v));
  cx.limits.steps = 100'000;
  cx.begin_evaluation();
  return mini::Evaluator(cx, names, text).run(&v) ? Exc::kNone : cx.error().type;
}

TEST(Limits, KeysInKeysAndPartsOfObjects) {
  const char *set = "x = frozenset(); y = frozenset()", *in_set = "x = frozenset([x]); y = frozenset([y])";
  const char *view = "x = {}.items(); y = {}.items()", *in_view = "x = {0: x}.items(); y = {0: y}.items()";
  const char *slice = "x = slice(0); y = slice(0)", *in_slice = "x = slice(x); y = slice(y)";
  for (const char* text : {"x == y", "x in [y]", "x in {y}", "{x: 1}[y]", "{x: 1}.get(y)", "set([x, y])",
                           "set([x]) & set([y])", "set([x]).issuperset([y])", "(x,) == (y,)"}) {
    EXPECT_EQ(error_of_two(set, in_set, 1000, text), Exc::kRecursionError) << text;
    EXPECT_EQ(error_of_two(set, in_set, 20, text), Exc::kNone) << text;
    const char* twice = "x = frozenset([(x, 1), (x, 2)]); y = frozenset([(y, 1), (y, 2)])";
    EXPECT_EQ(error_of_two(set, twice, 30, text), Exc::kBudgetError) << text;
  }
  EXPECT_EQ(error_of_two(view, in_view, 1000, "x == y"), Exc::kRecursionError);
  EXPECT_EQ(error_of_two(view, in_view, 20, "x == y"), Exc::kNone);
  EXPECT_EQ(error_of_two(slice, in_slice, 1000, "x == y"), Exc::kRecursionError);
  EXPECT_EQ(error_of_two(slice, in_slice, 20, "x == y"), Exc::kNone);
}

// What fits is compared to its end.
TEST(Limits, LongListsAreCompared) {
  EXPECT_EQ(error_of("a = [[0]] * 100000; b = [[0]] * 100000; a == b", 200'000), Exc::kNone);
  EXPECT_EQ(mini::evaluate("a = [[0]] * 100000; b = [[0]] * 100000; a == b"), "True");
  EXPECT_EQ(error_of("a = [[0]] * 1000; list(map(lambda x: x == a, [a] * 1000))", 100'000),
            Exc::kBudgetError);
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
  for (const char* text : {"t == (t,)", "t != (t,)", "t in [(t,)]", "[t].count((t,))", "[(t,)].index(t)"}) {
    EXPECT_FALSE(mini::Evaluator(cx, names, text).run(&v)) << text;
    EXPECT_EQ(cx.error().type, Exc::kRecursionError) << text;
  }
}

TEST(Limits, ContainersThatHoldThemselves) {
  EXPECT_EQ(error_of("a = []; a.append(a); b = []; b.append(b); a == b"), Exc::kRecursionError);
  EXPECT_EQ(error_of("a = []; a.append(a); b = []; b.append(b); a < b"), Exc::kRecursionError);
  EXPECT_EQ(mini::evaluate("a = {}; a.update(x=a); len(a)"), "1");
}

}  // namespace
}  // namespace headrace::pylib
