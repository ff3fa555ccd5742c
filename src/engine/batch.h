// The batch driver: all events of all identities, sorted by time within each, through the evaluator, results
// in order of the identities' first events.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/status.h"
#include "engine/carried_state.h"
#include "engine/result.h"
#include "engine/stream_evaluator.h"
#include "io/event_source.h"
#include "plan/plan.h"

namespace headrace {

struct BatchOptions {
  int threads = 1;
  uint64_t seed = 0;
  int64_t now_us = 0;  // the run's clock
  bool count_kept = false;
  size_t task_identities = 64;  // evaluated together; no result depends on it
  const StateFile* state_in = nullptr;  // what an earlier run left; identities go on from there
  StateSink* state_out = nullptr;       // takes what this run leaves
  // Called for each event that is left out, from one thread, in input order.
  std::function<void(const SkippedEvent&)> on_skipped;
  // Called for each event that is taken, likewise: whose it is, and its time.
  std::function<void(EventPlace, const std::string& identity, int64_t time_us)> on_event;
  // Called now and then with the numbers so far, from one thread.
  std::function<void(const struct BatchStats&)> on_progress;
  // Set from outside (a signal): stop soon, finish nothing.
  const std::atomic<bool>* cancelled = nullptr;
};

struct BatchStats {
  uint64_t events = 0;  // read and valid
  uint64_t skipped = 0;
  uint64_t identities = 0;
  uint64_t evaluated = 0;  // events applied so far
  uint64_t blocks = 0;     // rows saved
  uint64_t window_rows = 0;
  KeptCounts kept;
};

// `window` may be null. The plans and the source outlive the call. An expression that exceeds its budget
// stops the run.
Result<BatchStats> run_batch(const StreamPlan& stream, const WindowPlan* window, EventSource& source,
                             ResultSink& sink, const BatchOptions& options);

Projection projection_of(const StreamPlan& plan, bool strict);

}  // namespace headrace
