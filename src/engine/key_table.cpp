#include "engine/key_table.h"

#include <new>

namespace headrace {

KeyTable::~KeyTable() {
  for (Key* key : keys_) key->~Key();
}

Key& KeyTable::find(std::string_view identity, uint64_t hash) {
  for (uint64_t at = hash & mask_;; at = (at + 1) & mask_) {
    Slot& slot = slots_[at];
    if (!slot.key) return add(identity, hash, &slot);
    if (slot.hash == hash && slot.key->state->identity() == identity) return *slot.key;
  }
}

Key& KeyTable::add(std::string_view identity, uint64_t hash, Slot* slot) {
  // Beside its state, which is touched together with it.
  Key* const key = new (arena_.allocate(sizeof(Key))) Key(KeyState::make(plan_, identity, arena_));
  *slot = {hash, key};
  keys_.push_back(key);
  if (2 * keys_.size() > slots_.size()) grow();
  return *key;
}

void KeyTable::grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  mask_ = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (!slot.key) continue;
    uint64_t at = slot.hash & mask_;
    while (slots_[at].key) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
}

}  // namespace headrace
