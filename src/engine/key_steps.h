// What happens to a key besides an event that comes in order: where it begins, and the events that waited.
#pragma once

#include "base/status.h"
#include "engine/batch.h"
#include "engine/key_table.h"
#include "engine/stream_evaluator.h"

namespace headrace {

// Puts a key's state where its first event of this run finds it: at the defaults, or as an earlier run left
// it.
Status begin_key(const StreamPlan& plan, const StreamEvaluator& evaluator, const StateFile* state_in,
                 Key& key);

// Applies a key's events that waited, in time order; those of one moment as they came. The state has begun.
// False when a budget was exceeded. `observer` may be null.
bool apply_waiting(const StreamPlan& plan, StreamEvaluator& evaluator, RunObserver* observer, Key& key);

}  // namespace headrace
