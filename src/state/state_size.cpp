#include "state/state_size.h"

#include "state/key_state.h"

namespace headrace {
namespace {

// A saved row that is found again by its dimensions has an entry in a hash table: a node with its link and
// hash, and a bucket.
constexpr size_t kIndexBytes = sizeof(DimensionIndex::value_type) + 3 * sizeof(void*);

}  // namespace

StateSize state_size(const StreamPlan& plan) {
  StateSize out{state_bytes(plan), {}};
  for (const AggregatePlan& a : plan.aggregates) {
    const size_t slots = a.row_slots() * sizeof(Value);
    const size_t index = a.dimensions.empty() ? 0 : kIndexBytes;
    out.aggregates.push_back({sizeof(AggregateState) + slots, sizeof(SavedRow) + slots + index});
  }
  return out;
}

}  // namespace headrace
