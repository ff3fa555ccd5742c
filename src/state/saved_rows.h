// The rows of a key that have been saved, in the order in which they were first saved.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/arena.h"
#include "data/value.h"

namespace headrace {

// A saved row, its slots behind it: those of AggregatePlan, then the row's key id where it has dimensions.
struct SavedRow {
  uint16_t aggregate;
  uint16_t slot_count;

  Value* slots() { return reinterpret_cast<Value*>(this + 1); }
  const Value* slots() const { return reinterpret_cast<const Value*>(this + 1); }
  size_t size_bytes() const { return sizeof(SavedRow) + slot_count * sizeof(Value); }

 private:
  [[maybe_unused]] uint32_t padding_ = 0;
};
static_assert(sizeof(SavedRow) % alignof(Value) == 0);

// Rows stay where they are. They stand one behind the other in chunks that grow, so that a walk over them
// touches memory in order.
class SavedRows {
  struct Chunk {
    Chunk* next;
    uint64_t used;  // bytes of rows; of the last chunk once a walk begins
    char* rows() { return reinterpret_cast<char*>(this + 1); }
  };

 public:
  SavedRows() = default;
  SavedRows(const SavedRows&) = delete;
  SavedRows& operator=(const SavedRows&) = delete;
  ~SavedRows() { clear(); }

  // A row of Nones.
  SavedRow* add(Arena& arena, uint16_t aggregate, uint16_t slot_count);
  // Without giving memory back.
  void clear();

  size_t size() const { return count_; }
  // Where the next row will stand; for prefetching.
  const void* end_address() const { return end_; }

  template <typename Row>
  class Iterator {
   public:
    explicit Iterator(Chunk* chunk) : chunk_(chunk) {}
    Row& operator*() const { return *reinterpret_cast<SavedRow*>(chunk_->rows() + at_); }
    Row* operator->() const { return &**this; }
    Iterator& operator++() {
      at_ += (*this)->size_bytes();
      if (at_ == chunk_->used) {
        chunk_ = chunk_->next;
        at_ = 0;
      }
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    Chunk* chunk_;
    uint64_t at_ = 0;
  };
  Iterator<SavedRow> begin() {
    close_last();
    return Iterator<SavedRow>(first_);
  }
  Iterator<SavedRow> end() { return Iterator<SavedRow>(nullptr); }
  Iterator<const SavedRow> begin() const {
    close_last();
    return Iterator<const SavedRow>(first_);
  }
  Iterator<const SavedRow> end() const { return Iterator<const SavedRow>(nullptr); }

 private:
  void close_last() const {
    if (last_) last_->used = static_cast<uint64_t>(end_ - last_->rows());
  }

  // Adding a row touches the place where it goes, and no other.
  Chunk* first_ = nullptr;
  Chunk* last_ = nullptr;
  char* end_ = nullptr;     // of the last chunk's rows
  uint32_t left_ = 0;       // bytes behind it
  uint32_t next_size_ = 0;  // of the next chunk
  uint32_t count_ = 0;
};

}  // namespace headrace
