#include "pylib/collections/range.h"

#include <cmath>
#include <utility>

#include "data/bigint.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/iterators.h"
#include "pylib/collections/subscript.h"

namespace headrace::pylib {
namespace {

using Wide = __int128;

Value int_of(Wide i) {
  if (i >= INT64_MIN && i <= INT64_MAX) return Value::integer(static_cast<int64_t>(i));
  return make_int(BigInt(i));
}

// A range of any size, computed with big integers.
struct BigRange {
  BigInt start, step, size;

  explicit BigRange(const RangeObj& r) : start(to_big(r.start)), step(to_big(r.step)) {
    const BigInt stop = to_big(r.stop);
    if (step > 0 && start < stop) size = (stop - start - 1) / step + 1;
    if (step < 0 && start > stop) size = (start - stop - 1) / -step + 1;
  }
  BigInt item(const BigInt& i) const { return start + i * step; }
};

class RangeIterator final : public Iterator {
 public:
  RangeIterator(int64_t next, int64_t step, int64_t left) : next_(next), step_(step), left_(left) {}
  std::string_view type_name() const override { return "range_iterator"; }
  Next next(Context&, Value* out) override {
    if (left_ == 0) return Next::kEnd;
    --left_;
    *out = Value::integer(next_);
    // Past the last item it may wrap; that number is never given.
    next_ = static_cast<int64_t>(static_cast<uint64_t>(next_) + static_cast<uint64_t>(step_));
    return Next::kItem;
  }

 private:
  int64_t next_;
  const int64_t step_;
  int64_t left_;
};

class BigRangeIterator final : public Iterator {
 public:
  BigRangeIterator(BigInt next, BigInt step, BigInt left)
      : next_(std::move(next)), step_(std::move(step)), left_(std::move(left)) {}
  std::string_view type_name() const override { return "longrange_iterator"; }
  Next next(Context&, Value* out) override {
    if (left_ == 0) return Next::kEnd;
    --left_;
    *out = make_int(next_);
    next_ += step_;
    return Next::kItem;
  }

