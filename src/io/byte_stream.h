// Bytes from somewhere: a file, standard input, a decompressor around another stream.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/status.h"

namespace headrace {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Reads up to `size` bytes; 0 at the end. Interrupted system calls are retried.
  virtual Result<size_t> read(char* buffer, size_t size) = 0;
  // Bytes taken from the underlying file so far (before decompression), for progress.
  virtual uint64_t position() const = 0;
  // Where these are the bytes of a regular file, from its first on: its descriptor, to be read from at any
  // place while the stream lives. Else -1.
  virtual int descriptor() const { return -1; }
};

}  // namespace headrace
