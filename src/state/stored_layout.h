// Reading a state file without its spec: the rows' layout as the file itself tells it.
#pragma once

#include <memory>

#include "plan/plan.h"
#include "state/key_state.h"

namespace headrace {

// Aggregates and slots as the spec with this meaning has them, without any program. Null when it is not the
// meaning of a spec that this version knows.
std::unique_ptr<StreamPlan> layout_of(const Value& meaning);

// A new state of that layout, every slot None.
KeyState bare_state(const StreamPlan& layout);

}  // namespace headrace
