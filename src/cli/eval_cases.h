// `headrace eval --cases FILE`: the native side of the expression oracle (tests/oracle/expr/ENCODING.md).
#pragma once

#include <string>

#include "base/status.h"
#include "plan/modules.h"

namespace headrace::cli {

// Prints the value of each expression that the file gives with its inputs, a JSON line each. An error is of
// the file; the caller looks whether standard output took the lines.
Status eval_cases(const std::string& path, ForeignModules* foreign);

}  // namespace headrace::cli
