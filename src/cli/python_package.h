// Commands whose work the Python package does, because what they stand on speaks Python: matplotlib, Spark.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace headrace::cli {

// The process becomes `python -m MODULE ARGUMENTS`. Returns only where it cannot.
//
// The Python is the one that HEADRACE_PACKAGE_PYTHON names; else `python3` or `python3.11` of the path, the
// first that has the package.
Error become_python(const std::string& module, const std::vector<std::string>& arguments);

}  // namespace headrace::cli
