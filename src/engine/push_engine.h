// An engine that takes events as they come and answers in between: one thread's, for programs that hold it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "engine/batch.h"
#include "engine/carried_state.h"
#include "engine/identify.h"
#include "engine/key_table.h"
#include "engine/result.h"
#include "engine/stream_evaluator.h"
#include "io/event_source.h"

namespace headrace {

class PushEngine {
 public:
  using OnSkipped = std::function<void(const SkippedEvent&)>;
  using Stops = std::function<bool()>;

  // The plan outlives it.
  PushEngine(const StreamPlan& plan, bool keep_going);

  // Where an earlier engine, or a run, left its identities. Before all events.
  Status restore(const StateFile& state);

  // Applies all events of the source, in order, at the moment `now_us`: the clock of expressions. One that
  // comes before an earlier event of its identity is refused, and told like those that cannot be read.
  //
  // After an error what came before it has been applied. The event itself has not, where it is its identity's
  // first; else it may have been in part. `stops` is asked before each event; true ends the push with an
  // error.
  Status push(EventSource& source, int64_t now_us, const OnSkipped& on_skipped, const Stops& stops = {});

  // The rows of every identity, in order of their first events, or of this one, as they would be if no event
  // followed. Nothing changes.
  Status blocks(std::optional<std::string_view> only, ResultSink& sink);
  // The state as it stands, for restore() or `--state-in`.
  Status snapshot(StateSink& sink);

  uint64_t budgets_exceeded() const { return budgets_exceeded_ + failures_.budgets_exceeded(); }
  // From any thread.
  uint64_t events() const { return events_; }          // taken
  uint64_t refused() const { return refused_; }        // late
  uint64_t skipped() const { return skipped_; }        // all that were left out, late ones too
  uint64_t identities() const { return identities_; }  // that have taken an event

 private:
  // What knows the clock: made anew when that changes, as what an expression remembers may hang on it.
  struct AtClock {
    AtClock(const StreamPlan& plan, int64_t now_us);

    const int64_t now_us;
    expr::Machine machine;
    StreamEvaluator evaluator;
    Identifier identifier;
  };

  void set_clock(int64_t now_us);
  Status take(Value* row, EventPlace place, const EventSource& source, const OnSkipped& on_skipped);
  void leave_out(const SkippedEvent& event, const OnSkipped& on_skipped);
  Status write_blocks(const KeyState& state, ResultSink& sink);

  const StreamPlan& plan_;
  const bool keep_going_;
  FailureCounts failures_;
  std::unique_ptr<AtClock> at_;
  KeyTable keys_;
  std::atomic<uint64_t> events_ = 0, refused_ = 0, skipped_ = 0, identities_ = 0;
  uint64_t budgets_exceeded_ = 0;
};

}  // namespace headrace
