#include "plan/slot_titles.h"

namespace headrace {

std::string slot_title(const StreamPlan& plan, const expr::SlotRead& read) {
  if (read.base > 0) {
    const AggregatePlan& a = plan.aggregates[read.base - 1U];
    return a.name + "." + a.slot_names[read.offset];
  }
  switch (read.offset) {
    case EventSlots::kTime: return "time";
    case EventSlots::kIdentity: return "identity";
    case EventSlots::kRecord: return "source";
    default: return "source." + plan.keys[static_cast<size_t>(read.offset) - EventSlots::kKeys];
  }
}

RowOrigin row_origin(const WindowPlan& plan, const StreamPlan& stream, uint16_t base) {
  using From = RowOrigin::From;
  if (base == 0) return {From::kIdentity, 0};
  size_t index = base - 1U;
  if (index < stream.aggregates.size()) return {From::kStream, index};
  index -= stream.aggregates.size();
  if (index < plan.aggregates.size()) return {From::kWindow, index};
  return {From::kList, index - plan.aggregates.size()};
}

std::string slot_title(const WindowPlan& plan, const StreamPlan& stream, const expr::SlotRead& read) {
  const RowOrigin row = row_origin(plan, stream, read.base);
  switch (row.from) {
    case RowOrigin::From::kIdentity: return "identity";
    case RowOrigin::From::kStream: {
      const AggregatePlan& a = stream.aggregates[row.index];
      return stream.name + "." + a.name + "." + a.slot_names[read.offset];
    }
    case RowOrigin::From::kWindow: {
      const AggregatePlan& a = plan.aggregates[row.index].aggregate;
      return a.name + "." + a.slot_names[read.offset];
    }
    case RowOrigin::From::kList: {
      const AggregatePlan& blocks = stream.aggregates[static_cast<size_t>(plan.block_aggregate)];
      return "source." + blocks.slot_names[plan.aggregates[row.index].source_slots[read.offset]];
    }
  }
  return {};
}

const FieldPlan* field_at(const AggregatePlan& aggregate, uint16_t slot) {
  for (const auto* fields : {&aggregate.fields, &aggregate.dimensions}) {
    for (const FieldPlan& f : *fields) {
      if (f.slot == slot) return &f;
    }
  }
  return nullptr;
}

}  // namespace headrace
