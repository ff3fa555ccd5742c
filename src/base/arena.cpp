#include "base/arena.h"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "base/pages.h"

namespace headrace {
namespace {

constexpr size_t kFirstBlock = size_t{1} << 16;
// From this size on straight from the system: freed, it is its own again at once.
constexpr size_t kMapped = size_t{1} << 18;

}  // namespace

Arena::~Arena() {
  for (const Block& block : blocks_) free_block(block);
}

void Arena::clear() {
  if (blocks_.empty()) return;
  while (blocks_.size() > 1) {
    free_block(blocks_.back());
    blocks_.pop_back();
  }
  at_ = blocks_[0].memory;
  end_ = at_ + blocks_[0].bytes;
  size_ = blocks_[0].bytes;
}

char* Arena::take_block(size_t bytes) {
  const size_t unit = bytes >= kHugePageBytes ? kHugePageBytes : kBlockAlignment;
  bytes = (bytes + unit - 1) & ~(unit - 1);
  char* const memory = bytes >= kMapped ? static_cast<char*>(map_pages(bytes))
                                        : static_cast<char*>(std::aligned_alloc(kBlockAlignment, bytes));
  if (!memory) throw std::bad_alloc();
  blocks_.push_back({memory, bytes});
  size_ += bytes;
  return memory;
}

void Arena::free_block(const Block& block) {
  if (block.bytes >= kMapped)
    unmap_pages(block.memory, block.bytes);
  else
    std::free(block.memory);
}

void* Arena::allocate_elsewhere(size_t bytes) {
  if (bytes > std::min(kFirstBlock, block_max_) / 4) return take_block(bytes);
  const size_t block = std::clamp(size_, std::min(kFirstBlock, block_max_), block_max_);
  at_ = take_block(block);
  end_ = at_ + block;
  return allocate(bytes);
}

}  // namespace headrace
