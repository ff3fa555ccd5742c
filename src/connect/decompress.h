// gzip and zstd as byte streams around a compressed one.
#pragma once

#include <memory>
#include <string>

#include "connect/source_format.h"
#include "io/byte_stream.h"

namespace headrace {

// Members (gzip) and frames (zstd) that follow one another are one content. What is broken or cut off is an
// input error that names `path` and the compressed byte, after all that could be read before it. position()
// is that of `compressed`.
std::unique_ptr<ByteStream> decompress(Compression kind, std::unique_ptr<ByteStream> compressed,
                                       std::string path);

}  // namespace headrace
