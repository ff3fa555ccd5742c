// What the shards of a run share that spills: the file, the budget, and who waits.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "engine/memory_watch.h"
#include "engine/spill_store.h"

namespace headrace {

// Says of an identity that it does not wait, or that it may: a bit for each, found by its hash. So the
// second reading passes over most events that nobody waits for, whatever number of identities there are.
class WaitingFilter {
 public:
  // Before the others, by one thread. Nobody waits yet.
  void begin(uint64_t bytes) {
    constexpr uint64_t kBytesMin = 4 << 10, kBytesMax = 64 << 20;
    words_ = std::vector<std::atomic<uint64_t>>(std::bit_floor(std::clamp(bytes, kBytesMin, kBytesMax)) /
                                                sizeof(uint64_t));
  }
  void add(uint64_t hash) { word(hash).fetch_or(bit(hash), std::memory_order_relaxed); }
  bool may_wait(uint64_t hash) const {
    return const_cast<WaitingFilter*>(this)->word(hash).load(std::memory_order_relaxed) & bit(hash);
  }

 private:
  std::atomic<uint64_t>& word(uint64_t hash) { return words_[(hash >> 6) & (words_.size() - 1)]; }
  static uint64_t bit(uint64_t hash) { return uint64_t{1} << (hash & 63); }

  std::vector<std::atomic<uint64_t>> words_;
};

struct Spill {
  // The file outlives it.
  Spill(SpillFile& file, uint64_t budget_bytes)
      : store(file, block_bytes(budget_bytes)), watch(budget_bytes) {}

  // So that the blocks that are being written take a small part of the budget.
  static size_t block_bytes(uint64_t budget_bytes) {
    return static_cast<size_t>(std::bit_floor(std::clamp<uint64_t>(budget_bytes / 4096, 4 << 10, 256 << 10)));
  }

  // Partitions grow side by side, so the last block of each must not be much.
  size_t arena_block_max() const {
    return static_cast<size_t>(std::clamp<uint64_t>(watch.budget_bytes() / 2048, 16 << 10, Arena::kBlockMax));
  }

  SpillStore store;
  MemoryWatch watch;
  WaitingFilter waiting;
  std::atomic<uint64_t> partitions{0};  // that went to disk while events were applied
};

}  // namespace headrace
