// Where the lines of a text end: a few instructions for 64 bytes where the processor has wide vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace headrace {

// The offsets of the first `count` line feeds of a text of less than 4 GiB into `ends`; gives how many there
// are of these.
size_t find_line_ends(std::string_view text, size_t count, uint32_t* ends);

}  // namespace headrace
