// The blocks of one identity as windows see them: columns of their values, by start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "plan/plan.h"
#include "state/key_state.h"

namespace headrace {

class WindowBlocks {
 public:
  // Blocks of this aggregate, of whose slots these are looked at. Both outlive it.
  WindowBlocks(const AggregatePlan& blocks, const std::vector<uint16_t>& slots);

  // In the order in which they were first saved; sort() once all are there.
  void clear();
  void add(const SavedRow& saved, const Value& identity);
  void sort();

  size_t size() const { return blocks_.size(); }
  const SavedRow& saved(size_t block) const { return *blocks_[block].saved; }
  int64_t start_us(size_t block) const { return blocks_[block].start_us; }
  // A value as an expression may have it: what it changes in place does not reach the block.
  Value copy(uint16_t slot, size_t block) const;

  // Positions [begin, end) of the blocks by start, those of the same start in saved order.
  struct Range {
    size_t begin, end;
  };
  // Of the window around an anchor with this start. False when it holds no block, or fewer than it counts;
  // the range is what there is.
  bool find(const WindowRange& window, int64_t start_us, Range* range) const;
  size_t block_at(size_t position) const { return by_start_[position]; }

  // The values of a range without the anchor: as a list, or what a builtin makes of them. The latter is false
  // where they are not all plain numbers, or too many to be nobody's expense.
  void list(uint16_t slot, Range range, size_t anchor, std::vector<Value>* items) const;
  bool reduce(expr::Reduction::How how, uint16_t slot, Range range, size_t anchor, Value* result) const;

 private:
  struct Block {
    const SavedRow* saved;
    int64_t start_us;
  };

  template <typename Visit>
  bool each(uint16_t slot, Range range, size_t anchor, Visit visit) const;

  const AggregatePlan& plan_;
  const std::vector<uint16_t>& slots_;
  std::vector<Block> blocks_;
  std::vector<std::vector<Value>> columns_;  // by slot; values as they are once read again
  std::vector<uint32_t> by_start_;           // indices of blocks_
  std::vector<int64_t> starts_;              // in that order
};

}  // namespace headrace
