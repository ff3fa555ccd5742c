// Why a file could not be opened.
#pragma once

#include <string>

#include "base/status.h"

namespace headrace {

// By errno, as open() left it. A file that is not there is an input error, with a hint of the name that may
// have been meant; any other an outside error.
Error open_error(const std::string& path);

}  // namespace headrace
