// Functions of tables as values: what stands behind one.
#pragma once

#include "pylib/api.h"

namespace headrace::pylib {

// The C++ code of what function_value() made, or null for any other value.
FunctionFn native_function(const Value& v);
// The table's entry of such a value, or null.
const FunctionDef* function_definition(const Value& v);
// The code of what bound_method() made.
MethodFn native_method(const Value& v);

}  // namespace headrace::pylib
