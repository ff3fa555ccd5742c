// Stable sorting as list.sort() and sorted() do it.
#pragma once

#include <vector>

#include "data/context.h"
#include "data/object.h"

namespace headrace::pylib {

// Sorts by `<` of the items, or of key(item) when `key` is not null and not None. When a comparison fails,
// *items keeps the order that CPython leaves; when `key` fails, its own.
bool sort_items(Context& cx, Values* items, const Value* key, bool reverse);

// The `reverse` argument: an int, as in CPython. Null is false.
bool reverse_argument(Context& cx, const Value* v, bool* out);

bool builtin_sorted(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
