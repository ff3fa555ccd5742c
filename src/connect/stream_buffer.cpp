#include "connect/stream_buffer.h"

#include <algorithm>
#include <cstring>

namespace headrace {
namespace {

// What is read at a time: little of a small file, much of a large one.
constexpr size_t kFirstBlockBytes = 64 << 10, kBlockBytes = 1 << 20;

}  // namespace

void StreamBuffer::reserve(size_t size) {
  if (begin_ > 0) {
    std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (capacity_ - end_ >= size / 2) return;  // a stream that comes in small pieces fills what is there
  capacity_ = end_ + size;
  char* grown = static_cast<char*>(std::realloc(data_.get(), capacity_));
  HEADRACE_CHECK(grown);
  (void)data_.release();
  data_.reset(grown);
}

Result<bool> StreamBuffer::more() {
  const size_t block = capacity_ == 0 ? kFirstBlockBytes : kBlockBytes;
  const size_t wanted = std::max(block, end_ - begin_);
  reserve(wanted);
  const size_t before = end_;
  do {
    Result<size_t> n = stream_->read(data_.get() + end_, capacity_ - end_);
    if (!n) return n.error();
    if (*n == 0) return end_ > before;
    end_ += *n;
  } while (wanted > kBlockBytes && end_ < capacity_);
  return true;
}

}  // namespace headrace
