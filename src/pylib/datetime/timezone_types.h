// dateutil's time-zone types as values.
#pragma once

#include "data/value.h"

namespace headrace::pylib {

Value tzutc_type();
Value tzoffset_type();
Value tzlocal_type();

}  // namespace headrace::pylib
