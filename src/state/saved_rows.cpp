#include "state/saved_rows.h"

#include <algorithm>
#include <new>
#include <string>

namespace headrace {
namespace {

// Rows of a first chunk, and of the next ones; then a quarter of as many as there are, up to some bytes. What
// stays free behind the last row has been cleared by the kernel for nothing.
constexpr uint32_t kFirstRows = 4;
constexpr uint32_t kChunkMax = 4096;

}  // namespace

// A row of the shape that most rows of the aggregate have, if it is of that and there is room for it.
inline SavedRow* SavedRows::add_like_last(const RowShape* last, std::span<const Value> slots,
                                          const Value& identity) {
  SavedRow* const row = last ? place_for(*last) : nullptr;
  return row && last->pack_if_fits(slots, identity, row->bytes()) ? added(row, *last) : nullptr;
}

SavedRow* SavedRows::add(RowStore& store, uint16_t aggregate, std::span<const Value> slots,
                         const Value& identity) {
  if (SavedRow* const row = add_like_last(store.shapes.first(aggregate), slots, identity)) {
    store.shapes.note_first(aggregate);
    return row;
  }
  return add_of_shape(store, store.shapes.find(aggregate, slots, identity), slots);
}

SavedRow* SavedRows::add_and_reset_elsewhere(RowStore& store, uint16_t aggregate, std::span<Value> slots,
                                             const Value& identity, const Value* next) {
  SavedRow* const row = add(store, aggregate, slots, identity);
  row->shape->replace(next, slots);
  return row;
}

SavedRow* SavedRows::add_of_shape(RowStore& store, const RowShape& shape, std::span<const Value> slots) {
  const auto bytes = static_cast<uint32_t>(size_bytes(shape.byte_count()));
  if (left_ < bytes) {
    const uint32_t room =
        std::max(bytes, std::min(bytes * std::max<uint32_t>(count_ / 4, kFirstRows), kChunkMax));
    auto* const chunk = new (store.arena.allocate(sizeof(Chunk) + room + sizeof(uintptr_t))) Chunk{room};
    chunk->way() = 0;
    if (first_) {
      for (char* const end : {end_, end_ + left_}) *reinterpret_cast<uintptr_t*>(end) = chunk->way_here();
    } else {
      first_ = chunk;
    }
    end_ = chunk->rows();
    left_ = room;
  }
  auto* const row = new (end_) SavedRow;
  row->set(shape, slots);
  return added(row, shape);
}

void SavedRows::replace(RowStore& store, SavedRow* row, std::span<const Value> slots, const Value& identity) {
  auto* const old = const_cast<SavedRow*>(&row->target());
  const RowShape& shape = store.shapes.find(old->aggregate(), slots, identity);
  has_references_ = has_references_ || shape.has_references();
  // The new slots may be held by the old ones alone.
  const RowShape& old_shape = *old->shape;
  // A row that moves gets room for any shape, so that it moves once.
  const size_t most_bytes = slots.size() * sizeof(Value);
  const bool stays =
      row->has_moved() ? shape.byte_count() <= most_bytes : shape.byte_count() == old->byte_count();
  if (stays) {
    const std::string old_bytes(old->bytes(), old->byte_count());
    old->set(shape, slots);
    old_shape.release(old_bytes.data());
    return;
  }
  auto* const moved = new (store.arena.allocate(size_bytes(most_bytes))) SavedRow;
  moved->set(shape, slots);
  old_shape.release(old->bytes());
  const size_t left = row->byte_count();
  row->left_bytes = 4 * left + 1;
  *reinterpret_cast<SavedRow**>(row->bytes()) = moved;
}

void SavedRows::clear() {
  if (has_references_) {
    for (const SavedRow& row : *this) row.target().shape->release(row.target().bytes());
  }
  first_ = nullptr;
  end_ = nullptr;
  left_ = 0;
  count_ = 0;
  has_references_ = 0;
}

}  // namespace headrace
