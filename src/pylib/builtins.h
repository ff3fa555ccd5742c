// The names that every expression sees without an import: functions and types.
#pragma once

#include <span>
#include <string_view>

#include "pylib/api.h"

namespace headrace::pylib {

// The value of a builtin name (immortal), or null. Safe from any thread.
const Value* find_builtin(std::string_view name);
// The table entry behind it, for type inference; null for types.
const FunctionDef* find_builtin_function(std::string_view name);
// All names, sorted: for hints of the nearest right spelling.
std::span<const std::string_view> builtin_names();

// --- builtin functions that are defined beside their subject; the others are in collections/ ---

// number/
bool builtin_abs(Context& cx, const Args& args, Value* out);
bool builtin_bin(Context& cx, const Args& args, Value* out);
bool builtin_divmod(Context& cx, const Args& args, Value* out);
bool builtin_hex(Context& cx, const Args& args, Value* out);
bool builtin_oct(Context& cx, const Args& args, Value* out);
bool builtin_pow(Context& cx, const Args& args, Value* out);
bool builtin_round(Context& cx, const Args& args, Value* out);
// text/
bool builtin_ascii(Context& cx, const Args& args, Value* out);
bool builtin_format(Context& cx, const Args& args, Value* out);
bool builtin_repr(Context& cx, const Args& args, Value* out);
// datetime/
bool builtin_parse_time(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
