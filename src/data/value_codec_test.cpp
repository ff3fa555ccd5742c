#include "data/value_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "data/test_values.h"

namespace headrace {
namespace {

using test::any_value;
using test::describe;

std::string encoded(const Value& v) {
  std::string bytes;
  ValueEncoder encoder(&bytes);
  return encoder.encode(v) ? bytes : "refused: " + encoder.refusal();
}

// All of the bytes, or nothing.
bool decoded(std::string_view bytes, Value* out) {
  wire::Reader in(bytes);
  return ValueDecoder(&in).decode(out) && in.left() == 0;
}

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values) out.push_back(static_cast<char>(v));
  return out;
}

Value field_list(Values items) {
  auto* list = new ListObj(Flavor::kField);
  list->items = std::move(items);
  return Value::adopt(list);
}

void expect_bytes(const Value& value, const std::string& expected) {
  EXPECT_EQ(encoded(value), expected) << describe(value);
  Value back;
  ASSERT_TRUE(decoded(expected, &back)) << describe(value);
  EXPECT_EQ(describe(back), describe(value));
}

// The format is a promise: files of today are read tomorrow.
TEST(ValueCodec, BytesStayAsTheyAre) {
  TimeZone named{Zone::kTzOffset, 3'600'000'000, true, "CET"};
  expect_bytes(Value(), bytes({0}));
  expect_bytes(Value::boolean(false), bytes({1}));
  expect_bytes(Value::boolean(true), bytes({2}));
  expect_bytes(Value::integer(0), bytes({3, 0}));
  expect_bytes(Value::integer(-1), bytes({3, 1}));
  expect_bytes(Value::integer(64), bytes({3, 0x80, 1}));
  expect_bytes(make_int(BigInt(1) << 63), bytes({4, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0x80}));
  expect_bytes(make_int(-(BigInt(1) << 64)), bytes({4, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
  expect_bytes(Value::real(1.5), bytes({5, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f}));
  expect_bytes(Value::real(-0.0), bytes({5, 0, 0, 0, 0, 0, 0, 0, 0x80}));
  expect_bytes(Value::string("ab"), bytes({6, 2, 'a', 'b'}));
  expect_bytes(Value::string("\xED\xA0\x80"), bytes({6, 3, 0xED, 0xA0, 0x80}));
  expect_bytes(Value::bytes("\xFF"), bytes({7, 1, 0xFF}));
  expect_bytes(Value::date(1), bytes({8, 2}));
  expect_bytes(Value::time(1, Zone::kNaive, 0), bytes({9, 2, 0, 0}));
  expect_bytes(Value::datetime(-1, Zone::kFixed, 0), bytes({10, 1, 1, 0}));
  expect_bytes(Value::datetime(0, Zone::kTzLocal, 0, true), bytes({10, 0, 0x14, 0}));
  expect_bytes(make_datetime({0, false, named}),
               bytes({10, 0, 0x23, 0x80, 0x90, 0x9d, 0xe9, 0x1a, 3, 'C', 'E', 'T'}));
  expect_bytes(Value::timedelta(-1, 2), bytes({11, 1, 2}));
  expect_bytes(make_timezone({Zone::kTzUtc, 0, false, ""}), bytes({12, 2, 0}));
  expect_bytes(make_tuple({Value(), Value::boolean(true)}), bytes({13, 0, 2, 0, 2}));
  expect_bytes(make_list({Value()}), bytes({14, 0, 1, 0}));
  expect_bytes(field_list({}), bytes({14, 1, 0}));
  expect_bytes(Value::adopt(new DictObj(Flavor::kRecord)), bytes({15, 2, 0}));
  expect_bytes(Value::adopt(new SetObj(Flavor::kFrozen)), bytes({16, 3, 0}));
  expect_bytes(Value::adopt(new RangeObj(Value::integer(0), Value::integer(3), Value::integer(1))),
               bytes({17, 3, 0, 3, 6, 3, 2}));
}

TEST(ValueCodec, OnlyTheOneFormIsRead) {
  const std::pair<const char*, std::string> cases[] = {
      {"nothing", ""},
      {"an unknown tag", bytes({99})},
      {"a number that goes on", bytes({3, 0x80})},
      {"a longer form of a number", bytes({3, 0x80, 0})},
      {"a number of 65 bits", bytes({3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2})},
      {"a big int that fits 64 bits", bytes({4, 0, 1, 7})},
      {"a big int with a leading zero", bytes({4, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0x80, 0})},
      {"a short float", bytes({5, 0, 0})},
      {"text that is no UTF-8", bytes({6, 1, 0xff})},
      {"a long text of few bytes", bytes({6, 0xff, 0xff, 0xff, 0xff, 0x0f, 'a'})},
      {"a day after 9999", bytes({8, 0xc2, 0x82, 0xe6, 0x02})},
      {"a negative time of day", bytes({9, 1, 0, 0})},
      {"an unknown zone", bytes({10, 0, 5, 0})},
      {"unknown zone bits", bytes({10, 0, 0x41, 0})},
      {"a zone that cannot have a name", bytes({10, 0, 0x22, 0, 1, 'x'})},
      {"a time zone that is none", bytes({12, 0, 0})},
      {"a named tuple of another size", bytes({13, 1, 1, 3, 0})},
      {"a named tuple of texts", bytes({13, 1, 3, 3, 0, 3, 0, 6, 0})},
      {"a list with the flavour of sets", bytes({14, 3, 0})},
      {"a list with more items than bytes", bytes({14, 0, 200, 1})},
      {"a dict with the same key twice", bytes({15, 0, 2, 3, 0, 0, 3, 0, 0})},
      {"a dict with a list for a key", bytes({15, 0, 1, 14, 0, 0, 0})},
      {"a range without a step", bytes({17, 3, 0, 3, 2, 3, 0})},
      {"a range of texts", bytes({17, 6, 0, 3, 2, 3, 2})},
      {"a container that is not there", bytes({18, 0})},
      {"a container inside itself", bytes({14, 0, 1, 18, 0})},
      {"something left over", bytes({0, 0})},
  };
  for (const auto& [what, input] : cases) {
    Value out;
    EXPECT_FALSE(decoded(input, &out)) << what;
  }
}

TEST(ValueCodec, NestingIsBounded) {
  Value v;
  for (int i = 0; i < kMaxStoredNesting; ++i) v = make_list({v});
  Value back;
  EXPECT_TRUE(decoded(encoded(v), &back));
  EXPECT_EQ(encoded(make_list({v})), "refused: it is nested too deeply");
  std::string deeper;
  for (int i = 0; i <= kMaxStoredNesting; ++i) deeper += bytes({14, 0, 1});
  EXPECT_FALSE(decoded(deeper + '\0', &back));
}

TEST(ValueCodec, SizesAreBounded) {
  // Small in memory, endless when written out: a tuple of two that are one.
  Value v = make_tuple({Value::string("x")});
  for (int i = 0; i < 60; ++i) v = make_tuple({v, v});
  std::string bytes = "before";
  ValueEncoder encoder(&bytes, 1 << 20);
  EXPECT_FALSE(encoder.encode(v));
  EXPECT_EQ(encoder.refusal(), "it takes more than 1 MiB");
}

TEST(ValueCodec, SharedContainersStayOne) {
  const Value inner = make_list({Value::integer(1)});
  const Value outer = make_tuple({inner, make_list({inner}), Value::adopt(new DictObj())});
  Value back;
  ASSERT_TRUE(decoded(encoded(outer), &back));
  const Value* items = back.as<TupleObj>()->items;
  EXPECT_EQ(items[0].obj(), items[1].as<ListObj>()->items[0].obj());
  items[0].as<ListObj>()->items.push_back(Value::integer(2));
  EXPECT_EQ(describe(items[1]), "list[list[int 1, int 2, ], ]");
  EXPECT_EQ(encoded(make_tuple({inner, inner})), bytes({13, 0, 2, 14, 0, 1, 3, 2, 18, 0}));
}

TEST(ValueCodec, ValuesOfOneEncoderShareContainers) {
  const Values values(2, make_list({}));  // twice the same one
  std::string out;
  ValueEncoder encoder(&out);
  ASSERT_TRUE(encoder.encode(values[0]) && encoder.encode(values[1]));
  wire::Reader in(out);
  ValueDecoder decoder(&in);
  Value first, second;
  ASSERT_TRUE(decoder.decode(&first) && decoder.decode(&second));
  EXPECT_EQ(first.obj(), second.obj());
}

TEST(ValueCodec, WhatCannotBeStoredIsRefused) {
  auto* list = new ListObj();
  Value itself = Value::adopt(list);
  list->items.push_back(itself);
  EXPECT_EQ(encoded(itself), "refused: it holds itself");
  list->items.clear();

  class Thing final : public NativeObject {
   public:
    Thing() : NativeObject(Kind::kFunction) {}
    std::string_view type_name() const override { return "builtin_function_or_method"; }
  };
  EXPECT_EQ(encoded(make_list({Value::adopt(new Thing())})),
            "refused: it holds a builtin_function_or_method");
}

RC_GTEST_PROP(ValueCodec, EveryValueComesBackAsItWas, ()) {
  const Value v = *any_value();
  const std::string bytes = encoded(v);
  Value back;
  RC_ASSERT(decoded(bytes, &back));
  RC_ASSERT(describe(back) == describe(v));
  RC_ASSERT(encoded(back) == bytes);
}

RC_GTEST_PROP(ValueCodec, DamagedBytesAreRefusedOrStillInTheirOneForm, ()) {
  std::string bytes = encoded(*any_value(2));
  const size_t at = *rc::gen::inRange<size_t>(0, bytes.size());
  bytes[at] = static_cast<char>(bytes[at] ^ (1 << *rc::gen::inRange(0, 8)));
  Value back;
  if (decoded(bytes, &back)) RC_ASSERT(encoded(back) == bytes);
  RC_ASSERT(!decoded(std::string_view(bytes).substr(0, at), &back) || at == bytes.size());
}

}  // namespace
}  // namespace headrace
