// Python's json module: loads.
#pragma once

#include "data/value.h"

namespace headrace::pylib {

Value json_module();

}  // namespace headrace::pylib
