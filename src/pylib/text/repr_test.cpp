#include "pylib/text/repr.h"

#include <gtest/gtest.h>

#include "pylib/text/test_calls.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

std::string str_text(const Value& v) {
  TestContext cx;
  std::string out;
  return append_str(cx, v, &out) ? out : cx.error().text();
}

Value set_of(Flavor flavor, std::initializer_list<Value> items) {
  auto* set = new SetObj(flavor);
  bool inserted;
  for (const Value& item : items) set->table.find_or_insert(item, &inserted);
  return Value::adopt(set);
}

TEST(Repr, Strings) {
  EXPECT_EQ(repr_text(str("it's")), "\"it's\"");
  EXPECT_EQ(repr_text(str("it's \"it\"")), "'it\\'s \"it\"'");
  EXPECT_EQ(repr_text(str("\t\n\r\\\x01\x7f")), "'\\t\\n\\r\\\\\\x01\\x7f'");
  EXPECT_EQ(repr_text(str("é😀\u00a0\u2028\xed\xa0\x80")), "'é😀\\xa0\\u2028\\ud800'");
  EXPECT_EQ(repr_text(str("\U0010ffff")), "'\\U0010ffff'");
  EXPECT_EQ(repr_text(bytes("a'\xff\n")), "b\"a'\\xff\\n\"");
}

TEST(Repr, Containers) {
  EXPECT_EQ(repr_text(make_list({integer(1), str("a"), Value()})), "[1, 'a', None]");
  EXPECT_EQ(repr_text(make_tuple({real(1)})), "(1.0,)");
  EXPECT_EQ(repr_text(make_tuple({})), "()");
  EXPECT_EQ(repr_text(set_of(Flavor::kPlain, {})), "set()");
  EXPECT_EQ(repr_text(set_of(Flavor::kPlain, {integer(2), integer(1)})), "{2, 1}");
  EXPECT_EQ(repr_text(set_of(Flavor::kFrozen, {integer(1)})), "frozenset({1})");
  EXPECT_EQ(repr_text(set_of(Flavor::kField, {integer(1)})), "Set({1})");
  EXPECT_EQ(repr_text(set_of(Flavor::kField, {})), "Set()");
  EXPECT_EQ(repr_text(Value::adopt(new RangeObj(integer(0), integer(3), integer(1)))), "range(0, 3)");
  EXPECT_EQ(repr_text(Value::adopt(new RangeObj(integer(3), integer(0), integer(-1)))), "range(3, 0, -1)");

  auto* map = new DictObj(Flavor::kField);
  bool inserted;
  map->table.find_or_insert(str("k"), &inserted)->value = make_list({});
  EXPECT_EQ(repr_text(Value::adopt(map)), "{'k': []}");
}

TEST(Repr, AContainerInItselfIsDots) {
  const Value list = make_list({integer(1)});
  list.as<ListObj>()->items.push_back(list);
  EXPECT_EQ(repr_text(list), "[1, [...]]");
  EXPECT_EQ(repr_text(list), "[1, [...]]");
  list.as<ListObj>()->items.clear();
}

TEST(Repr, DeepNestingIsAnError) {
  Value v = make_list({});
  for (int i = 0; i < 1000; ++i) v = make_list({v});
  EXPECT_EQ(repr_text(v), "RecursionError: maximum recursion depth exceeded");
}

// Each level doubles the text: it must stop at the budget, not at the end of memory.
TEST(Repr, SharedPartsAreBudgeted) {
  Value v = str("x");
  for (int i = 0; i < 60; ++i) v = make_list({v, v});
  TestContext cx;
  cx.limits.bytes = 1 << 20;
  std::string out;
  EXPECT_FALSE(append_repr(cx, v, &out));
  EXPECT_EQ(cx.error().type, Exc::kBudgetError);
  EXPECT_LT(out.size(), 2u << 20);
}

TEST(Repr, StrAndAscii) {
  EXPECT_EQ(str_text(str("é")), "é");
  EXPECT_EQ(str_text(bytes("a")), "b'a'");
  EXPECT_EQ(str_text(real(1e100)), "1e+100");
  EXPECT_EQ(str_text(str_type()), "<class 'str'>");
  TestContext cx;
  std::string out;
  EXPECT_TRUE(append_ascii(cx, make_list({str("é€😀")}), &out));
  EXPECT_EQ(out, "['\\xe9\\u20ac\\U0001f600']");
}

}  // namespace
}  // namespace headrace::pylib
