// An event as JSON text, for reports and traces: what the spec reads of it.
#pragma once

#include <string>

#include "plan/plan.h"

namespace headrace {

// `slots` are the event's, as the plan's projection fills them. Keys that are null or not there are left out:
// a spec cannot tell the one from the other. An event of which nothing is read is {}.
std::string event_json(const StreamPlan& plan, const Value* slots);

}  // namespace headrace
