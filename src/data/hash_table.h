// The insertion-ordered hash table of dicts and sets.
//
// Entries stand in an array in insertion order; a second array of 32-bit positions is the open-addressing
// index (linear probing, at most 2/3 full, removed positions marked). Up to eight entries there is no index:
// a scan over the hashes is faster. A removed entry leaves a hole (`hash` 0) that the next growth squeezes
// out; holes at the end go at once, so that popping from the end stays cheap. Iterating by position stays
// valid while nothing is inserted.
#pragma once

#include <cstdint>
#include <vector>

#include "data/value.h"

namespace headrace {

bool equal(const Value& a, const Value& b, int depth);
// The same for what lies in a key or an object, where the depth is not known.
bool equal_nested(const Value& a, const Value& b);
uint64_t hash_value(const Value& v);

struct SetEntry {
  uint64_t hash;  // 0: a hole
  Value key;
};
struct DictEntry {
  uint64_t hash;
  Value key;
  Value value;
};

template <typename Entry>
class HashTable {
 public:
  size_t size() const { return live_; }
  bool empty() const { return live_ == 0; }

  // Positions [0, end()) may hold holes; skip where entry(i).hash == 0.
  size_t end() const { return entries_.size(); }
  const Entry& entry(size_t i) const { return entries_[i]; }
  Entry& entry(size_t i) { return entries_[i]; }

  // The position of the oldest entry; the table is not empty. Holes at the front are passed over only once.
  size_t first() {
    while (entries_[first_].hash == 0) ++first_;
    return first_;
  }

  // Null when absent. The key must be hashable.
  Entry* find(const Value& key) { return find_hashed(hash_of(key), key); }
  const Entry* find(const Value& key) const { return const_cast<HashTable*>(this)->find(key); }
  bool contains(const Value& key) const { return find(key) != nullptr; }

  // The entry of `key`, inserted when absent (*inserted tells). As in Python, an equal key that stands keeps
  // its form.
  Entry* find_or_insert(const Value& key, bool* inserted) {
    return find_or_insert_hashed(hash_of(key), key, inserted);
  }
  // For a key that comes from another table, `hash` from its entry there.
  Entry* find_or_insert_hashed(uint64_t hash, const Value& key, bool* inserted) {
    if (Entry* e = find_hashed(hash, key)) {
      *inserted = false;
      return e;
    }
    *inserted = true;
    if (entries_.size() == entries_.capacity() || needs_index_growth()) grow();
    Entry e{};
    e.hash = hash;
    e.key = key;
    entries_.push_back(std::move(e));
    ++live_;
    if (!index_.empty()) place(static_cast<uint32_t>(entries_.size() - 1));
    return &entries_.back();
  }

  // Whether the key was there. `out` receives the entry when not null.
  bool erase(const Value& key, Entry* out = nullptr) {
    Entry* e = find(key);
    if (!e) return false;
    erase_at(static_cast<size_t>(e - entries_.data()), out);
    return true;
  }
  void erase_at(size_t position, Entry* out = nullptr) {
    Entry gone = std::move(entries_[position]);
    if (!index_.empty()) unplace(gone.hash, static_cast<uint32_t>(position));
    entries_[position].hash = 0;
    entries_[position].key = Value();
    --live_;
    while (!entries_.empty() && entries_.back().hash == 0) entries_.pop_back();
    if (first_ > entries_.size()) first_ = entries_.size();
    if (out) *out = std::move(gone);
  }
  void clear() {
    const auto gone = std::move(entries_);
    entries_.clear();
    index_.clear();
    live_ = index_used_ = first_ = 0;
  }
  void reserve(size_t n) { entries_.reserve(n); }

 private:
  static constexpr uint32_t kEmpty = UINT32_MAX;
  static constexpr uint32_t kRemoved = UINT32_MAX - 1;
  static constexpr size_t kScanMax = 8;

  static uint64_t hash_of(const Value& key) {
    const uint64_t h = hash_value(key);
    return h == 0 ? 1 : h;
  }

  static bool same(const Value& a, const Value& b) {
    return a.identical(b) || (b.kind() < Kind::kTuple ? equal(a, b, 0) : equal_nested(a, b));
  }

  Entry* find_hashed(uint64_t hash, const Value& key) {
    if (index_.empty()) {
      for (Entry& e : entries_) {
        if (e.hash == hash && same(e.key, key)) return &e;
      }
      return nullptr;
    }
    const size_t mask = index_.size() - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
      const uint32_t position = index_[i];
      if (position == kEmpty) return nullptr;
      if (position == kRemoved) continue;
      Entry& e = entries_[position];
      if (e.hash == hash && same(e.key, key)) return &e;
    }
  }

  bool needs_index_growth() const {
    return index_.empty() ? entries_.size() >= kScanMax : (index_used_ + 1) * 3 > index_.size() * 2;
  }

  // Squeezes out the holes, makes room, rebuilds the index.
  void grow() {
    if (live_ != entries_.size()) {
      size_t kept = 0;
      for (Entry& e : entries_) {
        if (e.hash == 0) continue;
        if (&entries_[kept] != &e) entries_[kept] = std::move(e);
        ++kept;
      }
      entries_.resize(kept);
      first_ = 0;
    }
    entries_.reserve(entries_.size() < 4 ? 4 : entries_.size() * 2);
    if (entries_.size() < kScanMax) {
      index_.clear();
      return;
    }
    size_t slots = 16;
    while (slots * 2 < entries_.capacity() * 3) slots *= 2;
    index_.assign(slots, kEmpty);
    index_used_ = 0;
    for (size_t i = 0; i < entries_.size(); ++i) place(static_cast<uint32_t>(i));
  }

  void place(uint32_t position) {
    const size_t mask = index_.size() - 1;
    size_t i = entries_[position].hash & mask;
    while (index_[i] != kEmpty) i = (i + 1) & mask;
    index_[i] = position;
    ++index_used_;
  }

  void unplace(uint64_t hash, uint32_t position) {
    const size_t mask = index_.size() - 1;
    size_t i = hash & mask;
    while (index_[i] != position) i = (i + 1) & mask;
    index_[i] = kRemoved;
  }

  std::vector<Entry, SmallAllocator<Entry>> entries_;
  std::vector<uint32_t, SmallAllocator<uint32_t>> index_;
  size_t live_ = 0;
  size_t index_used_ = 0;  // slots of index_ that are not kEmpty
  size_t first_ = 0;       // all positions before it are holes
};

}  // namespace headrace
