#include "connect/block_buffer.h"

#include <algorithm>
#include <cstring>

namespace headrace {
namespace {

// What is read at a time: little of a small file; of a large one what a second cache holds beside the rows.
constexpr size_t kFirstBlockBytes = 64 << 10, kBlockBytes = 256 << 10;

}  // namespace

Result<bool> BlockBuffer::more() {
  const size_t left = end_ - begin_;
  if (end_ == capacity_) {
    const size_t block = capacity_ == 0 ? kFirstBlockBytes : kBlockBytes;
    const size_t capacity = std::max(block, 2 * left);
    std::shared_ptr<char[]> grown = std::make_shared_for_overwrite<char[]>(capacity);
    if (left > 0) std::memcpy(grown.get(), block_.get() + begin_, left);
    block_ = std::move(grown);
    capacity_ = capacity;
    begin_ = 0;
    end_ = left;
  }
  const size_t before = end_;
  do {
    const Result<size_t> n = stream_->read(block_.get() + end_, capacity_ - end_);
    if (!n && end_ > before) return true;  // it will be told behind what came before it
    if (!n) return n.error();
    if (*n == 0) return end_ > before;
    end_ += *n;
  } while (left > kBlockBytes && end_ < capacity_);
  return true;
}

void BlockBuffer::forget() {
  if (block_.use_count() > 1) {
    block_.reset();
    capacity_ = 0;
  }
  begin_ = end_ = 0;
}

}  // namespace headrace
