#include "engine/shard.h"

#include <algorithm>
#include <utility>

#include "data/json_parser.h"
#include "data/object.h"
#include "engine/key_steps.h"
#include "engine/spilled_key.h"

namespace headrace {
namespace {

// How many events each step of applying them is ahead of the next. Their keys are in the first cache
// together.
constexpr size_t kAhead = 8;

// Makes the containers of an event its own. Those of its keys are parts of the whole one, where there is one.
void copy_event(const StreamPlan& plan, Value* row) {
  Value& record = row[EventSlots::kRecord];
  if (plan.needs_record) copy_of_event(Value(record), &record);
  for (size_t i = 0; i < plan.keys.size(); ++i) {
    Value& value = row[EventSlots::kKeys + i];
    if (!value.is_container()) continue;
    const DictEntry* const part =
        plan.needs_record ? record.as<DictObj>()->table.find(Value::string(plan.keys[i])) : nullptr;
    if (part)
      value = part->value;
    else
      copy_of_event(Value(value), &value);
  }
}

// A table takes the lower half of a hash, shards its topmost bits; partitions those between, five bits a
// level, as long as there are any.
constexpr unsigned kPartitionBits = 5;
constexpr int kLevels = 5;

}  // namespace

Shard::Shard(const StreamPlan& plan, const BatchOptions& options, Spill* spill, int level)
    : plan_(plan),
      options_(options),
      spill_(spill),
      all_wait_(options.observer || (options.count_kept && spill)),
      shift_(32 + kPartitionBits * static_cast<unsigned>(std::min(level, kLevels - 1))),
      evaluator_(plan, machine_),
      counts_kept_(options.count_kept && !all_wait_) {
  machine_.now_us = options.now_us;
  if (counts_kept_) {
    kept_.log_to(&kept_now_);
    evaluator_.count(&kept_);
  }
  const size_t partitions = spill && level < kLevels ? size_t{1} << kPartitionBits : 1;
  partitions_.reserve(partitions);
  for (size_t i = 0; i < partitions; ++i)
    partitions_.emplace_back(plan, spill, counts_kept_ ? kKeptInKey * sizeof(uint32_t) : 0);
  mask_ = partitions - 1;
}

Shard::~Shard() {
  for (const Partition& p : partitions_) {
    if (spill_) spill_->watch.hold(-static_cast<int64_t>(p.held));
  }
}

Status Shard::carry(const KeyRecord& record, uint64_t first) {
  const uint64_t hash = KeyTable::hash(record.identity);
  Partition& partition = partition_of(hash);
  if (!partition.in_memory()) {
    record_.clear();
    append_untouched(options_.state_in, first, record, &record_);
    return partition.disk->keys.append(record_);
  }
  partition.keys->find(record.identity, hash, first).set_carried(&record);
  return spill_ ? relieve(1) : Status(Ok{});
}

Status Shard::apply(std::span<const RoutedEvent> events, uint64_t first) {
  if (!spill_) return apply_here(events, first);
  // A partition may go to disk between two parts of the events.
  while (!events.empty()) {
    const size_t n = std::min(look_after_, events.size());
    here_.clear();
    for (const RoutedEvent& event : events.first(n)) {
      Partition& partition = partition_of(event.hash);
      if (logs_all_ || !partition.in_memory()) {
        if (Status s = log(partition, event, first + event.number); !s) return s;
      }
      if (partition.in_memory()) here_.push_back(event);
    }
    if (Status s = apply_here(here_, first); !s) return s;
    if (Status s = relieve(n); !s) return s;
    events = events.subspan(n);
  }
  return Ok{};
}

void Shard::apply(Key& key, const RoutedEvent& event) {
  if (key.waits()) return;
  KeyState& state = *key.state;
  if (all_wait_ || event.time_us < state.last_event_us) [[unlikely]]
    return begin_waiting(key);
  // An exceeded budget is told when the events are in order for certain.
  if (!(keeps_rows_ ? apply_copy(state, event.row) : evaluator_.apply(state, event.row))) [[unlikely]]
    return begin_waiting(key);
  state.last_event_us = event.time_us;
  if (!kept_now_.empty()) [[unlikely]]
    note_kept(key);
}

void Shard::note_kept(Key& key) {
  for (const size_t entry : kept_now_) {
    if (entry < kKeptInKey && kept_in(key)[entry] < UINT32_MAX) {
      ++kept_in(key)[entry];
      continue;
    }
    std::vector<uint64_t>& counts = more_kept_[&key];
    if (counts.size() <= entry) counts.resize(entry + 1);
    ++counts[entry];
  }
  kept_now_.clear();
}

// As if it had had no event.
void Shard::take_back_kept(Key& key) {
  note_kept(key);
  for (size_t i = 0; i < std::min(kKeptInKey, kept_.entries().size()); ++i)
    kept_.take_back(i, std::exchange(kept_in(key)[i], 0));
  const auto more = more_kept_.find(&key);
  if (more == more_kept_.end()) return;
  for (size_t i = 0; i < more->second.size(); ++i) kept_.take_back(i, more->second[i]);
  more_kept_.erase(more);
}

bool Shard::apply_copy(KeyState& state, const Value* row) {
  const auto is_container = [](const Value& v) { return v.is_container(); };
  if (std::none_of(row, row + plan_.event_slot_count(), is_container)) return evaluator_.apply(state, row);
  copied_.assign(row, row + plan_.event_slot_count());
  copy_event(plan_, copied_.data());
  const bool ok = evaluator_.apply(state, copied_.data());
  empty(copied_.data());
  return ok;
}

// Four steps for each event: its place in the table is asked for, its key, the end of its saved rows, and it
// is applied. Each step is some events ahead of the next, so that memory comes while others are applied.
Status Shard::apply_here(std::span<const RoutedEvent> events, uint64_t first) {
  struct {
    KeyTable* table;
    Key* key;
  } ahead[4 * kAhead];
  for (size_t step = 0; step < events.size() + 3 * kAhead; ++step) {
    if (const size_t i = step; i < events.size()) {
      KeyTable* const table = partition_of(events[i].hash).keys.get();
      table->prefetch(events[i].hash);
      ahead[i % std::size(ahead)].table = table;
    }
    if (const size_t i = step - kAhead; i < events.size()) {
      auto& [table, key] = ahead[i % std::size(ahead)];
      key = table->guess(events[i].hash);
      if (key) key->prefetch(table->key_bytes());
    }
    if (const size_t i = step - 2 * kAhead; i < events.size()) {
      auto& [table, key] = ahead[i % std::size(ahead)];
      const Value& identity = events[i].row[EventSlots::kIdentity];
      if (!key ||
          (!key->state->identity_value().identical(identity) && key->state->identity() != identity.str()))
        key = &table->find(identity.str(), events[i].hash, first + events[i].number);
      key->state->saved.prefetch_end();
    }
    if (const size_t i = step - 3 * kAhead; i < events.size()) {
      if (i % 32 == 0 && options_.cancelled && *options_.cancelled) return cancelled_error();
      Key& key = *ahead[i % std::size(ahead)].key;
      if (key.state->last_event_us == INT64_MIN) [[unlikely]] {
        if (Status s = begin(key); !s) return s;
      }
      apply(key, events[i]);
      if (empties_rows_) empty(events[i].row);
    }
  }
  return Ok{};
}

// The first event of a key is at hand.
Status Shard::begin(Key& key) {
  return key.waits() || all_wait_ ? Status(Ok{}) : begin_key(plan_, evaluator_, options_.state_in, key);
}

void Shard::begin_waiting(Key& key) {
  key.begin_waiting();
  any_waits_ = true;
  key.state->clear();
  if (counts_kept_) take_back_kept(key);
}

void Shard::add_kept_to(KeptCounts* total) const { total->merge(kept_); }

Status Shard::gather(std::span<const RoutedEvent> events, bool rows_stay) {
  for (const RoutedEvent& event : events) {
    Partition& partition = partition_of(event.hash);
    if (!partition.in_memory()) {
      if (Status s = log(partition, event, event.number); !s) return s;
      continue;
    }
    Key* const key = partition.keys->find(event.row[EventSlots::kIdentity].str(), event.hash);
    if (!key || !key->waits()) continue;  // unknown: a user's function named another identity this time
    Value* const row = rows_stay ? event.row : partition.rows.keep(event.row, plan_.event_slot_count());
    key->waiting().push_back({event.time_us, row});
  }
  return Ok{};
}

}  // namespace headrace
