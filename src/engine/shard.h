// A part of the identities, those whose hashes fall into it: their states, and what applies events to them.
//
// An identity with an event that comes before an earlier one waits: its state is dropped, and when all has
// been read its events are read again, or taken from where they were kept, to be applied in order. So what is
// in order, as most input is, needs no memory for its events.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/batch.h"
#include "engine/key_table.h"
#include "engine/pipeline.h"
#include "engine/stream_evaluator.h"

namespace headrace {

class Shard {
 public:
  // Both outlive it.
  Shard(const StreamPlan& plan, const BatchOptions& options);

  // An identity that an earlier run left. Before all events, in the order in which they first came.
  void carry(const KeyRecord& record, uint64_t first);

  // Events in input order: applied at once as far as their identities' come in time order. The first of them
  // is the run's event `first`.
  Status apply(std::span<const RoutedEvent> events, uint64_t first);
  // The same events for the second time: those of identities that wait are gathered. Rows that are about to
  // be used for others are moved away.
  void gather(std::span<const RoutedEvent> events, bool rows_stay);

  bool any_waits() const { return any_waits_; }
  const std::vector<KeyTable::Entry>& keys() const { return keys_.keys(); }

 private:
  void apply(Key& key, const RoutedEvent& event);
  Status begin(Key& key);
  void begin_waiting(Key& key);
  Value* keep_row(Value* row);

  const StreamPlan& plan_;
  const BatchOptions& options_;
  const bool all_wait_;  // an observer sees each event once, in order
  expr::Machine machine_;
  StreamEvaluator evaluator_;
  KeyTable keys_;
  std::vector<std::unique_ptr<Value[]>> gathered_;  // rows that were moved away, kGatheredRows each
  size_t gathered_used_ = 0;
  bool any_waits_ = false;
};

// Puts a key's state where its first event of this run finds it: at the defaults, or as an earlier run left
// it.
Status begin_key(const StreamPlan& plan, const StreamEvaluator& evaluator, const StateFile* state_in,
                 Key& key);

}  // namespace headrace
