// What one event may hold in memory.
#pragma once

#include <cstddef>

namespace headrace {

// Lines, values and rows beyond this are too large.
inline constexpr size_t kEventBytesMax = 256 << 20;

}  // namespace headrace
