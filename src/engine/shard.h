// A part of the identities, those whose hashes fall into it: their states, and what applies events to them.
//
// An identity with an event that comes before an earlier one waits: its state is dropped, and when all has
// been read its events are read again, or taken from where they were kept, to be applied in order. So what is
// in order, as most input is, needs no memory for its events.
//
// Where memory is bounded, a shard is made of partitions by further bits of the hash. One that goes to disk
// leaves the states of its keys there as they are, and its events from then on; settlement.h goes on with it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/batch.h"
#include "engine/key_table.h"
#include "engine/pipeline.h"
#include "engine/row_keeper.h"
#include "engine/spill.h"
#include "engine/stream_evaluator.h"

namespace headrace {

// What of a partition is on disk.
struct SpilledPart {
  explicit SpilledPart(SpillStore& store) : keys(store), events(store) {}

  SpillStream keys;     // as they were when the partition was spilled
  SpillStream events;   // in input order
  uint64_t resume = 0;  // the position behind those events that the keys have taken
};

// In memory or on disk.
struct Partition {
  // `extra_bytes` as KeyTable has them, where nothing is spilled.
  Partition(const StreamPlan& plan, Spill* spill, size_t extra_bytes)
      : keys(spill ? std::make_unique<KeyTable>(plan, spill->arena_block_max())
                   : std::make_unique<KeyTable>(plan, Arena::kBlockMax, extra_bytes)),
        disk(spill ? std::make_unique<SpilledPart>(spill->store) : nullptr) {}

  bool in_memory() const { return keys != nullptr; }
  size_t memory_bytes() const { return keys ? keys->memory_bytes() + rows.memory_bytes() : 0; }
  void leave_memory() {
    keys.reset();
    rows.clear();
  }

  // Tells the watch what it takes now.
  void note_held(MemoryWatch& watch) {
    const size_t now = memory_bytes();
    watch.hold(static_cast<int64_t>(now) - static_cast<int64_t>(held));
    held = now;
  }

  std::unique_ptr<KeyTable> keys;     // in memory
  RowKeeper rows;                     // of events that wait
  std::unique_ptr<SpilledPart> disk;  // where memory is bounded
  size_t held = 0;                    // bytes, as the watch knows it
};

class Shard {
 public:
  // The plan and the options outlive it, and the spill, which is null where memory is not bounded. `level` is
  // how many times its identities have been parted, 0 for the shards of a run.
  Shard(const StreamPlan& plan, const BatchOptions& options, Spill* spill, int level = 0);
  ~Shard();
  Shard(const Shard&) = delete;

  // All events go to disk too: the source cannot be read again. Before the first.
  void log_all() { logs_all_ = true; }

  // Rows are kept, and applied again where their identity turns out to wait: containers in them are copied,
  // so that what an expression changes in its event is changed once. Before the first.
  void keep_rows() { keeps_rows_ = true; }
  // Rows are emptied once they have been applied, before other events use them: what a state has taken of
  // one is then the shard's alone. Before the first.
  void empty_rows() { empties_rows_ = true; }

  // An identity that an earlier run left. Before all events, in the order in which they first came.
  Status carry(const KeyRecord& record, uint64_t first);

  // Events in input order: applied at once as far as their identities' come in time order. The first of them
  // is the run's event `first`.
  Status apply(std::span<const RoutedEvent> events, uint64_t first);
  // The same events for the second time: those of identities that wait are gathered. Rows that are about to
  // be used for others are moved away.
  Status gather(std::span<const RoutedEvent> events, bool rows_stay);
  bool any_waits() const { return any_waits_; }
  // Of events that were applied here; those that wait are counted by who applies them.
  void add_kept_to(KeptCounts* total) const;

  // --- with a spill ---

  // The same events for the second time: those of identities that may wait go to disk. Nothing is in memory.
  Status log_waiting(std::span<const RoutedEvent> events);
  // Puts spilled keys where they stood.
  Status load(const SpillStream& keys);
  // Spilled events, from this position on: applied, or gathered.
  enum class Replay { kApply, kGather };
  Status replay(const SpillStream& events, uint64_t position, Replay how);
  // After the last event: what went to disk is there.
  Status end_events();

  bool any_spilled() const;
  std::vector<Partition>& partitions() { return partitions_; }
  const std::vector<Partition>& partitions() const { return partitions_; }

 private:
  Status apply_here(std::span<const RoutedEvent> events, uint64_t first);
  void apply(Key& key, const RoutedEvent& event);
  bool apply_copy(KeyState& state, const Value* row);
  void empty(Value* row) const {
    for (size_t i = 0; i < plan_.event_slot_count(); ++i) {
      if (row[i].is_heap()) row[i] = Value();
    }
  }
  Status begin(Key& key);
  void begin_waiting(Key& key);
  uint32_t* kept_in(Key& key) const { return reinterpret_cast<uint32_t*>(KeyTable::extra(plan_, key)); }
  void note_kept(Key& key);
  void take_back_kept(Key& key);
  Partition& partition_of(uint64_t hash) { return partitions_[(hash >> shift_) & mask_]; }

  Status relieve(size_t events);
  void adapt_looks();
  Partition* largest();
  void give_back_heap();
  Status spill(Partition& partition);
  Status spill_waiting(Partition& partition, const Key& key);
  Status log(Partition& partition, const RoutedEvent& event, uint64_t number);
  Status load_key(std::string_view record);

  const StreamPlan& plan_;
  const BatchOptions& options_;
  Spill* const spill_;
  // An observer sees each event once, in order; what is counted on disk is counted at the end.
  const bool all_wait_;
  const unsigned shift_;
  expr::Machine machine_;
  StreamEvaluator evaluator_;
  // With counts_kept_: of all events but those of keys that wait, and how many of each entry are a key's. Of
  // the first entries a key has those behind its state, as kept values come again and again.
  const bool counts_kept_;
  static constexpr size_t kKeptInKey = 8;
  KeptCounts kept_;
  std::vector<size_t> kept_now_;  // entries, of the event at hand
  std::unordered_map<const Key*, std::vector<uint64_t>> more_kept_;
  std::vector<Partition> partitions_;  // a power of two of them
  uint64_t mask_;
  bool any_waits_ = false;
  bool logs_all_ = false;
  bool empties_rows_ = false;
  bool keeps_rows_ = false;
  uint64_t trimmed_at_ = 0;        // bytes spilled when the heap was last given back
  size_t unlooked_ = 0;            // events since memory was last looked at
  size_t look_after_ = 1;          // so many of them; by what they turn out to take
  uint64_t seen_bytes_ = 0;        // in use, at the last look
  std::vector<Value> copied_;      // with keeps_rows_, the row at hand
  std::vector<RoutedEvent> here_;  // the events at hand whose partitions are in memory
  std::string record_;             // the one at hand
};

}  // namespace headrace
