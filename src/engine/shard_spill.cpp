// How a shard's partitions go to disk and come back.

#include <malloc.h>

#include <algorithm>

#include "data/datetime.h"
#include "engine/shard.h"
#include "engine/spilled_event.h"
#include "engine/spilled_key.h"

namespace headrace {
namespace {

constexpr size_t kReplayedTogether = 256;
constexpr uint64_t kTrimBytesMin = 4 << 20;  // of what has been spilled

size_t read_buffer(const Spill& spill) { return spill.store.block_bytes(); }

}  // namespace

bool Shard::any_spilled() const {
  return std::any_of(partitions_.begin(), partitions_.end(),
                     [](const Partition& p) { return !p.in_memory(); });
}

// Null when none is left that spilling would help with: a single key is needed whole at the end anyway.
Partition* Shard::largest() {
  if (mask_ == 0) return nullptr;
  Partition* found = nullptr;
  size_t keys = 0;
  for (Partition& p : partitions_) {
    if (!p.in_memory() || p.keys->keys().empty()) continue;
    keys += p.keys->keys().size();
    if (!found || p.memory_bytes() > found->memory_bytes()) found = &p;
  }
  return keys > 1 ? found : nullptr;
}

// An event may make a new key of some hundred bytes, or a list of a megabyte.
void Shard::adapt_looks() {
  const uint64_t budget = spill_->watch.budget_bytes(), now = spill_->watch.look();
  const uint64_t grown = now > seen_bytes_ && seen_bytes_ > 0 ? now - seen_bytes_ : 0;
  seen_bytes_ = now;
  if (grown > budget / 64)
    look_after_ = std::max<size_t>(look_after_ / 4, 1);
  else if (grown < budget / 256)
    look_after_ = std::min(2 * look_after_, spill_->watch.events_between_looks());
}

// Looks at the memory now and then, and spills what takes most of it.
Status Shard::relieve(size_t events) {
  unlooked_ += events;
  if (unlooked_ < look_after_) return Ok{};
  unlooked_ = 0;
  adapt_looks();
  for (Partition& p : partitions_) p.note_held(spill_->watch);
  // Others spill too: not all at once.
  constexpr int kAtOnce = 2;
  for (int i = 0; i < kAtOnce && spill_->watch.is_over(); ++i) {
    Partition* const partition = largest();
    if (!partition) {
      spill_->watch.accept();
      break;
    }
    if (Status s = spill(*partition); !s) return s;
    partition->note_held(spill_->watch);
    give_back_heap();
  }
  return Ok{};
}

// What values pointed to lies free within the heap. Giving it back to the system takes time, so it has to be
// worth it.
void Shard::give_back_heap() {
  const uint64_t spilled = spill_->store.bytes();
  const uint64_t least = std::max<uint64_t>(spill_->watch.budget_bytes() / 64, kTrimBytesMin);
  if (spilled - trimmed_at_ < least || !spill_->watch.is_over()) return;
  ::malloc_trim(0);
  trimmed_at_ = spilled;
}

Status Shard::spill(Partition& partition) {
  SpilledPart& disk = *partition.disk;
  disk.resume = disk.events.position();
  for (const KeyTable::Entry& entry : partition.keys->keys()) {
    record_.clear();
    if (Status s = append_key(plan_, options_.state_in, entry.first, *entry.key, &record_); !s) return s;
    if (Status s = disk.keys.append(record_); !s) return s;
    if (!entry.key->waits()) continue;
    if (Status s = spill_waiting(partition, *entry.key); !s) return s;
  }
  partition.leave_memory();
  ++spill_->partitions;
  return Ok{};
}

// What has been gathered of it; the rest of its events will follow.
Status Shard::spill_waiting(Partition& partition, const Key& key) {
  const uint64_t hash = KeyTable::hash(key.state->identity());
  for (const WaitingEvent& event : key.waiting()) {
    if (Status s = log(partition, {event.row, hash, event.time_us, 0}, 0); !s) return s;
  }
  return Ok{};
}

Status Shard::log(Partition& partition, const RoutedEvent& event, uint64_t number) {
  record_.clear();
  const Status s = append_event({event.hash, number}, event.row, plan_.event_slot_count(), &record_);
  return s ? partition.disk->events.append(record_) : s;
}

Status Shard::log_waiting(std::span<const RoutedEvent> events) {
  for (const RoutedEvent& event : events) {
    if (!spill_->waiting.may_wait(event.hash)) continue;
    if (Status s = log(partition_of(event.hash), event, event.number); !s) return s;
  }
  return Ok{};
}

Status Shard::load(const SpillStream& keys) {
  SpillReader reader(keys, read_buffer(*spill_));
  for (;;) {
    std::string_view record;
    const Result<bool> more = reader.next(&record);
    if (!more) return more.error();
    if (!*more) return Ok{};
    if (options_.cancelled && *options_.cancelled) return cancelled_error();
    if (Status s = load_key(record); !s) return s;
    if (Status s = relieve(1); !s) return s;
  }
}

Status Shard::load_key(std::string_view record) {
  SpilledKey spilled;
  if (!read_key(record, options_.state_in, &spilled)) return damaged_spill();
  const uint64_t hash = KeyTable::hash(spilled.record.identity);
  Partition& partition = partition_of(hash);
  if (!partition.in_memory()) return partition.disk->keys.append(record);
  Key& key = partition.keys->find(spilled.record.identity, hash, spilled.first);
  key.set_carried(spilled.carried);
  if (spilled.form == SpilledKey::Form::kWaits) begin_waiting(key);
  if (spilled.form != SpilledKey::Form::kState) return Ok{};
  evaluator_.begin(*key.state);
  return decode_rows(plan_, spilled.record, key.state.get()) ? Status(Ok{}) : damaged_spill();
}

Status Shard::replay(const SpillStream& events, uint64_t position, Replay how) {
  const size_t width = plan_.event_slot_count();
  std::vector<Value> rows(kReplayedTogether * width);
  std::vector<RoutedEvent> batch;
  SpillReader reader(events, read_buffer(*spill_), position);
  for (bool more = true; more;) {
    batch.clear();
    while (more && batch.size() < kReplayedTogether) {
      std::string_view record;
      const Result<bool> found = reader.next(&record);
      if (!found) return found.error();
      more = *found;
      if (!more) break;
      SpilledEvent event;
      if (!read_event(record, &event)) return damaged_spill();
      if (how == Replay::kGather && !spill_->waiting.may_wait(event.hash)) continue;
      Value* const row = rows.data() + batch.size() * width;
      if (!read_event(record, &event, row, width)) return damaged_spill();
      batch.push_back({row, event.hash, instant_us(row[EventSlots::kTime]), event.number});
    }
    if (how == Replay::kApply) {
      if (Status s = apply(batch, 0); !s) return s;
      continue;
    }
    if (options_.cancelled && *options_.cancelled) return cancelled_error();
    if (Status s = gather(batch, false); !s) return s;
    if (Status s = relieve(batch.size()); !s) return s;
  }
  return Ok{};
}

Status Shard::end_events() {
  for (Partition& p : partitions_) {
    if (Status s = p.disk->keys.finish(); !s) return s;
    if (Status s = p.disk->events.finish(); !s) return s;
  }
  return Ok{};
}

}  // namespace headrace
