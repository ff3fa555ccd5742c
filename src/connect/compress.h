// gzip and zstd around another sink.
#pragma once

#include <memory>

#include "connect/source_format.h"
#include "io/byte_sink.h"

namespace headrace {

// The same bytes in give the same bytes out: no time and no name is written.
std::unique_ptr<ByteSink> compress(Compression kind, std::unique_ptr<ByteSink> sink);

}  // namespace headrace
