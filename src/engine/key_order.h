// The identities of a run one after the other, in order of their first events, wherever they are.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"
#include "engine/key_table.h"

namespace headrace {

// Consecutive identities: keys in memory, or records of such as went to disk (spilled_key.h).
struct KeyBatch {
  std::vector<Key*> keys;
  std::string records;
  std::vector<size_t> ends;  // of each record in `records`

  size_t size() const { return keys.size() + ends.size(); }
  void clear() {
    keys.clear();
    records.clear();
    ends.clear();
  }
};

class KeyOrder {
 public:
  virtual ~KeyOrder() = default;
  virtual size_t size() const = 0;
  // The next `count` of them; fewer where they are large, none at the end. One thread at a time.
  virtual Status next(size_t count, KeyBatch* batch) = 0;
};

// Of several lists, each in order, which outlive this.
class KeysInMemory final : public KeyOrder {
 public:
  void add(std::span<const KeyTable::Entry> keys);
  size_t size() const override { return size_; }
  Status next(size_t count, KeyBatch* batch) override;

 private:
  std::vector<std::span<const KeyTable::Entry>> lists_;  // what is left of each; a heap, the next key's first
  size_t size_ = 0;
};

}  // namespace headrace
