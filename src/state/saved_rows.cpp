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
  if (left_ < bytes) {
    close_last();
    const uint32_t size = std::max(bytes, next_size_);
    auto* const chunk = new (arena.allocate(sizeof(Chunk) + size)) Chunk{nullptr, 0};
    (last_ ? last_->next : first_) = chunk;
    last_ = chunk;
    end_ = chunk->rows();
    left_ = size;
    next_size_ = std::min(2 * size, kChunkMax);
  }
  auto* const row = new (end_) SavedRow{};
  row->aggregate = aggregate;
  row->slot_count = slot_count;
  std::uninitialized_value_construct_n(row->slots(), slot_count);
  end_ += bytes;
  left_ -= bytes;
  ++count_;
  return row;
}

void SavedRows::clear() {
  for (SavedRow& row : *this) std::destroy_n(row.slots(), row.slot_count);
  first_ = last_ = nullptr;
  end_ = nullptr;
  left_ = next_size_ = count_ = 0;
}

}  // namespace headrace
