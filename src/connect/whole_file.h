// A file that appears under its name whole, or not at all.
#pragma once

#include <memory>
#include <string>

#include "io/byte_sink.h"

namespace headrace {

// Writes beside `path`; finish() makes that durable and puts it in the place of `path`, which keeps its old
// contents until then. A symbolic link stays one, what it leads to is replaced. Devices and pipes are written
// as they are.
Result<std::unique_ptr<ByteSink>> create_whole_file(const std::string& path);

}  // namespace headrace
