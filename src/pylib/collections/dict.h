// dict, beyond what type.h and type_tables.h declare.
#pragma once

#include "data/context.h"
#include "data/object.h"

namespace headrace::pylib {

// to.update(other): a mapping, or an iterable of pairs.
bool update_dict(Context& cx, const Value& to, const Value& other);
// A copy of another flavor that shares the values.
Value copy_dict(const Value& dict, Flavor flavor = Flavor::kPlain);

// a | b for two dicts.
bool union_dicts(Context& cx, const Value& a, const Value& b, Value* out);

}  // namespace headrace::pylib
