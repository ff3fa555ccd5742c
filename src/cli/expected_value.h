// Values that a test expects, as YAML gives them, against values that the engine gave.
#pragma once

#include <string>

#include "data/value.h"

namespace headrace::cli {

// Exact: an integer is no float, a float has the same bits (as a number or as text of one; an integer of the
// same value will do), a datetime the same instant and offset, a map the same keys. Lists stand for tuples
// and, in any order, for sets; text stands for what prints as text.
bool value_matches(const Value& expected, const Value& got);

// As the results are printed.
std::string shown(const Value& value);

}  // namespace headrace::cli
