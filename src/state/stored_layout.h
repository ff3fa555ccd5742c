// Reading a state file without its spec: the rows' layout as the file itself tells it.
#pragma once

#include <memory>

#include "plan/plan.h"

namespace headrace {

// Aggregates and slots as the spec with this meaning has them, without any program. Null when it is not the
// meaning of a spec that this version knows.
std::unique_ptr<StreamPlan> layout_of(const Value& meaning);

}  // namespace headrace
