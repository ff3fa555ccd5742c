#include "engine/key_table.h"

#include <cstring>
#include <new>

namespace headrace {

KeyTable::~KeyTable() {
  for (const Entry& entry : keys_) entry.key->~Key();
}

size_t KeyTable::position(std::string_view identity, uint64_t hash) const {
  uint64_t at = hash & mask_;
  while (slots_[at].key && (slots_[at].hash != hash || slots_[at].key->state->identity() != identity))
    at = (at + 1) & mask_;
  return at;
}

Key& KeyTable::find(std::string_view identity, uint64_t hash, uint64_t first) {
  Slot& slot = slots_[position(identity, hash)];
  if (slot.key) return *slot.key;
  // Beside its state, which is touched together with it.
  auto* const memory = static_cast<Key*>(arena_.allocate(room_for_key(plan_, extra_bytes_)));
  Key* const key = new (memory) Key(KeyState::make(plan_, identity, store_, memory + 1));
  std::memset(extra(plan_, *key), 0, extra_bytes_);
  slot = {hash, key};
  keys_.push_back({first, key});
  if (4 * keys_.size() > 3 * slots_.size()) grow();
  return *key;
}

void KeyTable::grow() {
  Slots old(2 * slots_.size());
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
