// Numbers of YAML 1.1: octal 010, binary, hexadecimal, underscores, base 60, .inf and .nan.
#pragma once

#include <string>
#include <string_view>

#include "data/value.h"

namespace headrace {

// Whether the whole text is a number; PyYAML's patterns.
bool matches_int(std::string_view text);
bool matches_float(std::string_view text);

// The number. Takes also texts that do not match, from an explicit `!!int` or `!!float`; false with a problem
// where Python raises.
bool construct_int(std::string_view text, Value* out, std::string* problem);
bool construct_float(std::string_view text, Value* out, std::string* problem);

}  // namespace headrace
