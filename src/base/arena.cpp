#include "base/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace headrace {
namespace {

// Small at first, then as large as the pages that save the processor most of its address translations.
constexpr size_t kFirstBlock = size_t{1} << 16;
constexpr size_t kHugePage = size_t{1} << 21;

}  // namespace

Arena::~Arena() {
  for (void* block : blocks_) std::free(block);
}

char* Arena::take_block(size_t bytes) {
  const bool huge = bytes >= kHugePage;
  if (huge) bytes = (bytes + kHugePage - 1) & ~(kHugePage - 1);
  void* const block = std::aligned_alloc(huge ? kHugePage : alignof(std::max_align_t), bytes);
  if (!block) throw std::bad_alloc();
  if (huge) ::madvise(block, bytes, MADV_HUGEPAGE);  // advice: without effect where it cannot be followed
  blocks_.push_back(block);
  size_ += bytes;
  return static_cast<char*>(block);
}

void* Arena::allocate_elsewhere(size_t bytes) {
  if (bytes > kFirstBlock / 4) return take_block((bytes + 15) & ~size_t{15});
  const size_t block = std::clamp(size_, kFirstBlock, kHugePage);
  at_ = take_block(block);
  end_ = at_ + block;
  return allocate(bytes);
}

}  // namespace headrace
