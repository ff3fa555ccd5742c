// The entries of a mapping as Python's dict would hold them.
#pragma once

#include <vector>

#include "data/hash_table.h"
#include "spec/yaml.h"

namespace headrace {

// Entries with a key once: a later one gives its value to the first one's place. Keys are equal as Python's
// are (1, 1.0 and True), and must be scalars.
class YamlDict {
 public:
  // Whether a value was replaced, which goes to *replaced.
  bool put(const YamlEntry& entry, YamlEntry* replaced) {
    bool fresh;
    Slot* slot = table_.find_or_insert(entry.key->value, &fresh);
    *replaced = slot->entry;
    // Equal keys of another form keep the first form, as in Python: {1: a, true: b} is {1: 'b'}.
    const bool same_form = fresh || entry.key->is_string() || slot->key.identical(entry.key->value);
    slot->entry = {same_form ? entry.key : slot->entry.key, entry.value};
    return !fresh;
  }
  std::vector<YamlEntry> entries() const {
    std::vector<YamlEntry> out;
    out.reserve(table_.size());
    for (size_t i = 0; i < table_.end(); ++i) out.push_back(table_.entry(i).entry);
    return out;
  }

 private:
  struct Slot {
    uint64_t hash;
    Value key;
    YamlEntry entry;
  };

  HashTable<Slot> table_;
};

}  // namespace headrace
