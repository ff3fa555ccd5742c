// The rows of a key that have been saved, in the order in which they were first saved.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/arena.h"
#include "data/value.h"
#include "state/row_shape.h"

namespace headrace {

// Where one thread saves rows, of any keys. Outlives them.
struct RowStore {
  explicit RowStore(size_t block_max = Arena::kBlockMax) : arena(block_max) {}

  Arena arena;
  RowShapes shapes;
};

// A saved row, its bytes behind it. KeyState::unpack() gives its slots.
class SavedRow {
 public:
  uint16_t aggregate() const { return target().shape->aggregate(); }
  size_t slot_count() const { return target().shape->slot_count(); }
  void unpack(const Value& identity, Value* slots) const {
    target().shape->unpack(target().bytes(), identity, slots);
  }
  Value slot(const Value& identity, size_t i) const {
    const SavedRow& row = target();
    return row.shape->slot(row.bytes(), identity, i);
  }
  // For those who read many rows of one shape.
  const RowShape& row_shape() const { return *target().shape; }
  const char* row_bytes() const { return target().bytes(); }

 private:
  friend class SavedRows;

  // A row that was saved again and then needed other room stands elsewhere: instead of a shape there is the
  // number of bytes that it left, and in the first of them the way to it.
  bool has_moved() const { return left_bytes & 1; }
  size_t byte_count() const { return has_moved() ? left_bytes >> 2 : shape->byte_count(); }
  const SavedRow& target() const {
    return has_moved() ? **reinterpret_cast<const SavedRow* const*>(bytes()) : *this;
  }
  char* bytes() { return reinterpret_cast<char*>(this + 1); }
  const char* bytes() const { return reinterpret_cast<const char*>(this + 1); }
  void set(const RowShape& row_shape, std::span<const Value> slots) {
    shape = &row_shape;
    row_shape.pack(slots, bytes());
  }

  union {
    const RowShape* shape;
    uintptr_t left_bytes;  // 4 n + 1
  };
};
static_assert(sizeof(SavedRow) == 8);

// Rows stay where they are. They stand one behind the other in chunks that grow, so that a walk over them
// touches memory in order.
//
// Where the rows of a chunk end there is, instead of a shape, the way to the next chunk: nothing of a chunk
// but its end is touched when another follows it. For who asks for memory ahead that way is also at the end
// of the chunk's room.
class SavedRows {
  struct Chunk {
    uint64_t room;  // bytes for rows; behind them stands the way to the next chunk, 0 while there is none
    char* rows() { return reinterpret_cast<char*>(this + 1); }
    uintptr_t& way() { return *reinterpret_cast<uintptr_t*>(rows() + room); }
    uintptr_t way_here() const { return reinterpret_cast<uintptr_t>(this) | kLeads; }
  };
  // In the word that leads to a chunk, and neither in a shape nor in SavedRow::left_bytes.
  static constexpr uintptr_t kLeads = 2;
  static Chunk* chunk_at(uintptr_t way) { return reinterpret_cast<Chunk*>(way & ~kLeads); }

 public:
  SavedRows() = default;
  SavedRows(const SavedRows&) = delete;
  SavedRows& operator=(const SavedRows&) = delete;
  ~SavedRows() { clear(); }

  SavedRow* add(RowStore& store, uint16_t aggregate, std::span<const Value> slots, const Value& identity);
  // The same for slots that are done with: they become those of `next`, none of which is a reference.
  SavedRow* add_and_reset(RowStore& store, uint16_t aggregate, std::span<Value> slots, const Value& identity,
                          const Value* next) {
    const RowShape* const last = store.shapes.first(aggregate);
    SavedRow* const row = last && !last->has_references() ? place_for(*last) : nullptr;
    if (!row || !last->move_if_fits(slots.data(), identity, row->bytes(), next)) [[unlikely]]
      return add_and_reset_elsewhere(store, aggregate, slots, identity, next);
    store.shapes.note_first(aggregate);
    return added(row, *last);
  }
  // The same row with other slots, in its old place of the order.
  void replace(RowStore& store, SavedRow* row, std::span<const Value> slots, const Value& identity);
  // Without giving memory back.
  void clear();

  size_t size() const { return count_; }
  // Where the next row will stand if there is room for it.
  const void* end_address() const { return end_; }
  // Asks for the memory where the next row will stand.
  void prefetch_end() const {
    if (!end_) return;
    __builtin_prefetch(end_, 1);
    __builtin_prefetch(end_ + 48, 1);
  }
  // Asks for the memory of a walk some time before it: for a chunk at each step, which tells where the next
  // one is once it is there.
  class Ahead {
   public:
    Ahead() = default;
    explicit Ahead(const SavedRows& rows) : chunk_(rows.first_) { prefetch(chunk_); }
    void step() {
      if (!chunk_) return;
      chunk_ = chunk_at(chunk_->way());
      prefetch(chunk_);
    }

   private:
    Chunk* chunk_ = nullptr;
  };

  class Iterator {
   public:
    Iterator(char* at, const char* end) : at_(at), end_(end) {}
    SavedRow& operator*() const { return *reinterpret_cast<SavedRow*>(at_); }
    SavedRow* operator->() const { return &**this; }
    Iterator& operator++() {
      at_ += size_bytes(**this);
      if (at_ == end_) return *this;
      if (const uintptr_t word = *reinterpret_cast<const uintptr_t*>(at_); word & kLeads) [[unlikely]] {
        at_ = chunk_at(word)->rows();
      }
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    char* at_;
    const char* end_;
  };
  Iterator begin() const { return {first_ ? first_->rows() : nullptr, end_}; }
  Iterator end() const { return {end_, end_}; }

 private:
  SavedRow* add_like_last(const RowShape* last, std::span<const Value> slots, const Value& identity);
  [[gnu::noinline]] SavedRow* add_and_reset_elsewhere(RowStore& store, uint16_t aggregate,
                                                      std::span<Value> slots, const Value& identity,
                                                      const Value* next);
  SavedRow* add_of_shape(RowStore& store, const RowShape& shape, std::span<const Value> slots);
  // Where the next row goes, if one of this shape has room there.
  SavedRow* place_for(const RowShape& shape) const {
    return left_ < size_bytes(shape.byte_count()) ? nullptr : reinterpret_cast<SavedRow*>(end_);
  }
  SavedRow* added(SavedRow* row, const RowShape& shape) {
    row->shape = &shape;
    // Not written anew each time: a field of bits just written is slow to be read as part of the count.
    if (shape.has_references()) has_references_ = 1;
    const auto bytes = static_cast<uint32_t>(size_bytes(shape.byte_count()));
    end_ += bytes;
    left_ -= bytes;
    ++count_;
    return row;
  }

  // A row has room for the way to where it moved.
  static size_t size_bytes(size_t bytes) { return sizeof(SavedRow) + std::max(bytes, sizeof(SavedRow*)); }
  static size_t size_bytes(const SavedRow& row) { return size_bytes(row.byte_count()); }

  static constexpr size_t kPrefetched = 256;
  static void prefetch(const Chunk* chunk) {
    if (!chunk) return;
    for (size_t at = 0; at < kPrefetched; at += 64)
      __builtin_prefetch(reinterpret_cast<const char*>(chunk) + at);
  }

  // Adding a row touches the place where it goes, and no other.
  Chunk* first_ = nullptr;
  char* end_ = nullptr;  // of the last chunk's rows
  uint32_t left_ = 0;    // bytes behind it
  uint32_t count_ : 31 = 0;
  uint32_t has_references_ : 1 = 0;  // a row has had
};

}  // namespace headrace
