// Python's module `re`.
#pragma once

#include "data/value.h"

namespace headrace::pylib {

Value re_module();

}  // namespace headrace::pylib
