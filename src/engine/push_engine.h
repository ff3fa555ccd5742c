// An engine that takes events as they come and answers in between: one thread's, for programs that hold it.
#pragma once

#include <cstdint>
#include <functional>
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

  // The plan outlives it. `now_us` is the clock of its expressions.
  PushEngine(const StreamPlan& plan, int64_t now_us, bool keep_going);

  // Where an earlier engine, or a run, left its identities. Before all events.
  Status restore(const StateFile& state);

  // Applies all events of the source, in order. One that comes before an earlier event of its identity is
  // refused, and told like those that cannot be read. `source_name` stands in errors.
  Status push(EventSource& source, const OnSkipped& on_skipped);

  // The rows of every identity, in order of their first events, or of this one, as they would be if no event
  // followed. Nothing changes.
  Status blocks(std::optional<std::string_view> only, ResultSink& sink);
  // The state as it stands, for restore() or `--state-in`.
  Status snapshot(StateSink& sink);

  uint64_t events() const { return events_; }    // taken
  uint64_t refused() const { return refused_; }  // late
  uint64_t skipped() const { return skipped_; }  // all that were left out, late ones too
  uint64_t identities() const { return keys_.keys().size(); }
  uint64_t budgets_exceeded() const { return budgets_exceeded_; }

 private:
  Status take(Value* row, EventPlace place, const EventSource& source, const OnSkipped& on_skipped);
  void leave_out(const SkippedEvent& event, const OnSkipped& on_skipped);
  Status write_blocks(const KeyState& state, ResultSink& sink);

  const StreamPlan& plan_;
  const bool keep_going_;
  expr::Machine machine_;
  StreamEvaluator evaluator_;
  Identifier identifier_;
  FailureCounts failures_;
  KeyTable keys_;
  uint64_t events_ = 0, refused_ = 0, skipped_ = 0, budgets_exceeded_ = 0;
};

}  // namespace headrace
