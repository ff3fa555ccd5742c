// Bytes in memory as a stream that gives them in pieces, so that tests can cut anywhere.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>

#include "io/byte_stream.h"

namespace headrace {

class MemoryStream final : public ByteStream {
 public:
  MemoryStream(std::string bytes, size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}

  Result<size_t> read(char* buffer, size_t size) override {
    const size_t n = std::min({size, piece_, bytes_.size() - at_});
    std::memcpy(buffer, bytes_.data() + at_, n);
    at_ += n;
    return n;
  }
  uint64_t position() const override { return at_; }

 private:
  std::string bytes_;
  size_t piece_;
  size_t at_ = 0;
};

}  // namespace headrace
