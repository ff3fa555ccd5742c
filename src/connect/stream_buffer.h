// A growing window on a byte stream, for readers that must see a whole line, value or row before they can
// take it.
#pragma once

#include <cstdlib>
#include <memory>
#include <string_view>

#include "io/byte_stream.h"

namespace headrace {

class StreamBuffer {
 public:
  explicit StreamBuffer(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

  // What has been read and not been taken; valid until the next call of more().
  std::string_view unread() const { return {data_.get() + begin_, end_ - begin_}; }
  void take(size_t size) { begin_ += size; }

  // Reads on behind the unread bytes. False at the end of the stream. Makes a large `unread` half as large
  // again or more where it can, so that looking at all of it each time costs a few times as much as once.
  Result<bool> more();

 private:
  struct Free {
    void operator()(char* p) const { std::free(p); }
  };
  // Room for `size` more bytes, or at least half of that.
  void reserve(size_t size);

  std::unique_ptr<ByteStream> stream_;
  std::unique_ptr<char[], Free> data_;  // by realloc, which moves large blocks without copying them
  size_t capacity_ = 0;
  size_t begin_ = 0, end_ = 0;
};

}  // namespace headrace
