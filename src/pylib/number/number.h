// The modules math and statistics. What else number/ gives to the library is declared where it is used:
// operators.h, builtins.h, type.h, type_tables.h.
#pragma once

#include "data/value.h"

namespace headrace::pylib {

Value math_module();
Value statistics_module();

}  // namespace headrace::pylib
