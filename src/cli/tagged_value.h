// Values in the encoding that the expression oracle compares (tests/oracle/expr/ENCODING.md): JSON in which
// every Python type can be told apart.
#pragma once

#include <string>

#include "data/context.h"
#include "data/value.h"

namespace headrace::cli {

// False with the error in cx when a view or iterator inside fails.
bool append_tagged(Context& cx, const Value& v, std::string* out, int depth = 0);

}  // namespace headrace::cli
