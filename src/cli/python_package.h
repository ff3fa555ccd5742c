// Commands that the Python package does (python/headrace): the command finds a Python that has it, and lets
// it take over.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace headrace::cli {

// Becomes `python -m headrace ARGUMENTS...`, with this process's streams, environment and folder: its exit
// code is the command's.
//
// Pythons are asked in turn: the one that HEADRACE_PYTHON names, and no other where it is set; that of an
// active virtual environment (VIRTUAL_ENV); `python3`, `python3.11` and `python` of the PATH. The first that
// has the package is taken. Comes back only where none has, with what to install. Asking a Python takes some
// 20 ms.
Error run_python_package(const std::vector<std::string>& arguments);

}  // namespace headrace::cli
