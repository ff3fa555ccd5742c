// Memory that is given out piece by piece and freed as a whole: what lives as long as a run does.
#pragma once

#include <cstddef>
#include <vector>

#include "base/pages.h"

namespace headrace {

// One thread's. Nothing in it is destroyed; who puts objects there ends them.
class Arena {
 public:
  // Each block begins where a cache line does, so pieces of whole lines do too, if all are such.
  static constexpr size_t kBlockAlignment = 64;

  // Small at first, then as large as huge pages.
  static constexpr size_t kBlockMax = kHugePageBytes;

  // Larger blocks than this are taken only for what needs one by itself.
  explicit Arena(size_t block_max = kBlockMax) : block_max_(block_max) {}
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Aligned for any pointer and number of up to 8 bytes.
  void* allocate(size_t bytes) {
    bytes = (bytes + kAlignment - 1) & ~(kAlignment - 1);
    if (bytes > static_cast<size_t>(end_ - at_)) [[unlikely]]
      return allocate_elsewhere(bytes);
    void* const piece = at_;
    at_ += bytes;
    return piece;
  }

  // Takes back all that was given out. One block is kept to begin with again, the rest goes to the system.
  void clear();

  // Bytes taken from the system.
  size_t size() const { return size_; }

 private:
  static constexpr size_t kAlignment = 8;

  struct Block {
    char* memory;
    size_t bytes;
  };

  void* allocate_elsewhere(size_t bytes);
  char* take_block(size_t bytes);
  static void free_block(const Block& block);

  const size_t block_max_;
  char* at_ = nullptr;
  char* end_ = nullptr;
  size_t size_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace headrace
