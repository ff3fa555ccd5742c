// The builtins that ask what a value is and has.
#pragma once

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

bool is_callable(const Value& v);

bool builtin_callable(Context& cx, const Args& args, Value* out);
bool builtin_chr(Context& cx, const Args& args, Value* out);
bool builtin_getattr(Context& cx, const Args& args, Value* out);
bool builtin_hasattr(Context& cx, const Args& args, Value* out);
bool builtin_isinstance(Context& cx, const Args& args, Value* out);
bool builtin_issubclass(Context& cx, const Args& args, Value* out);
bool builtin_ord(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
