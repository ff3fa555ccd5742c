// The first half of a batch run: every event read and, where its identity's events come in time order,
// applied at once.
//
// An identity with an event that comes before an earlier one waits: its state is dropped, and when all has
// been read its events are read again, or taken from where they were kept, to be applied in order. So what is
// in order, as most input is, needs no memory for its events.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/batch.h"
#include "engine/identify.h"
#include "engine/key_table.h"
#include "engine/stream_evaluator.h"

namespace headrace {

class Ingest {
 public:
  // All outlive it. `stats` takes the counts as events are read.
  Ingest(const StreamPlan& plan, EventSource& source, const BatchOptions& options, BatchStats* stats);

  // Reads the source to its end. Keys that wait have their events then, in the order in which they were read.
  Status run();

  const std::vector<Key*>& keys() const { return keys_.keys(); }

 private:
  // An event that was taken.
  struct Routed {
    Value* row;
    uint64_t hash;
    int64_t time_us;
    Key* key;
  };

  bool cancelled() const { return options_.cancelled && *options_.cancelled; }
  Status read_all();
  Status take_batch(EventBatch& batch, const std::vector<SkippedEvent>& skipped, bool whole);
  Status take(Value* row, EventPlace place);
  void skip(const SkippedEvent& event);
  void skip(const Value* row, EventPlace place, const char* reason, std::string detail);
  Status apply_routed();
  Status apply(const Routed& event);
  void begin_waiting(Key& key);

  Status gather();
  Status read_again();
  void gather_kept();
  Value* keep_row(Value* row);

  const StreamPlan& plan_;
  EventSource& source_;
  const BatchOptions& options_;
  BatchStats* stats_;
  const bool all_wait_;    // an observer sees each event once, in order
  const bool keeps_rows_;  // the source cannot be read twice
  Identifier identifier_;
  expr::Machine machine_;
  StreamEvaluator evaluator_;
  KeyTable keys_;
  std::vector<Routed> routed_;                        // of the rows at hand
  bool any_taken_ = false;                            // of the batch at hand
  std::vector<std::unique_ptr<EventBatch>> batches_;  // with keeps_rows_
  std::vector<std::unique_ptr<Value[]>> again_;       // rows that were read again, kAgainRows each
  size_t again_used_ = 0;
  bool any_waits_ = false;
};

// Puts a key's state where its first event of this run finds it: at the defaults, or as an earlier run left
// it.
Status begin_key(const StreamPlan& plan, const StreamEvaluator& evaluator, const StateFile* state_in,
                 Key& key);

Error cancelled_error();
// A machine stopped because a budget was exceeded, at a place of the input.
Error budget_error(const EvalError& error, std::string place);

}  // namespace headrace
