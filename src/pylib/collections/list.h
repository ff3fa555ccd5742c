// list, beyond what type.h and type_tables.h declare.
#pragma once

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

// list.extend: what was added before the iterable failed stays.
bool extend_list(Context& cx, const Value& list, const Value& iterable);

}  // namespace headrace::pylib
