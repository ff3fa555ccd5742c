// Files and standard input as byte streams.
#pragma once

#include <memory>
#include <string>

#include "io/byte_stream.h"

namespace headrace {

// "-" is standard input. Errors name the file and say why it cannot be opened.
Result<std::unique_ptr<ByteStream>> open_file_stream(const std::string& path);

// A whole file, for what is needed in one piece: specs, states.
Result<std::string> read_file(const std::string& path);

}  // namespace headrace
