// Finding one run of bytes in another, in linear time whatever the input.
#pragma once

#include <cstddef>
#include <string_view>

namespace headrace::pylib {

inline constexpr size_t kNotFound = std::string_view::npos;

// The first occurrence at or after `from`. The needle is not empty.
size_t find_first(std::string_view text, std::string_view needle, size_t from = 0);
// The last occurrence. The needle is not empty.
size_t find_last(std::string_view text, std::string_view needle);
// Occurrences that do not overlap, counted from the left, but no more than `max`. The needle is not empty.
size_t count_occurrences(std::string_view text, std::string_view needle, size_t max = kNotFound);

}  // namespace headrace::pylib
