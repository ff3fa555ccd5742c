// Scalars of YAML 1.1 as PyYAML's SafeLoader resolves and constructs them.
#pragma once

#include <string>
#include <string_view>

#include "data/value.h"

namespace headrace {

enum class ScalarTag { kNull, kBool, kInt, kFloat, kTimestamp, kString, kBinary, kMerge, kValue };

// The tag of a plain scalar without an explicit one: `010` is an int, `1e3` a string, `=` a value.
ScalarTag resolve_plain(std::string_view text);

// The value of a scalar under a tag other than kMerge and kValue. False where safe_load raises: `problem`
// says why ("month must be in 1..12").
bool construct_scalar(ScalarTag tag, std::string_view text, Value* out, std::string* problem);

}  // namespace headrace
