// For tests: a spill file in memory, that is full at some time.
#pragma once

#include <cstring>
#include <mutex>
#include <string>

#include "io/spill_file.h"

namespace headrace::test {

class MemorySpillFile final : public SpillFile {
 public:
  explicit MemorySpillFile(uint64_t bytes_max = UINT64_MAX) : bytes_max_(bytes_max) {}

  Status write(uint64_t offset, std::string_view bytes) override {
    std::lock_guard lock(mutex_);
    if (offset + bytes.size() > bytes_max_) return Error{ErrorKind::kOutside, "full", "", "", false};
    if (bytes_.size() < offset + bytes.size()) bytes_.resize(offset + bytes.size());
    bytes_.replace(offset, bytes.size(), bytes);
    return Ok{};
  }
  Status read(uint64_t offset, char* buffer, size_t size) override {
    std::lock_guard lock(mutex_);
    HEADRACE_CHECK(offset + size <= bytes_.size());
    std::memcpy(buffer, bytes_.data() + offset, size);
    return Ok{};
  }

  size_t size() const { return bytes_.size(); }

 private:
  std::mutex mutex_;
  std::string bytes_;
  uint64_t bytes_max_;
};

}  // namespace headrace::test
