// The builtins that make iterators of iterables. All are lazy, as Python's.
#pragma once

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

bool builtin_enumerate(Context& cx, const Args& args, Value* out);
bool builtin_filter(Context& cx, const Args& args, Value* out);
bool builtin_iter(Context& cx, const Args& args, Value* out);
bool builtin_map(Context& cx, const Args& args, Value* out);
bool builtin_next(Context& cx, const Args& args, Value* out);
bool builtin_zip(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
