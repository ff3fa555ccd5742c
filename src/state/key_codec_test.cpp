#include "state/key_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "state/stored_layout.h"
#include "state/test_states.h"

namespace headrace {
namespace {

using test::any_state;
using test::describe;

const StreamPlan& plan() {
  static const StreamPlan all = test::plan_of_all_kinds();
  return all;
}

std::string encoded(const KeyState& state) {
  std::string bytes;
  const Status s = encode_key(plan(), state, &bytes);
  return s ? bytes : "refused: " + s.error().message;
}

bool decoded(std::string_view bytes, KeyState* out) {
  KeyRecord record;
  *out = bare_state(plan());
  if (!next_key(&bytes, &record) || !bytes.empty()) return false;
  out->identity = std::string(record.identity);
  return decode_rows(plan(), record, out);
}

KeyState small_state() {
  KeyState state = bare_state(plan());
  state.identity = "a";
  for (size_t i = 0; i < state.aggregates.size(); ++i) {
    const AggregatePlan& a = plan().aggregates[i];
    if (!is_carried(a)) continue;
    const Value values[] = {Value::integer(1),
                            Value::boolean(true),
                            Value::string("s"),
                            Value::real(1),
                            Value(),
                            Value::adopt(new DictObj(Flavor::kField)),
                            Value::adopt(new ListObj(Flavor::kField)),
                            Value::adopt(new SetObj(Flavor::kField))};
    for (size_t k = 0; k < a.slot_count(); ++k)
      state.aggregates[i].row[k] = values[static_cast<size_t>(a.slot_types[k])];
  }
  return state;
}

RC_GTEST_PROP(KeyCodec, EveryStateComesBackAsItWas, ()) {
  const KeyState state = any_state(plan());
  const std::string bytes = encoded(state);
  KeyState back;
  RC_ASSERT(decoded(bytes, &back));
  RC_ASSERT(describe(back) == describe(state));
  RC_ASSERT(encoded(back) == bytes);
}

RC_GTEST_PROP(KeyCodec, DamagedBytesAreRefusedOrStillInTheirOneForm, ()) {
  std::string bytes = encoded(any_state(plan()));
  const size_t at = *rc::gen::inRange<size_t>(0, bytes.size());
  KeyState back;
  RC_ASSERT(!decoded(std::string_view(bytes).substr(0, at), &back));
  bytes[at] = static_cast<char>(bytes[at] ^ (1 << *rc::gen::inRange(0, 8)));
  if (decoded(bytes, &back)) RC_ASSERT(encoded(back) == bytes);
}

TEST(KeyCodec, SlotsHoldOnlyWhatTheirTypeCan) {
  KeyState back;
  EXPECT_TRUE(decoded(encoded(small_state()), &back));
  const std::pair<const char*, Value> wrong[] = {{"i", Value::string("7")},
                                                 {"b", Value::integer(1)},
                                                 {"s", Value()},
                                                 {"f", Value::integer(1)},
                                                 {"t", Value::date(1)},
                                                 {"m", make_list({})},
                                                 {"l", make_list({})},
                                                 {"l", make_tuple({})},
                                                 {"e", Value::adopt(new SetObj(Flavor::kFrozen))},
                                                 {"m", Value::adopt(new DictObj(Flavor::kRecord))}};
  for (const auto& [name, value] : wrong) {
    KeyState state = small_state();
    const auto& names = plan().aggregates[0].slot_names;
    state.aggregates[0]
        .row[static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin())] = value;
    EXPECT_FALSE(decoded(encoded(state), &back)) << name << " " << test::describe(value);
  }
}

TEST(KeyCodec, RowsThatCannotBeAreRefused) {
  KeyState back;
  const auto with_saved = [](uint16_t aggregate, Value timestamp, const char* dimension) {
    KeyState state = small_state();
    SavedRow row{aggregate, {"", std::move(timestamp)}, state.aggregates[aggregate].row};
    std::string id;
    for (size_t d = 0; d < plan().aggregates[aggregate].dimensions.size(); ++d)
      append_dimension(dimension, &row.key, &id);
    state.aggregates[aggregate].saved_by_id.emplace(id, state.saved.size());
    state.saved.push_back(std::move(row));
    return state;
  };
  const Value time = Value::datetime(0, Zone::kFixed, 0);
  EXPECT_TRUE(decoded(encoded(with_saved(3, Value(), "x")), &back));
  EXPECT_TRUE(decoded(encoded(with_saved(4, time, "")), &back));
  EXPECT_FALSE(decoded(encoded(with_saved(3, time, "x")), &back)) << "a block with a timestamp";
  EXPECT_FALSE(decoded(encoded(with_saved(4, Value(), "")), &back)) << "a session without one";
  EXPECT_FALSE(decoded(encoded(with_saved(3, Value(), "\xff")), &back)) << "a dimension that is no text";
  KeyState twice = with_saved(0, Value(), "");
  twice.saved.push_back(twice.saved[0]);
  EXPECT_FALSE(decoded(encoded(twice), &back)) << "two rows under one key";
}

TEST(KeyCodec, NamesTheFieldThatCannotBeStored) {
  KeyState state = small_state();
  auto* list = state.aggregates[4].row[9].as<ListObj>();
  ASSERT_EQ(plan().aggregates[4].slot_names[9], "l");
  list->items.push_back(state.aggregates[4].row[9]);
  EXPECT_EQ(encoded(state), "refused: field 'session.l' cannot be stored: it holds itself");
  list->items.clear();
}

TEST(KeyCodec, KeysOfDimensionsComeApartAgain) {
  RowKey key;
  std::string id;
  for (const char* text : {"", "a:b", ":", "c"}) append_dimension(text, &key, &id);
  EXPECT_EQ(key.dimensions, ":a:b:::c");
  EXPECT_EQ(dimensions_of(id), (std::vector<std::string_view>{"", "a:b", ":", "c"}));
}

}  // namespace
}  // namespace headrace
