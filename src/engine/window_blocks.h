// The blocks of one identity as windows see them: columns of their values, by start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/object.h"
#include "engine/block_column.h"
#include "expr/bytecode.h"
#include "plan/plan.h"
#include "state/key_state.h"

namespace headrace {

class WindowBlocks {
 public:
  // Blocks of this aggregate, of whose slots these are looked at. Both outlive it.
  WindowBlocks(const AggregatePlan& blocks, const std::vector<uint16_t>& slots);

  // None, with room for as many.
  void begin(size_t blocks);
  // In the order in which they were first saved; sort() once all are there.
  void add(const SavedRow& saved, const Value& identity) {
    if (const RowShape& shape = saved.row_shape(); &shape != plain_.shape) [[unlikely]]
      look_at(shape);
    const size_t i = size_++;
    saved_[i] = &saved;
    if (plain_.are_such) [[likely]] {
      const char* const bytes = saved.row_bytes();
      starts_[i] = static_cast<int64_t>(plain_.start.of(bytes)) + plain_.start_offset_us;
      for (const PlainRows::Slot& slot : plain_.slots) slot.numbers[i] = slot.payload.of(bytes);
    } else {
      add_values(i, saved, identity);
    }
    in_order_ = in_order_ && (i == 0 || starts_[i - 1] <= starts_[i]);
  }
  void sort();

  size_t size() const { return size_; }
  const SavedRow& saved(size_t block) const { return *saved_[block]; }
  int64_t start_us(size_t block) const { return starts_[block]; }
  // A value as an expression may have it: what it changes in place does not reach the block.
  Value copy(uint16_t slot, size_t block) const;

  // A slot compared with a number, `wins > 0`.
  struct Comparison {
    expr::Op op;  // kLt to kGe, kEq or kNe
    uint16_t slot;
    Value number;  // an int64 or a float
  };
  // The first block from this one on of which it holds; size() for none. False where the slot's values and
  // the number are not all of one kind.
  bool first_where(const Comparison& comparison, size_t from, size_t* block) const;

  // Positions [begin, end) of the blocks by start, those of the same start in saved order.
  struct Range {
    size_t begin, end;
  };
  // Of the window around an anchor with this start. False when it holds no block, or fewer than it counts;
  // the range is what there is. What it was before, of the anchor before, is where the search begins.
  bool find(const WindowRange& window, int64_t start_us, Range* range) const;
  size_t block_at(size_t position) const { return in_order_ ? position : by_start_[position]; }

  // The values of a range without the anchor: as a list, or what a builtin makes of them. The latter is false
  // where they are not all plain numbers, or too many to be nobody's expense.
  void list(uint16_t slot, Range range, size_t anchor, Values* items) const;
  bool reduce(expr::Reduction::How how, uint16_t slot, Range range, size_t anchor, Value* result) const;

 private:
  // Rows of one shape whose start and numbers are read as they lie.
  struct PlainRows {
    const RowShape* shape = nullptr;  // null: none yet
    bool are_such = false;
    RowShape::Payload start = {};
    int64_t start_offset_us = 0;  // from that to an instant
    struct Slot {
      uint64_t* numbers;  // of its column
      RowShape::Payload payload;
    };
    std::vector<Slot> slots;
  };

  void look_at(const RowShape& shape);
  void add_values(size_t i, const SavedRow& saved, const Value& identity);
  // Starts by position.
  const int64_t* ordered_starts() const { return in_order_ ? starts_.data() : sorted_starts_.data(); }
  size_t first_after(int64_t start_us, size_t near) const;
  size_t first_not_before(int64_t start_us, size_t near) const;
  bool holds(Range range, size_t block) const;
  // How many blocks there are in a range beside the anchor.
  size_t count(Range range, size_t anchor) const;
  template <typename Visit>
  bool each(Range range, size_t anchor, Visit visit) const;
  template <typename Number>
  size_t first_where(const Comparison& comparison, Number number, size_t from) const;
  bool sum_plainly(const BlockColumn& column, Range range, size_t anchor, Value* result) const;
  bool choose_plainly(const BlockColumn& column, Range range, size_t anchor, bool greatest,
                      Value* result) const;

  const AggregatePlan& plan_;
  const std::vector<uint16_t>& slots_;
  // Vectors have room for more than there is.
  size_t size_ = 0;
  std::vector<const SavedRow*> saved_;
  std::vector<int64_t> starts_;
  std::vector<BlockColumn> columns_;  // by slot
  PlainRows plain_;
  bool in_order_ = true;                // by start as they are; else:
  std::vector<uint32_t> by_start_;      // blocks
  std::vector<int64_t> sorted_starts_;  // in that order
};

}  // namespace headrace
