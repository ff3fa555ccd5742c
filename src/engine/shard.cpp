#include "engine/shard.h"

#include <algorithm>

namespace headrace {
namespace {

constexpr size_t kGatheredRows = 1024;
// Events that are applied together: as many as have their keys in the first cache.
constexpr size_t kTogether = 32;

}  // namespace

Shard::Shard(const StreamPlan& plan, const BatchOptions& options)
    : plan_(plan),
      options_(options),
      all_wait_(options.observer || options.count_kept),
      evaluator_(plan, machine_),
      keys_(plan) {
  machine_.now_us = options.now_us;
}

void Shard::carry(const KeyRecord& record, uint64_t first) {
  keys_.find(record.identity, KeyTable::hash(record.identity), first).carried = &record;
}

void Shard::apply(Key& key, const RoutedEvent& event) {
  if (key.waits) return;
  KeyState& state = *key.state;
  if (all_wait_ || event.time_us < state.last_event_us) [[unlikely]]
    return begin_waiting(key);
  // An exceeded budget is told when the events are in order for certain.
  if (evaluator_.apply(state, event.row)) [[likely]]
    state.last_event_us = event.time_us;
  else
    begin_waiting(key);
}

// The memory of each step is asked for while the step before goes over the other events.
Status Shard::apply(std::span<const RoutedEvent> events, uint64_t first) {
  Key* keys[kTogether];
  for (; !events.empty(); events = events.subspan(std::min(kTogether, events.size()))) {
    const std::span<const RoutedEvent> group = events.first(std::min(kTogether, events.size()));
    for (const RoutedEvent& event : group) keys_.prefetch(event.hash);
    for (size_t i = 0; i < group.size(); ++i) {
      keys[i] = keys_.guess(group[i].hash);
      if (keys[i]) keys[i]->prefetch(keys_.key_bytes());
    }
    for (size_t i = 0; i < group.size(); ++i) {
      const std::string_view identity = group[i].row[EventSlots::kIdentity].str();
      if (!keys[i] || keys[i]->state->identity() != identity)
        keys[i] = &keys_.find(identity, group[i].hash, first + group[i].number);
      keys[i]->state->saved.prefetch_end();
    }
    if (options_.cancelled && *options_.cancelled) return cancelled_error();
    for (size_t i = 0; i < group.size(); ++i) {
      if (keys[i]->state->last_event_us == INT64_MIN) [[unlikely]] {
        if (Status s = begin(*keys[i]); !s) return s;
      }
      apply(*keys[i], group[i]);
    }
  }
  return Ok{};
}

// The first event of a key is at hand.
Status Shard::begin(Key& key) {
  return key.waits || all_wait_ ? Status(Ok{}) : begin_key(plan_, evaluator_, options_.state_in, key);
}

void Shard::begin_waiting(Key& key) {
  key.waits = any_waits_ = true;
  key.state->clear();
}

void Shard::gather(std::span<const RoutedEvent> events, bool rows_stay) {
  for (const RoutedEvent& event : events) {
    Key* const key = keys_.find(event.row[EventSlots::kIdentity].str(), event.hash);
    if (!key || !key->waits) continue;  // unknown: a user's function named another identity this time
    key->waiting.push_back({event.time_us, rows_stay ? event.row : keep_row(event.row)});
  }
}

Value* Shard::keep_row(Value* row) {
  const size_t width = plan_.event_slot_count();
  if (gathered_.empty() || gathered_used_ == kGatheredRows) {
    gathered_.push_back(std::make_unique<Value[]>(kGatheredRows * width));
    gathered_used_ = 0;
  }
  Value* const to = gathered_.back().get() + gathered_used_++ * width;
  std::move(row, row + width, to);
  return to;
}

Status begin_key(const StreamPlan& plan, const StreamEvaluator& evaluator, const StateFile* state_in,
                 Key& key) {
  evaluator.begin(*key.state);
  return key.carried ? state_in->restore(plan, *key.carried, key.state.get()) : Status(Ok{});
}

}  // namespace headrace
