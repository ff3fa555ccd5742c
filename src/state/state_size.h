// The memory that a plan's state takes for each identity, before what its values point to.
#pragma once

#include <cstddef>
#include <vector>

#include "plan/plan.h"

namespace headrace {

struct AggregateSize {
  size_t row_bytes;    // the row being built
  size_t saved_bytes;  // each row that was saved: a block, or a row under other dimensions
};

// Bytes. Text of more than Value::kInlineStrMax bytes, large integers and the items of containers come on
// top, and so does the text of a row's key.
struct StateSize {
  size_t fixed_bytes;  // of an identity without any saved row, all aggregates' rows included
  std::vector<AggregateSize> aggregates;
};

StateSize state_size(const StreamPlan& plan);

}  // namespace headrace
