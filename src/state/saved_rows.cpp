#include "state/saved_rows.h"

#include <algorithm>
#include <memory>
#include <new>

namespace headrace {
namespace {

constexpr uint32_t kChunkMax = 4096;  // bytes, unless a single row needs more

}  // namespace

SavedRow* SavedRows::add(Arena& arena, uint16_t aggregate, uint16_t slot_count) {
  const auto bytes = static_cast<uint32_t>(sizeof(SavedRow) + slot_count * sizeof(Value));
  if (!last_ || last_->size - last_->used < bytes) {
    const uint32_t size = std::max(bytes, last_ ? std::min(2 * last_->size, kChunkMax) : 0);
    auto* const chunk = new (arena.allocate(sizeof(Chunk) + size)) Chunk{nullptr, 0, size};
    (last_ ? last_->next : first_) = chunk;
    last_ = chunk;
  }
  auto* const row = new (last_->rows() + last_->used) SavedRow{};
  row->aggregate = aggregate;
  row->slot_count = slot_count;
  std::uninitialized_value_construct_n(row->slots(), slot_count);
  last_->used += bytes;
  ++count_;
  return row;
}

void SavedRows::clear() {
  for (SavedRow& row : *this) std::destroy_n(row.slots(), row.slot_count);
  first_ = last_ = nullptr;
  count_ = 0;
}

}  // namespace headrace
