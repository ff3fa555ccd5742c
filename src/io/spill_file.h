// Room on a disk for what does not fit into memory: bytes at offsets, gone with the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/status.h"

namespace headrace {

// From any thread at once, each with offsets of its own.
class SpillFile {
 public:
  virtual ~SpillFile() = default;

  virtual Status write(uint64_t offset, std::string_view bytes) = 0;
  // Bytes that have been written.
  virtual Status read(uint64_t offset, char* buffer, size_t size) = 0;
};

}  // namespace headrace
