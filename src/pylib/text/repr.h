// Python's repr(), str() and ascii() of values; append_repr and append_str are in api.h.
//
// Field containers and records print as what they are in Python: subclasses of dict and list as a dict and a
// list, a field's set as "Set({...})". Functions, types, modules print without addresses.
#pragma once

#include <string>
#include <string_view>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

// str() of an int; ValueError beyond 4300 digits.
bool append_int_text(Context& cx, const Value& v, std::string* out);

// What CPython's builtin (str, format) makes of an object of CPython's, the first argument.
bool append_foreign_text(Context& cx, std::string_view builtin, const Args& args, std::string* out);

// ascii(v): repr(v) with everything beyond ASCII escaped.
bool append_ascii(Context& cx, const Value& v, std::string* out);

// str(v), repr(v), ascii(v) as values; str(v) of a str is v itself.
bool str_value(Context& cx, const Value& v, Value* out);
bool repr_value(Context& cx, const Value& v, Value* out);
bool ascii_value(Context& cx, const Value& v, Value* out);

}  // namespace headrace::pylib