 private:
  BigInt next_;
  const BigInt step_;
  BigInt left_;
};

// A slice bound as an index: negative ones count from the end, then it is clamped to [low, high].
BigInt big_bound(const Value& v, const BigInt& otherwise, const BigInt& size, const BigInt& low,
                 const BigInt& high) {
  if (v.is_none()) return otherwise;
  BigInt i = to_big(v);
  if (i < 0) i += size;
  return i < low ? low : i > high ? high : i;
}

Value big_range_slice(const RangeObj& r, const Value& start, const Value& stop, const Value& step) {
  const BigRange range(r);
  const BigInt by = step.is_none() ? BigInt(1) : to_big(step);
  const BigInt low = by < 0 ? -1 : 0, high = by < 0 ? BigInt(range.size - 1) : range.size;
  const BigInt from = big_bound(start, by < 0 ? high : low, range.size, low, high);
  const BigInt to = big_bound(stop, by < 0 ? low : high, range.size, low, high);
  return Value::adopt(
      new RangeObj(make_int(range.item(from)), make_int(range.item(to)), make_int(range.step * by)));
}

bool is_slice_part(const Value& v) { return v.is_none() || is_index(v); }

}  // namespace

bool small_range(const RangeObj& r, SmallRange* out) {
  if (r.start.is_heap() || r.stop.is_heap() || r.step.is_heap()) return false;
  const Wide start = r.start.as_int(), stop = r.stop.as_int(), step = r.step.as_int();
  Wide size = 0;
  if (step > 0 && start < stop) size = (stop - start - 1) / step + 1;
  if (step < 0 && start > stop) size = (start - stop - 1) / -step + 1;
  if (size > INT64_MAX) return false;
  *out = {r.start.as_int(), r.step.as_int(), static_cast<int64_t>(size)};
  return true;
}

Value range_length(const RangeObj& range) {
  SmallRange small;
  if (small_range(range, &small)) return Value::integer(small.size);
  return make_int(BigRange(range).size);
}

bool range_size(Context& cx, const RangeObj& range, int64_t* out) {
  const Value length = range_length(range);
  if (length.is_heap()) return cx.fail(Exc::kOverflowError, "Python int too large to convert to C ssize_t");
  *out = length.as_int();
  return true;
}

Value make_range_iterator(const Value& range, bool reversed) {
  const auto& r = *range.as<RangeObj>();
  SmallRange small;
  if (small_range(r, &small) && small.step != INT64_MIN) {
    if (!reversed) return Value::adopt(new RangeIterator(small.start, small.step, small.size));
    const int64_t last = small.size == 0 ? small.start : small.item(small.size - 1);
    return Value::adopt(new RangeIterator(last, -small.step, small.size));
  }
  const BigRange big(r);
  if (!reversed) return Value::adopt(new BigRangeIterator(big.start, big.step, big.size));
  return Value::adopt(new BigRangeIterator(big.item(big.size - 1), -big.step, big.size));
}

bool collect_range(Context& cx, const Value& range, Values* out) {
  int64_t size;
  if (!range_size(cx, *range.as<RangeObj>(), &size)) return false;
  if (!charge_items(cx, static_cast<size_t>(std::min(size, INT64_MAX / 16)))) return false;
  out->reserve(out->size() + static_cast<size_t>(size));
  const Value iterator = make_range_iterator(range, false);
  for (Value item; next_item(cx, iterator, &item) == Next::kItem;) out->push_back(std::move(item));
  return true;
}

bool range_item(Context& cx, const Value& range, const Value& index, Value* out) {
  if (!is_index(index)) {
    return fail_type(cx, "range indices must be integers or slices, not ", index, "");
  }
  const auto& r = *range.as<RangeObj>();
  SmallRange small;
  if (small_range(r, &small) && !index.is_heap()) {
    int64_t i = index.as_int();
    if (i < 0) i += small.size;
    if (i < 0 || i >= small.size) return cx.fail(Exc::kIndexError, "range object index out of range");
    *out = Value::integer(small.item(i));
    return true;
  }
  const BigRange big(r);
  BigInt i = to_big(index);
  if (i < 0) i += big.size;
  if (i < 0 || i >= big.size) return cx.fail(Exc::kIndexError, "range object index out of range");
  *out = make_int(big.item(i));
  return true;
}

bool range_slice(Context& cx, const Value& range, const Value& start, const Value& stop, const Value& step,
                 Value* out) {
  if (!is_slice_part(start) || !is_slice_part(stop) || !is_slice_part(step)) {
    return cx.fail(Exc::kTypeError, "slice indices must be integers or None or have an __index__ method");
  }
  const auto& r = *range.as<RangeObj>();
  SmallRange small;
  if (!small_range(r, &small) || step.is_heap()) {
    if (!step.is_none() && !step.is_heap() && step.as_int() == 0)
      return cx.fail(Exc::kValueError, "slice step cannot be zero");
    *out = big_range_slice(r, start, stop, step);
    return true;
  }
  SliceRange slice;
  if (!resolve_slice(cx, start, stop, step, small.size, &slice)) return false;
  const Wide from = Wide{small.start} + Wide{slice.first} * small.step;
  const Wide to = Wide{small.start} + Wide{slice.stop} * small.step;
  *out = Value::adopt(new RangeObj(int_of(from), int_of(to), int_of(Wide{small.step} * slice.step)));
  return true;
}

bool range_has(const RangeObj& r, const Value& item) {
  Value i = item;
  if (item.is_float()) {  // equal to an int only where it is whole
    const double d = item.as_float();
    if (!std::isfinite(d) || d != std::trunc(d)) return false;
    i = make_int(BigInt(d));
  }
  if (!is_index(i)) return false;
  SmallRange small;
  if (small_range(r, &small)) {
    if (i.is_heap()) return false;
    const Wide distance = Wide{i.as_int()} - small.start;
    return distance % small.step == 0 && distance / small.step >= 0 && distance / small.step < small.size;
  }
  const BigRange big(r);
  const BigInt distance = to_big(i) - big.start;
  return distance % big.step == 0 && distance / big.step >= 0 && distance / big.step < big.size;
}

}  // namespace headrace::pylib
