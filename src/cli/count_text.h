// Counts, sizes and durations as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headrace::cli {

std::string count_text(uint64_t count);                             // 1,234,567
std::string count_text(uint64_t count, std::string_view singular);  // "1 event", "2 events"
std::string bytes_text(uint64_t bytes);                             // 999 B, 12.3 MB, 1.2 GB
std::string duration_text(double seconds);                          // 0:07, 12:34, 1:02:03

}  // namespace headrace::cli
