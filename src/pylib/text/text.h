// str and bytes: what other folders see of them.
//
// The method tables are declared in pylib/type_tables.h, the types as values in pylib/type.h; append_str,
// append_repr and append_format in api.h, percent_format in operators.h, f-string fields in format_value.h,
// ascii() in repr.h.
#pragma once

#include "pylib/api.h"

namespace headrace::pylib {

// str(object='', encoding='utf-8', errors='strict') and bytes(source=b'', encoding, errors).
bool construct_str(Context& cx, const Args& args, Value* out);
bool construct_bytes(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
