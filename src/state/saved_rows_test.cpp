#include "state/saved_rows.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "data/test_values.h"
#include "state/test_states.h"

namespace headrace {
namespace {

using test::any_slot;

Value any_field() {
  static constexpr FieldType kTypes[] = {FieldType::kInteger, FieldType::kString, FieldType::kFloat,
                                         FieldType::kDatetime, FieldType::kList};
  return any_slot(kTypes[*rc::gen::inRange(0, 5)]);
}

std::vector<Value> any_slots(size_t count, const Value& identity) {
  std::vector<Value> slots = {*rc::gen::inRange(0, 8) ? identity : Value::string("someone else")};
  while (slots.size() < count) slots.push_back(any_field());
  return slots;
}

std::string text_of(std::span<const Value> slots) {
  std::string text;
  for (const Value& v : slots) text += test::describe(v) + " ";
  return text;
}

// Against plain vectors: rows added and saved again, of kinds that change from row to row.
RC_GTEST_PROP(SavedRows, HoldWhatWasSaved, ()) {
  const Value identity =
      Value::string(*rc::gen::arbitrary<bool>() ? "short" : "longer than fits into a value");
  RowStore store;
  SavedRows rows;
  std::vector<std::pair<SavedRow*, std::vector<Value>>> expected;
  const int steps = *rc::gen::inRange(0, 200);
  for (int step = 0; step < steps; ++step) {
    if (expected.empty() || *rc::gen::inRange(0, 3)) {
      const auto aggregate = *rc::gen::inRange<uint16_t>(0, 3);
      std::vector<Value> slots = any_slots(aggregate * size_t{2}, identity);
      if (aggregate == 0) slots.clear();
      SavedRow* const row = rows.add(store, aggregate, slots, identity);
      expected.emplace_back(row, std::move(slots));
    } else {
      auto& [row, slots] = expected[*rc::gen::inRange<size_t>(0, expected.size())];
      if (!slots.empty()) slots = any_slots(slots.size(), identity);
      rows.replace(store, row, slots, identity);
    }
  }
  RC_ASSERT(rows.size() == expected.size());
  size_t at = 0;
  for (const SavedRow& row : rows) {
    RC_ASSERT(&row == expected[at].first);
    const std::vector<Value>& slots = expected[at++].second;
    RC_ASSERT(row.slot_count() == slots.size());
    std::vector<Value> unpacked(slots.size());
    row.unpack(identity, unpacked.data());
    RC_ASSERT(text_of(unpacked) == text_of(slots));
    for (size_t i = 0; i < slots.size(); ++i)
      RC_ASSERT(test::describe(row.slot(identity, i)) == test::describe(slots[i]));
  }
  RC_ASSERT(at == expected.size());
}

// A row that is replaced over and over takes its place twice at most.
TEST(SavedRows, MoveOnce) {
  const Value identity = Value::string("a");
  RowStore store;
  SavedRows rows;
  const std::vector<Value> small = {identity, Value::string("Home"), Value::integer(1)};
  const std::vector<Value> large = {identity, Value::string("a title that does not fit"),
                                    Value::integer(1 << 20)};
  SavedRow* const row = rows.add(store, 0, small, identity);
  rows.replace(store, row, large, identity);
  const size_t size = store.arena.size();
  for (int i = 0; i < 1000; ++i) {
    rows.replace(store, row, i % 2 ? large : small, identity);
    std::vector<Value> unpacked(3);
    row->unpack(identity, unpacked.data());
    ASSERT_EQ(text_of(unpacked), text_of(i % 2 ? large : small));
  }
  EXPECT_EQ(store.arena.size(), size);
}

TEST(SavedRows, GiveBackWhatTheyHold) {
  const Value identity = Value::string("a");
  const Value text = Value::string("a text that does not fit into a value");
  RowStore store;
  SavedRows rows;
  const auto refs = [&] { return text.obj()->refs; };
  std::vector<Value> slots = {identity, text, Value::integer(1)};
  EXPECT_EQ(refs(), 2);
  SavedRow* const row = rows.add(store, 0, slots, identity);
  EXPECT_EQ(refs(), 3);
  rows.replace(store, row, slots, identity);  // in its place
  EXPECT_EQ(refs(), 3);
  slots[2] = Value::string("other room");
  rows.replace(store, row, slots, identity);  // elsewhere
  rows.replace(store, row, slots, identity);
  EXPECT_EQ(refs(), 3);
  slots[1] = Value::string("short");
  EXPECT_EQ(refs(), 2);
  rows.replace(store, row, slots, identity);
  EXPECT_EQ(refs(), 1);
  slots[1] = text;
  rows.replace(store, row, slots, identity);
  slots.clear();
  EXPECT_EQ(refs(), 2);
  rows.clear();
  EXPECT_EQ(refs(), 1);
}

// Once a row of such a shape kept a reference to it for ever.
TEST(SavedRows, DoNotHoldTheIdentity) {
  const Value identity = Value::string("an identity that does not fit into a value");
  RowStore store;
  SavedRows rows;
  const std::vector<Value> slots = {identity, Value::string("a text that does not fit into a value")};
  SavedRow* const row = rows.add(store, 0, slots, identity);
  rows.add(store, 0, slots, identity);
  rows.replace(store, row, slots, identity);
  rows.clear();
  EXPECT_EQ(identity.obj()->refs, 2);  // its own, and that of `slots`
}

// Ints beyond two bytes, datetimes beyond four, and rows that go back to less.
TEST(SavedRows, NumbersOfAllSizes) {
  const Value identity = Value::string("a");
  RowStore store;
  SavedRows rows;
  std::vector<std::vector<Value>> all;
  const int64_t ints[] = {1, -1, 32767, 32768, -32768, -32769, 0, INT64_MAX, INT64_MIN, 5};
  const int64_t ends[] = {0, 1, (int64_t{1} << 32) - 1, int64_t{1} << 32, -1, 7, INT64_MAX / 2};
  for (const int64_t n : ints) {
    for (const int64_t end : ends) {
      all.push_back({identity, Value::datetime(1000, Zone::kTzUtc, 0),
                     Value::datetime(1000 + end, Zone::kTzUtc, 0), Value::integer(n), Value::integer(2)});
      rows.add(store, 0, all.back(), identity);
    }
  }
  size_t at = 0;
  for (const SavedRow& row : rows) {
    std::vector<Value> unpacked(5);
    row.unpack(identity, unpacked.data());
    EXPECT_EQ(text_of(unpacked), text_of(all[at++]));
  }
  EXPECT_EQ(at, all.size());
}

TEST(SavedRows, NoMoreThanWhatDiffers) {
  const Value identity = Value::string("a");
  RowStore store;
  SavedRows rows;
  const std::vector<Value> slots = {identity,       Value::datetime(0, Zone::kTzUtc, 0), Value::integer(1),
                                    Value::real(2), Value::datetime(1, Zone::kTzUtc, 0), Value::integer(-1)};
  rows.add(store, 0, slots, identity);
  const auto* const first = static_cast<const char*>(rows.end_address());
  for (int i = 0; i < 100; ++i) rows.add(store, 0, slots, identity);
  // Within a chunk that took all of the last rows.
  const auto* const before = static_cast<const char*>(rows.end_address());
  rows.add(store, 0, slots, identity);
  EXPECT_EQ(static_cast<const char*>(rows.end_address()) - before, 8 + 2 * 8 + 4 + 2 * 2);
  EXPECT_NE(first, before);
}

}  // namespace
}  // namespace headrace
