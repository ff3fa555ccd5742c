#include "pylib/regex/re_module.h"

#include <gtest/gtest.h>

#include "pylib/module.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

class TestContext final : public Context {
 public:
  bool call(const Value& callable, const Args& args, Value* out) override {
    return callable.as<NativeObject>()->call(*this, args, out);
  }
};

// Doubles the match, for sub().
class Doubler final : public NativeObject {
 public:
  Doubler() : NativeObject(Kind::kFunction) {}
  std::string_view type_name() const override { return "function"; }
  bool call(Context& cx, const Args& args, Value* out) override {
    Value whole;
    if (!args[0].as<NativeObject>()->get_item(cx, Value::integer(0), &whole)) return false;
    *out = Value::string(std::string(whole.str()) + std::string(whole.str()));
    return true;
  }
};

class ReModule : public testing::Test {
 protected:
  // repr of the result, or the error.
  std::string shown(bool ok, const Value& result) {
    std::string out;
    if (ok) ok = append_repr(cx_, result, &out);
    if (!ok) out = cx_.error().text();
    cx_.clear_error();
    return out;
  }
  bool call(const Value& function, Values values, Value* out) {
    return cx_.call(function, Args::of(values.data(), values.size()), out);
  }
  Value function(std::string_view name) { return *re_module().as<NativeModule>()->find(name); }
  std::string re(std::string_view name, Values values) {
    Value out;
    const bool ok = call(function(name), std::move(values), &out);
    return shown(ok, out);
  }
  // An attribute of the result of re.search, called if it is a method.
  std::string of_match(std::string_view pattern, std::string_view text, std::string_view name,
                       Values values = {}) {
    Value match, out;
    if (!call(function("search"), {Value::string(pattern), Value::string(text)}, &match))
      return shown(false, match);
    bool ok = get_attribute(cx_, match, name, &out);
    if (ok && out.kind() == Kind::kFunction) ok = call(Value(out), std::move(values), &out);
    return shown(ok, out);
  }
  static Value s(std::string_view text) { return Value::string(text); }
  static Value i(int64_t number) { return Value::integer(number); }

  TestContext cx_;
};

TEST_F(ReModule, Functions) {
  EXPECT_EQ(re("search", {s("b+"), s("abbc")}), "<re.Match object; span=(1, 3), match='bb'>");
  EXPECT_EQ(re("match", {s("b"), s("ab")}), "None");
  EXPECT_EQ(re("fullmatch", {s("A"), s("a"), i(2)}), "<re.Match object; span=(0, 1), match='a'>");
  EXPECT_EQ(re("findall", {s("(a)|(b)"), s("ab")}), "[('a', ''), ('', 'b')]");
  EXPECT_EQ(re("findall", {s("\\w"), s("é中!")}), "['é', '中']");
  EXPECT_EQ(re("split", {s("(,)|;"), s("a,b;c"), i(1)}), "['a', ',', 'b;c']");
  EXPECT_EQ(re("sub", {s("(\\w)(\\w)"), s("\\2\\1"), s("abcd")}), "'badc'");
  EXPECT_EQ(re("sub", {s("é"), Value::adopt(new Doubler()), s("aéb")}), "'aééb'");
  EXPECT_EQ(re("sub", {s("a"), s("b"), s("aaa"), i(-1)}), "'aaa'");
  EXPECT_EQ(re("subn", {s("x*"), s("-"), s("abxd")}), "('-a-b--d-', 5)");
  EXPECT_EQ(re("findall", {Value::bytes("."), Value::bytes("a\xff")}), "[b'a', b'\\xff']");
  EXPECT_EQ(re("compile", {s("a"), i(2 | 8)}), "re.compile('a', re.IGNORECASE|re.MULTILINE)");
}

