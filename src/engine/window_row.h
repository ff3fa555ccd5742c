// A row of features, as a window spec gives it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/value.h"

namespace headrace {

// Columns in order: "aggregate.field", maps spread into "field.key".
using WindowRow = std::vector<std::pair<std::string, Value>>;

}  // namespace headrace
