// Lines out of a byte stream, many at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "connect/block_buffer.h"
#include "connect/event_size.h"

namespace headrace {

// Lines one behind the other, without their line ends, and the memory in which they stand.
struct Lines {
  std::vector<std::string_view> lines;
  bool cut = false;  // there is one, of which only the beginning is kept: it was too long
  std::shared_ptr<const char[]> block;
  const char* end = nullptr;  // of what has been read into it
};

class LineReader {
 public:
  explicit LineReader(std::unique_ptr<ByteStream> stream, size_t line_max = kEventBytesMax)
      : buffer_(std::move(stream)), line_max_(line_max) {}

  // At least one line, at most `lines_max`; false at the end of input. The last line may lack its line end; a
  // line end at the very end makes no empty line.
  Result<bool> next(size_t lines_max, Lines* lines);

 private:
  void find(size_t lines_max, Lines* lines);
  Result<bool> next_cut(Lines* lines);

  BlockBuffer buffer_;
  size_t line_max_;
  size_t scanned_ = 0;          // unread bytes known to hold no line end
  std::vector<uint32_t> ends_;  // of the lines that are being found
};

}  // namespace headrace
