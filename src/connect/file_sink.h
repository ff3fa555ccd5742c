// Files that appear whole or not at all, and standard output.
#pragma once

#include <memory>
#include <string>

#include "io/byte_sink.h"

namespace headrace {

// "-" is standard output. A path that exists and is no regular file (a device, a pipe) is written to
// directly. Anything else is written without a name, where the file system can do that, else under a
// temporary name beside it, and takes the place of what has the name when it is published. Its folder must be
// there.
Result<std::unique_ptr<ByteSink>> open_file_sink(const std::string& path);

}  // namespace headrace
