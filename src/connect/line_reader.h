// Lines out of a byte stream.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "connect/stream_buffer.h"

namespace headrace {

class LineReader {
 public:
  explicit LineReader(std::unique_ptr<ByteStream> stream, size_t line_max = kEventBytesMax)
      : buffer_(std::move(stream)), line_max_(line_max) {}

  // The next line without its line end; false at the end of input. Valid until the next call. The last line
  // may lack its line end; a line end at the very end makes no empty line.
  Result<bool> next(std::string_view* line);

  // Whether the last line was longer than line_max; next() gave only its beginning then.
  bool was_cut() const { return was_cut_; }

 private:
  static constexpr size_t kCutKept = 1000;

  void cut(std::string_view* line);
  Result<bool> next_cut(std::string_view* line);

  StreamBuffer buffer_;
  size_t line_max_;
  size_t scanned_ = 0;  // unread bytes known to hold no line end
  bool was_cut_ = false;
  std::string cut_;
};

}  // namespace headrace
