// A file in memory.
#pragma once

#include <string>
#include <string_view>

#include "io/byte_sink.h"

namespace headrace::module {

class BytesSink final : public ByteSink {
 public:
  Status write(std::string_view bytes) override {
    bytes_ += bytes;
    return Ok{};
  }
  Status close() override { return Ok{}; }
  Status publish() override { return Ok{}; }

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace headrace::module
