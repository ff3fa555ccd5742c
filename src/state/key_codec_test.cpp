#include "state/key_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "state/test_states.h"

namespace headrace {
namespace {

using test::any_state;
using test::describe;
using test::OwnedState;

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
  if (!next_key(&bytes, &record) || !bytes.empty()) return false;
  out->clear();
  return decode_rows(plan(), record, out);
}

OwnedState small_state() {
  OwnedState state(plan(), "a");
  for (size_t i = 0; i < plan().aggregates.size(); ++i) {
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
      state->row(a)[k] = values[static_cast<size_t>(a.slot_types[k])];
  }
  return state;
}

RC_GTEST_PROP(KeyCodec, EveryStateComesBackAsItWas, ()) {
  const OwnedState state = any_state(plan());
  const std::string bytes = encoded(*state);
  OwnedState back(plan(), state->identity());
  RC_ASSERT(decoded(bytes, &*back));
  RC_ASSERT(describe(plan(), *back) == describe(plan(), *state));
  RC_ASSERT(encoded(*back) == bytes);
}

RC_GTEST_PROP(KeyCodec, DamagedBytesAreRefusedOrStillInTheirOneForm, ()) {
  const OwnedState state = any_state(plan());
  std::string bytes = encoded(*state);
  const size_t at = *rc::gen::inRange<size_t>(0, bytes.size());
  OwnedState back(plan(), "");
  RC_ASSERT(!decoded(std::string_view(bytes).substr(0, at), &*back));
  bytes[at] = static_cast<char>(bytes[at] ^ (1 << *rc::gen::inRange(0, 8)));
  KeyRecord record;
  std::string_view rest = bytes;
  if (!next_key(&rest, &record)) return;
  const OwnedState named(plan(), record.identity);
  if (decoded(bytes, &*named)) RC_ASSERT(encoded(*named) == bytes);
}

TEST(KeyCodec, SlotsHoldOnlyWhatTheirTypeCan) {
  OwnedState back(plan(), "a");
  EXPECT_TRUE(decoded(encoded(*small_state()), &*back));
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
    const OwnedState state = small_state();
    const auto& names = plan().aggregates[0].slot_names;
    state->row(plan().aggregates[0])[std::find(names.begin(), names.end(), name) - names.begin()] = value;
    EXPECT_FALSE(decoded(encoded(*state), &*back)) << name << " " << test::describe(value);
  }
}

TEST(KeyCodec, RowsThatCannotBeAreRefused) {
  OwnedState back(plan(), "a");
  const auto with_saved = [](size_t aggregate, Value start, const char* dimension) {
    OwnedState state = small_state();
    const AggregatePlan& a = plan().aggregates[aggregate];
    std::vector<Value> row(state->row(plan().aggregates[aggregate]),
                           state->row(plan().aggregates[aggregate]) + a.slot_count());
    if (a.makes_blocks()) row[AggregatePlan::kStartTime] = row[AggregatePlan::kEndTime] = std::move(start);
    std::string id;
    for (size_t d = 0; d < a.dimensions.size(); ++d) append_dimension(dimension, &id);
    if (!a.dimensions.empty()) row.push_back(Value::bytes(id));
    state->save(plan(), aggregate, row.data());
    return state;
  };
  const Value time = Value::datetime(0, Zone::kFixed, 0);
  EXPECT_TRUE(decoded(encoded(*with_saved(3, time, "x")), &*back));
  EXPECT_TRUE(decoded(encoded(*with_saved(4, time, "")), &*back));
  EXPECT_FALSE(decoded(encoded(*with_saved(4, Value(), "")), &*back)) << "a session without a start";
  EXPECT_FALSE(decoded(encoded(*with_saved(3, Value(), "x")), &*back)) << "a block without times";
  EXPECT_FALSE(decoded(encoded(*with_saved(3, time, "\xff")), &*back)) << "a dimension that is no text";
  const OwnedState open = small_state();
  open->aggregate(4).set_open(true);
  EXPECT_FALSE(decoded(encoded(*open), &*back)) << "a session that goes on and has no times";
  const OwnedState twice = with_saved(0, Value(), "");
  twice->save(plan(), 0, twice->unpack(*twice->saved.begin()).data());
  EXPECT_FALSE(decoded(encoded(*twice), &*back)) << "two rows under one key";
}

TEST(KeyCodec, NamesTheFieldThatCannotBeStored) {
  const OwnedState state = small_state();
  Value& slot = state->row(plan().aggregates[4])[9];
  ASSERT_EQ(plan().aggregates[4].slot_names[9], "l");
  slot.as<ListObj>()->items.push_back(slot);
  EXPECT_EQ(encoded(*state), "refused: field 'session.l' cannot be stored: it holds itself");
  slot.as<ListObj>()->items.clear();
}

TEST(KeyState, KeysOfDimensionsComeApartAgain) {
  std::string id;
  for (const char* text : {"", "a:b", ":", "c"}) append_dimension(text, &id);
  EXPECT_EQ(dimensions_of(id), (std::vector<std::string_view>{"", "a:b", ":", "c"}));
  const AggregatePlan& block = plan().aggregates[3];
  std::vector<Value> row(block.row_slots());
  row.back() = Value::bytes(id);
  EXPECT_EQ(key_text("me", block, row.data()), "me/block/:a:b:::c/");
}

}  // namespace
}  // namespace headrace
