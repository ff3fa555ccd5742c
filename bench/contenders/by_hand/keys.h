// From keys of up to 16 bytes to small numbers, in the order of first sight: a flat table with linear
// probing. The caller prefetches a batch of keys before it looks them up, so that their cache misses overlap.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace by_hand {

// A text of at most 16 bytes by its first and last eight bytes and its length.
struct Key {
  uint64_t front = 0, back = 0;
  uint32_t size = 0;

  explicit Key(std::string_view text) : size(uint32_t(text.size())) {
    if (size >= 8) {
      std::memcpy(&front, text.data(), 8);
      std::memcpy(&back, text.data() + size - 8, 8);
    } else {
      std::memcpy(&front, text.data(), size);
    }
  }
  Key() = default;
  bool operator==(const Key&) const = default;

  uint64_t hash() const {
    uint64_t mixed =
        (front ^ 0x9E3779B97F4A7C15u) * 0xff51afd7ed558ccdu ^ (back + size) * 0xc4ceb9fe1a85ec53u;
    mixed ^= mixed >> 32;
    mixed *= 0x9FB21C651E98DF25u;
    return mixed ^ (mixed >> 29);
  }
};

class KeyTable {
 public:
  KeyTable() : slots_(1 << 18) {}

  void prefetch(uint64_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }

  // The key's number; a key that is new gets the next one.
  uint32_t number(const Key& key, uint64_t hash) {
    for (size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[at];
      if (slot.number == kFree) {
        slot = {key, count_};
        if (++count_ * 2 > slots_.size()) grow();
        return count_ - 1;
      }
      if (slot.key == key) return slot.number;
    }
  }

  uint32_t count() const { return count_; }

 private:
  static constexpr uint32_t kFree = ~0u;
  struct Slot {
    Key key;
    uint32_t number = kFree;
  };

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number == kFree) continue;
      size_t at = slot.key.hash() & (slots_.size() - 1);
      while (slots_[at].number != kFree) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;
  uint32_t count_ = 0;
};

}  // namespace by_hand
