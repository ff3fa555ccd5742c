// The first half of a batch run: every event read and, where its identity's events come in time order,
// applied at once. Identities that wait have their events then.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/batch.h"
#include "engine/identify.h"
#include "engine/key_order.h"
#include "engine/pipeline.h"
#include "engine/settlement.h"
#include "engine/shard.h"
#include "engine/spill.h"

namespace headrace {

class Ingest final : private PipelineSteps {
 public:
  // All outlive it. `stats` takes the counts as events are read.
  Ingest(const StreamPlan& plan, EventSource& source, const BatchOptions& options, BatchStats* stats);

  // Reads the source to its end.
  Status run();

  // In the order of their first events, those that an earlier run left before new ones.
  KeyOrder& keys() { return *keys_; }

 private:
  void prepare(size_t worker, Piece& piece, StageClock& clock) override;
  Status pass(Piece& piece) override;
  Status apply(size_t shard, Piece& piece) override;

  bool take(Identifier& identifier, Value* row, EventPlace place, Piece& piece);
  void leave_out(const Value* row, EventPlace place, const char* reason, std::string detail, Piece& piece);
  void route(Identifier& identifier, std::vector<SkippedEvent> skipped, Piece& piece);
  void tell_events(const Piece& piece);
  void tell_progress();
  Status read_all();
  Status gather();
  Status gather_kept();
  Status settle();
  Status carry();
  void order_keys();

  const StreamPlan& plan_;
  EventSource& source_;
  const BatchOptions& options_;
  BatchStats* stats_;
  const bool keeps_rows_;  // the source cannot be read twice
  bool empties_early_slots_;
  bool first_reading_ = true;
  std::unordered_map<std::string_view, const KeyRecord*> carried_;
  std::deque<Identifier> identifiers_;  // by worker
  std::unique_ptr<Spill> spill_;        // where memory is bounded
  std::deque<Shard> shards_;
  std::vector<std::unique_ptr<Piece>> kept_;  // with keeps_rows_
  std::optional<Settlement> settlement_;      // once something has been spilled
  std::unique_ptr<KeyOrder> keys_;
};

// A machine stopped because a budget was exceeded, at a place of the input.
Error budget_error(std::string what, std::string place);

}  // namespace headrace
