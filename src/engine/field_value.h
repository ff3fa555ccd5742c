// What a field accepts: Blurr's rules of types, defaults and casts.
#pragma once

#include "data/context.h"
#include "data/value.h"
#include "plan/plan.h"

namespace headrace {

// The value before any event: 0, '', an empty container of its own, None for a datetime.
Value default_value(FieldType type);

// Puts an expression's result into a slot: cast where it is no instance of the type, a container copied where
// something else holds it too. False with the cause in cx when the result is refused; the slot is unchanged
// then.
bool assign_field(Context& cx, FieldType type, Value result, Value* slot);

// What a saved value is once it has been read again: True in an integer becomes 1, times get dateutil's
// zones.
void restore_field(FieldType type, Value* slot);

// A datetime as fields and keys hold it: a naive one is taken as UTC. Anything else is refused.
bool as_event_time(const Value& v, Value* out);

}  // namespace headrace
