#include "base/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace headrace {
namespace {

constexpr size_t kFirstBlock = size_t{1} << 16;
constexpr size_t kHugePage = Arena::kBlockMax;
// From this size on straight from the system: freed, it is its own again at once.
constexpr size_t kMapped = size_t{1} << 18;

char* map_pages(size_t bytes) {
  const size_t more = bytes >= kHugePage ? kHugePage : 0;  // to begin where a huge page does
  void* const memory =
      ::mmap(nullptr, bytes + more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<char*>(memory);
  if (more == 0) return begin;
  const size_t before = -reinterpret_cast<uintptr_t>(begin) & (kHugePage - 1);
  if (before > 0) ::munmap(begin, before);
  if (before < more) ::munmap(begin + before + bytes, more - before);
  ::madvise(begin + before, bytes, MADV_HUGEPAGE);  // advice: without effect where it cannot be followed
  return begin + before;
}

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
  const size_t unit = bytes >= kHugePage ? kHugePage : kBlockAlignment;
  bytes = (bytes + unit - 1) & ~(unit - 1);
  char* const memory =
      bytes >= kMapped ? map_pages(bytes) : static_cast<char*>(std::aligned_alloc(kBlockAlignment, bytes));
  if (!memory) throw std::bad_alloc();
  blocks_.push_back({memory, bytes});
  size_ += bytes;
  return memory;
}

void Arena::free_block(const Block& block) {
  if (block.bytes >= kMapped)
    ::munmap(block.memory, block.bytes);
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
