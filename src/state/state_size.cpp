#include "state/state_size.h"

#include "state/key_state.h"

namespace headrace {
namespace {

// A saved row that is found again by its dimensions has an entry in a hash table: a node with its link and
// hash, and a bucket.
constexpr size_t kIndexBytes = sizeof(DimensionIndex::value_type) + 3 * sizeof(void*);

// As most rows are: no value out of its field's kind, ints of two bytes, and the last time of a block within
// 71 minutes of its start.
size_t saved_row_bytes(const AggregatePlan& plan) {
  size_t bytes = 0;
  for (size_t i = 0; i < plan.slot_count(); ++i) {
    if (i == AggregatePlan::kIdentity) continue;
    switch (plan.slot_types[i]) {
      case FieldType::kString: bytes += sizeof(Value); break;
      case FieldType::kInteger: bytes += sizeof(int16_t); break;
      default:
        bytes += plan.makes_blocks() && i == AggregatePlan::kEndTime ? sizeof(uint32_t) : sizeof(uint64_t);
    }
  }
  bytes = sizeof(SavedRow) + ((bytes + 7) & ~size_t{7});
  return bytes + (plan.dimensions.empty() ? 0 : sizeof(Value) + kIndexBytes);
}

}  // namespace

StateSize state_size(const StreamPlan& plan) {
  StateSize out{state_bytes(plan), {}};
  for (const AggregatePlan& a : plan.aggregates) {
    const size_t row = sizeof(AggregateState) + a.row_slots() * sizeof(Value);
    out.aggregates.push_back({row, saved_row_bytes(a)});
  }
  return out;
}

}  // namespace headrace
