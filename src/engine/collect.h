// The first half of a batch run: every event read, its identity and time evaluated.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "engine/batch.h"
#include "expr/machine.h"

namespace headrace {

struct StoredEvent {
  int64_t time_us;
  Value* slots;
};

struct Identity {
  std::string name;
  std::vector<StoredEvent> events;
  bool sorted = true;
  const KeyRecord* carried = nullptr;  // where an earlier run left it
};

// Every valid event, by identity, in order of first appearance.
struct Collected {
  std::deque<Identity> identities;
  std::vector<std::unique_ptr<EventBatch>> batches;  // own the slots
};

// Reads the source to its end. The counts of what was read and skipped go to `stats` as it does.
Status collect(const StreamPlan& plan, EventSource& source, const BatchOptions& options, BatchStats* stats,
               Collected* out);

Error cancelled_error();
// The machine stopped because a budget was exceeded, at a place of the input.
Error budget_error(const expr::Machine& machine, std::string place);

}  // namespace headrace
