// The identities of a shard, found by their text, in order of first appearance.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/pages.h"
#include "plan/plan.h"
#include "state/key_codec.h"
#include "state/key_state.h"

namespace headrace {

// An event that waits until all of its identity's are there.
struct WaitingEvent {
  int64_t time_us;
  Value* row;
};
using WaitingEvents = std::vector<WaitingEvent>;

class Key {
 public:
  explicit Key(KeyState::Owner s) : state(std::move(s)) {}
  ~Key() { end_waiting(); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  KeyState::Owner state;

  // Where an earlier run left it, or null.
  const KeyRecord* carried() const {
    return waits() ? aside()->carried : reinterpret_cast<const KeyRecord*>(word_);
  }
  // Of one that does not wait.
  void set_carried(const KeyRecord* record) { word_ = reinterpret_cast<uintptr_t>(record); }

  // Once an event came before an earlier one: the events are applied in order when all have been read.
  bool waits() const { return word_ & kWaits; }
  WaitingEvents& waiting() const { return aside()->events; }
  void begin_waiting() {
    if (!waits()) word_ = reinterpret_cast<uintptr_t>(new Aside{{}, carried()}) | kWaits;
  }
  void end_waiting() {
    if (!waits()) return;
    const std::unique_ptr<Aside> ended(aside());
    set_carried(ended->carried);
  }

  // Asks for the memory of the key and of its state, before they are needed: keys lie far apart.
  void prefetch(size_t bytes) const {
    const auto* const begin = reinterpret_cast<const char*>(this);
    for (size_t at = 0; at < bytes; at += 64) __builtin_prefetch(begin + at, 1, 2);
  }

 private:
  struct Aside {
    WaitingEvents events;
    const KeyRecord* carried;
  };
  static constexpr uintptr_t kWaits = 1;
  Aside* aside() const { return reinterpret_cast<Aside*>(word_ & ~kWaits); }

  // What most keys have nothing of, in one word: a KeyRecord, or an Aside with its lowest bit set.
  uintptr_t word_ = 0;
};

class KeyTable {
 public:
  // Memory for keys is taken in blocks of up to `block_max` bytes. Behind each there are so many more bytes,
  // zeros at first.
  explicit KeyTable(const StreamPlan& plan, size_t block_max = Arena::kBlockMax, size_t extra_bytes = 0)
      : plan_(plan),
        extra_bytes_(extra_bytes),
        key_bytes_(std::min<size_t>(room_for_key(plan, extra_bytes), 1024)),
        arena_(block_max),
        store_(block_max),
        slots_(kFirstSlots),
        mask_(kFirstSlots - 1) {}
  ~KeyTable();
  KeyTable(const KeyTable&) = delete;
  KeyTable& operator=(const KeyTable&) = delete;

  static uint64_t hash(std::string_view identity) { return hash_bytes(identity); }
  // Says that this identity will be looked for.
  void prefetch(uint64_t hash) const { __builtin_prefetch(&slots_[hash & mask_]); }
  // What a key and its state take, which lie side by side, in whole cache lines; no more of it than is worth
  // fetching at once.
  static size_t key_bytes(const StreamPlan& plan) { return std::min<size_t>(room_for_key(plan, 0), 1024); }
  size_t key_bytes() const { return key_bytes_; }
  // Where the extra bytes of a key are.
  static char* extra(const StreamPlan& plan, Key& key) {
    return reinterpret_cast<char*>(&key + 1) + state_bytes(plan);
  }
  // What find() will most likely give, without looking at the key; null when the identity is new.
  Key* guess(uint64_t hash) const {
    for (uint64_t i = hash & mask_;; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.hash == hash || !slot.key) return slot.key;
    }
  }
  // The key of this identity; null when it is new.
  Key* find(std::string_view identity, uint64_t hash) const {
    const Slot& slot = slots_[position(identity, hash)];
    return slot.key;
  }
  // The same, made when it is new. `first` is the place of its first event among all of the run.
  Key& find(std::string_view identity, uint64_t hash, uint64_t first);

  struct Entry {
    uint64_t first;
    Key* key;
  };
  const std::vector<Entry>& keys() const { return keys_; }

  // What keys, their states' rows and the table take; what values point to is not among it.
  size_t memory_bytes() const {
    return arena_.size() + store_.arena.size() + slots_.size() * sizeof(Slot) +
           keys_.capacity() * sizeof(Entry);
  }

 private:
  static constexpr size_t kFirstSlots = 64;

  struct Slot {
    uint64_t hash = 0;
    Key* key = nullptr;
  };

  static size_t room_for_key(const StreamPlan& plan, size_t extra_bytes) {
    const size_t bytes = sizeof(Key) + state_bytes(plan) + extra_bytes;
    return (bytes + Arena::kBlockAlignment - 1) & ~(Arena::kBlockAlignment - 1);
  }
  // Where the identity stands, or would.
  size_t position(std::string_view identity, uint64_t hash) const;
  void grow();

  const StreamPlan& plan_;
  const size_t extra_bytes_;
  const size_t key_bytes_;
  Arena arena_;  // of keys alone, so that each begins where a cache line does
  RowStore store_;
  using Slots = std::vector<Slot, PagesAllocator<Slot>>;
  Slots slots_;  // a power of two of them, at most three quarters of them taken
  uint64_t mask_;
  std::vector<Entry> keys_;
};

}  // namespace headrace
