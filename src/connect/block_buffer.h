// A growing window on a byte stream whose bytes stay where they are, for readers that cut pieces out of it
// which other threads take apart: a piece holds the block that it stands in.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "io/byte_stream.h"

namespace headrace {

class BlockBuffer {
 public:
  explicit BlockBuffer(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

  // What has been read and not been taken; valid until the next call of more(), and where it stands as long
  // as block() is held.
  std::string_view unread() const { return {block_.get() + begin_, end_ - begin_}; }
  void take(size_t size) { begin_ += size; }

  // Reads on behind the unread bytes, which may move to another block. False at the end of the stream. Makes
  // much that is unread twice as much where it can, so that looking at all of it each time costs a few times
  // as much as once.
  Result<bool> more();

  // What is unread is nothing any more.
  void forget();

  const std::shared_ptr<char[]>& block() const { return block_; }
  const char* end() const { return block_.get() + end_; }  // of what has been read into it

 private:
  std::unique_ptr<ByteStream> stream_;
  std::shared_ptr<char[]> block_;
  size_t capacity_ = 0;
  size_t begin_ = 0, end_ = 0;
};

}  // namespace headrace
