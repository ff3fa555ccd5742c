// The batch driver: all events, in time order within each identity, through the evaluator; results in order
// of the identities' first events.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "engine/carried_state.h"
#include "engine/failure_counts.h"
#include "engine/result.h"
#include "engine/stage_clock.h"
#include "io/event_source.h"
#include "io/spill_file.h"
#include "plan/plan.h"

namespace headrace {

// Watches the run of one identity, and counts its failures.
class RunObserver : public FailureCounts {
 public:
  using FailureCounts::FailureCounts;
  // While reading: an event of the identity, and where it stood. The row stays until its event_done().
  virtual void event_read(const Value* event, EventPlace place) = 0;
};

struct BatchOptions {
  int threads = 1;
  uint64_t seed = 0;
  int64_t now_us = 0;  // the run's clock
  bool count_kept = false;
  bool profile = false;                 // fill BatchStats::stages
  bool keep_going = false;              // an exceeded budget does not stop the run
  std::optional<std::string> only;      // this identity alone is evaluated
  RunObserver* observer = nullptr;      // goes with `only`: one identity is evaluated by one thread
  size_t task_identities = 64;          // evaluated together; no result depends on it
  const StateFile* state_in = nullptr;  // what an earlier run left; identities go on from there
  StateSink* state_out = nullptr;       // takes what this run leaves
  // What the run may take of memory, about; what is over goes to the file. 0: no bound, and no file. An
  // observed identity is kept in memory whole.
  uint64_t memory_bytes = 0;
  SpillFile* spill_file = nullptr;
  // Called for each event that is left out, from one thread, in input order.
  std::function<void(const SkippedEvent&)> on_skipped;
  // Called for each event that is taken, likewise: whose it is, and its time.
  std::function<void(EventPlace, std::string_view identity, int64_t time_us)> on_event;
  // Called now and then, while reading and while evaluating, with the numbers so far; from one thread.
  std::function<void(const struct BatchStats&)> on_progress;
  // Called once, when all has been written and none of it is visible yet; an error keeps it from becoming so.
  std::function<Status(const struct BatchStats&)> before_publish;
  // Set from outside (a signal): stop soon, finish nothing.
  const std::atomic<bool>* cancelled = nullptr;
};

struct BatchStats {
  uint64_t events = 0;  // read and valid
  bool all_read = false;
  uint64_t skipped = 0;
  uint64_t identities = 0;
  uint64_t evaluated = 0;  // identities finished so far
  uint64_t blocks = 0;     // rows saved
  uint64_t window_rows = 0;
  uint64_t budgets_exceeded = 0;  // with keep_going
  uint64_t spilled_bytes = 0;     // written to the spill file
  uint64_t spilled_partitions = 0;
  uint64_t memory_peak_bytes = 0;  // with a bound: the most that was seen in use while reading
  KeptCounts kept;
  StageTimes stages = {};  // with profile
};

// `window` may be null. The plans and the source outlive the call. An expression that exceeds its budget
// stops the run unless it is to keep going.
Result<BatchStats> run_batch(const StreamPlan& stream, const WindowPlan* window, EventSource& source,
                             ResultSink& sink, const BatchOptions& options);

Projection projection_of(const StreamPlan& plan, bool strict);

}  // namespace headrace
