// What a slot that an expression reads is called in a spec: for messages and reports.
#pragma once

#include <string>

#include "expr/compiler.h"
#include "plan/plan.h"

namespace headrace {

// "source.user", "time", "session.games"; "source" is the whole event.
std::string slot_title(const StreamPlan& plan, const expr::SlotRead& read);
// "Sessions.session.games", "week.score"; "source.games" is the list over a window's blocks.
std::string slot_title(const WindowPlan& plan, const StreamPlan& stream, const expr::SlotRead& read);

// Where the rows of a window plan's expressions come from; see WindowPlan.
struct RowOrigin {
  enum class From { kIdentity, kStream, kWindow, kList } from;
  size_t index;  // of the aggregate, in its plan
};
RowOrigin row_origin(const WindowPlan& plan, const StreamPlan& stream, uint16_t base);

// The field of an aggregate that is kept in a slot; null for those that the language adds.
const FieldPlan* field_at(const AggregatePlan& aggregate, uint16_t slot);

}  // namespace headrace
