// datetime.strptime, and parse_time, Blurr's documents' own function.
#pragma once

#include <string_view>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

// datetime.strptime(text, format)
bool parse_with_format(Context& cx, std::string_view text, std::string_view format, Value* out);

}  // namespace headrace::pylib