TEST_F(ReModule, Match) {
  EXPECT_EQ(of_match("(?P<k>a)(b)?", "xa", "group"), "'a'");
  EXPECT_EQ(of_match("(?P<k>a)(b)?", "xa", "group", {s("k"), i(2)}), "('a', None)");
  EXPECT_EQ(of_match("(?P<k>a)(b)?", "xa", "groups", {s("")}), "('a', '')");
  EXPECT_EQ(of_match("(?P<k>a)(b)?", "xa", "groupdict"), "{'k': 'a'}");
  EXPECT_EQ(of_match("(?P<k>a)(b)?", "xa", "span", {i(2)}), "(-1, -1)");
  EXPECT_EQ(of_match("(?P<k>a)(b)?", "xa", "lastgroup"), "'k'");
  EXPECT_EQ(of_match("(?P<k>a)(b)?", "xa", "regs"), "((1, 2), (1, 2), (-1, -1))");
  EXPECT_EQ(of_match("(?P<k>a)(b)?", "éa", "expand", {s("<\\g<k>\\2>")}), "'<a>'");
  EXPECT_EQ(of_match("(?P<k>a)(b)?", "xa", "group", {i(3)}), "IndexError: no such group");
  EXPECT_EQ(of_match("a", "xa", "re"), "re.compile('a')");
}

TEST_F(ReModule, Types) {
  Value match;
  ASSERT_TRUE(call(function("search"), {s("a"), s("a")}, &match));
  EXPECT_TRUE(type_of_value(match).identical(*re_module().as<NativeModule>()->find("Match")));
  EXPECT_EQ(shown(true, type_of_value(match)), "<class 're.Match'>");
}

TEST_F(ReModule, Errors) {
  EXPECT_EQ(re("search", {s("("), s("")}), "error: missing ), unterminated subpattern at position 0");
  EXPECT_EQ(re("search", {s("a"), i(5)}), "TypeError: expected string or bytes-like object, got 'int'");
  EXPECT_EQ(re("search", {s("a"), Value::bytes("a")}),
            "TypeError: cannot use a string pattern on a bytes-like object");
  EXPECT_EQ(re("search", {s("a")}), "TypeError: search() missing 1 required positional argument: 'string'");
  EXPECT_EQ(re("sub", {s("a"), Value::bytes("x"), s("a")}),
            "TypeError: sequence item 0: expected str instance, bytes found");
  EXPECT_EQ(re("sub", {s("a"), s("\\1"), s("")}), "error: invalid group reference 1 at position 1");
  cx_.limits.steps = 100000;
  cx_.begin_evaluation();
  EXPECT_EQ(re("search", {s("(a|aa)+$"), s(std::string(200, 'a') + "b")}),
            "BudgetError: the expression exceeded its step budget");
}

TEST_F(ReModule, PatternsAreCachedUntilPurged) {
  Value first, second, third;
  ASSERT_TRUE(call(function("compile"), {s("a+")}, &first));
  ASSERT_TRUE(call(function("compile"), {s("a+")}, &second));
  EXPECT_TRUE(first.identical(second));
  EXPECT_EQ(re("purge", {}), "None");
  ASSERT_TRUE(call(function("compile"), {s("a+")}, &third));
  EXPECT_FALSE(first.identical(third));
  EXPECT_TRUE(equal(first, third));
  for (int n = 0; n < 2000; ++n)
    ASSERT_TRUE(call(function("compile"), {s("a" + std::to_string(n))}, &second));
}

TEST_F(ReModule, OldPatternsGiveWayToLargeOnes) {
  std::string large;  // a program of 7 MB
  for (int i = 0; i < 20'000; ++i) large += "[a-f" + std::string(1, static_cast<char>('0' + i % 10)) + "]";
  Value first, second;
  ASSERT_TRUE(call(function("compile"), {s("b+")}, &first));
  for (const char* end : {"a", "b", "c", "d", "e", "f"}) {
    cx_.begin_evaluation();
    ASSERT_TRUE(call(function("compile"), {s(large + end)}, &second));
  }
  ASSERT_TRUE(call(function("compile"), {s("b+")}, &second));
  EXPECT_FALSE(first.identical(second));
  EXPECT_TRUE(equal(first, second));
}

}  // namespace
}  // namespace headrace::pylib
