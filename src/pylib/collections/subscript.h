// Positions and slices of sequences.
#pragma once

#include "data/context.h"
#include "data/object.h"

namespace headrace::pylib {

// The items first, first + step, ... of a slice; all of them lie in the sequence.
struct SliceRange {
  int64_t first;
  int64_t stop;   // where it was clamped to; -1 before the first item
  int64_t step;   // not 0
  int64_t count;  // >= 0

  // Where item i < count lies. Stepping past the last one could overflow.
  size_t position(int64_t i) const { return static_cast<size_t>(first + i * step); }
};
// start, stop and step as in a slice (None, or ints of any size) of a sequence of `size` items.
bool resolve_slice(Context& cx, const Value& start, const Value& stop, const Value& step, int64_t size,
                   SliceRange* out);

// The optional start and stop arguments of list.index and tuple.index: ints that saturate; negative ones
// count from the end.
bool resolve_bound(Context& cx, const Value* v, int64_t otherwise, int64_t size, int64_t* out);

// An int argument that CPython reads as Py_ssize_t.
bool to_ssize(Context& cx, const Value& v, int64_t* out);

// slice(a, b, c) as a value.
class SliceObj final : public NativeObject {
 public:
  SliceObj(Value start, Value stop, Value step)
      : NativeObject(Kind::kObject), start(std::move(start)), stop(std::move(stop)), step(std::move(step)) {}

  std::string_view type_name() const override { return "slice"; }
  bool repr(Context& cx, std::string* out) const override;
  bool get_attribute(Context& cx, std::string_view name, Value* out) const override;
  bool hashable() const override { return false; }
  bool equals(const Value& other) const override;

  const Value start, stop, step;
};
// Null when v is no slice.
const SliceObj* as_slice(const Value& v);

}  // namespace headrace::pylib
