// Files and standard input as byte streams.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "io/byte_stream.h"

namespace headrace {

// "-" is standard input. Errors name the file and say why it cannot be opened.
Result<std::unique_ptr<ByteStream>> open_file_stream(const std::string& path);

// A whole file, for what is needed in one piece: specs, states. Of one that is larger than `size_max`,
// somewhat more than that, so that who gave the limit can tell.
Result<std::string> read_file(const std::string& path, size_t size_max = SIZE_MAX);

}  // namespace headrace
