// Bytes to somewhere: a file that appears whole or not at all, a compressor around another sink.
#pragma once

#include <string_view>

#include "base/status.h"

namespace headrace {

class ByteSink {
 public:
  // Without finish(), nothing of what was written is left.
  virtual ~ByteSink() = default;
  virtual Status write(std::string_view bytes) = 0;
  // After the last write: the bytes are durable and stand under their name.
  virtual Status finish() = 0;
};

}  // namespace headrace
