// The builtins that make one value of many.
#pragma once

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

bool builtin_all(Context& cx, const Args& args, Value* out);
bool builtin_any(Context& cx, const Args& args, Value* out);
bool builtin_len(Context& cx, const Args& args, Value* out);
bool builtin_max(Context& cx, const Args& args, Value* out);
bool builtin_min(Context& cx, const Args& args, Value* out);
bool builtin_sum(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
