// Lines out of a byte stream, of any length.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/byte_stream.h"

namespace headrace {

class LineReader {
 public:
  explicit LineReader(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

  // The next line without its line end; false at the end of input. Valid until the next call. The last line
  // may lack its line end; a line end at the very end makes no empty line.
  Result<bool> next(std::string_view* line);
  uint64_t position() const { return stream_->position(); }

 private:
  static constexpr size_t kChunk = 1 << 20;

  std::unique_ptr<ByteStream> stream_;
  std::vector<char> buffer_;
  size_t begin_ = 0, scanned_ = 0,
         end_ = 0;  // unread bytes are [begin_, end_); no '\n' in [begin_, scanned_)
  bool ended_ = false;
};

}  // namespace headrace
