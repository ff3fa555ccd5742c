// format(v, spec) with a conversion before it: the replacement fields of f-strings and of str.format.
#pragma once

#include <string>
#include <string_view>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

// v itself, or str(v), repr(v), ascii(v) for the conversions 's', 'r' and 'a'.
bool convert_value(Context& cx, const Value& v, char conversion, Value* out);

// f'{v!c:spec}' appended to *out; `conversion` is 's', 'r', 'a', or '\0' for none. Stops with
// Exc::kBudgetError before *out outgrows the size budget.
bool format_value(Context& cx, const Value& v, char conversion, std::string_view spec, std::string* out);

}  // namespace headrace::pylib
