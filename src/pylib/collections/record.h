// Records: how events are seen by expressions. A record is a dict whose keys are attributes too and whose
// missing keys are None; what is taken out of it by key or attribute is wrapped in turn.
#pragma once

#include <string_view>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

// A dict as a new record, a list that is not empty as a new record list (whose items come wrapped when
// indexed), all else as it is. The copies are shallow.
bool wrap_record(Context& cx, const Value& v, Value* out);

// record[key] and record.name (where the name is no method's).
bool record_item(Context& cx, const Value& record, const Value& key, Value* out);
bool record_attribute(Context& cx, const Value& record, std::string_view name, Value* out);

// What stands under the key, unwrapped; null when missing.
const Value* record_find(const Value& record, std::string_view key);

}  // namespace headrace::pylib
