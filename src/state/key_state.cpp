#include "state/key_state.h"

#include <algorithm>
#include <new>

#include "data/datetime.h"
#include "data/json_write.h"
#include "data/wire.h"

namespace headrace {
namespace {

size_t slots_of(const StreamPlan& plan) {
  size_t slots = 0;
  for (const AggregatePlan& a : plan.aggregates) slots += a.row_slots();
  return slots;
}

}  // namespace

size_t state_bytes(const StreamPlan& plan) {
  return sizeof(KeyState) + plan.aggregates.size() * sizeof(AggregateState) + slots_of(plan) * sizeof(Value);
}

KeyState::KeyState(std::string_view identity, uint16_t aggregates, uint16_t slots, RowStore& store)
    : identity_(Value::string(identity)), store_(&store), aggregate_count_(aggregates), slot_count_(slots) {}

KeyState::Owner KeyState::make(const StreamPlan& plan, std::string_view identity, RowStore& store) {
  return make(plan, identity, store, store.arena.allocate(state_bytes(plan)));
}

KeyState::Owner KeyState::make(const StreamPlan& plan, std::string_view identity, RowStore& store,
                               void* memory) {
  const auto count = static_cast<uint16_t>(plan.aggregates.size());
  const auto slots = static_cast<uint16_t>(slots_of(plan));
  auto* const state = new (memory) KeyState(identity, count, slots, store);
  std::uninitialized_value_construct_n(state->aggregates(), count);
  std::uninitialized_value_construct_n(state->slots(), slots);
  return Owner(state);
}

KeyState::~KeyState() {
  std::destroy_n(slots(), slot_count_);
  std::destroy_n(aggregates(), aggregate_count_);
}

void KeyState::clear() {
  for (size_t i = 0; i < aggregate_count_; ++i) aggregate(i).forget();
  std::fill_n(slots(), slot_count_, Value());
  saved.clear();
  last_event_us = INT64_MIN;
}

SavedRow* KeyState::save(const StreamPlan& plan, size_t index, const Value* row) {
  const AggregatePlan& aggregate_plan = plan.aggregates[index];
  AggregateState& state = aggregate(index);
  SavedRow* const to =
      saved.add(*store_, static_cast<uint16_t>(index), {row, aggregate_plan.row_slots()}, identity_);
  if (aggregate_plan.dimensions.empty()) {
    state.set_last_saved(to);
    if (aggregate_plan.kind == AggregateKind::kActivity)
      state.last_start_us = instant_us(row[AggregatePlan::kStartTime]);
  } else {
    state.make_index().emplace(key_id_of(aggregate_plan, row), to);
  }
  return to;
}

void KeyState::replace(const StreamPlan& plan, size_t index, SavedRow* saved_row, const Value* row) {
  saved.replace(*store_, saved_row, {row, plan.aggregates[index].row_slots()}, identity_);
}

SavedRow* KeyState::find_saved(const AggregatePlan& plan, size_t index, std::string_view key_id) {
  AggregateState& state = aggregate(index);
  if (plan.dimensions.empty()) return state.last_saved();
  const DimensionIndex* const saved_by_id = state.index();
  if (!saved_by_id) return nullptr;
  const auto found = saved_by_id->find(key_id);
  return found == saved_by_id->end() ? nullptr : found->second;
}

void append_dimension(std::string_view text, std::string* key_id) { wire::append_bytes(text, key_id); }

std::vector<std::string_view> dimensions_of(std::string_view key_id) {
  std::vector<std::string_view> texts;
  for (wire::Reader in(key_id); in.left() > 0;) texts.push_back(in.bytes());
  return texts;
}

std::string_view key_id_of(const AggregatePlan& plan, const Value* row) {
  return plan.dimensions.empty() ? std::string_view() : row[plan.slot_count()].bytes_view();
}

std::string key_text(std::string_view identity, const AggregatePlan& plan, const Value* row) {
  std::string out(identity);
  out.append("/").append(plan.name).append("/");
  const char* separator = "";
  for (const std::string_view text : dimensions_of(key_id_of(plan, row))) {
    out.append(separator).append(text);
    separator = ":";
  }
  out.append("/");
  if (plan.kind == AggregateKind::kActivity) append_iso(row[AggregatePlan::kStartTime], &out);
  return out;
}

}  // namespace headrace
