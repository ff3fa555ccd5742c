// Ranges: lazily given ints of any size.
#pragma once

#include "data/context.h"
#include "data/object.h"

namespace headrace::pylib {

// A range whose bounds and length fit 64 bits, as nearly every one does.
struct SmallRange {
  int64_t start;
  int64_t step;
  int64_t size;
  // 0 <= i < size.
  int64_t item(int64_t i) const {
    // The product may wrap, the sum is right all the same.
    return static_cast<int64_t>(static_cast<uint64_t>(start) +
                                static_cast<uint64_t>(i) * static_cast<uint64_t>(step));
  }
};
bool small_range(const RangeObj& range, SmallRange* out);

// len(range) as an int of any size.
Value range_length(const RangeObj& range);
// len(range), or OverflowError.
bool range_size(Context& cx, const RangeObj& range, int64_t* out);

Value make_range_iterator(const Value& range, bool reversed);
bool collect_range(Context& cx, const Value& range, Values* out);

// range[i], range[a:b:c], item in range.
bool range_item(Context& cx, const Value& range, const Value& index, Value* out);
bool range_slice(Context& cx, const Value& range, const Value& start, const Value& stop, const Value& step,
                 Value* out);
bool range_has(const RangeObj& range, const Value& item);

}  // namespace headrace::pylib
