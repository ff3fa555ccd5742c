#include "state/state_size.h"

#include "state/key_state.h"

namespace headrace {
namespace {

// A saved row that is found again by its dimensions has an entry in a hash table: a node with its link and
// hash, and a bucket.
constexpr size_t kIndexBytes = sizeof(decltype(AggregateState::saved_by_id)::value_type) + 3 * sizeof(void*);

}  // namespace

StateSize state_size(const StreamPlan& plan) {
  StateSize out{sizeof(KeyState), {}};
  for (const AggregatePlan& a : plan.aggregates) {
    const size_t slots = a.slot_count() * sizeof(Value);
    const size_t index = a.kind == AggregateKind::kActivity ? 0 : kIndexBytes;
    out.aggregates.push_back({sizeof(AggregateState) + slots, sizeof(SavedRow) + slots + index});
    out.fixed_bytes += out.aggregates.back().row_bytes;
  }
  return out;
}

}  // namespace headrace
