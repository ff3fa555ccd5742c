#include "engine/window_blocks.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <span>

#include "data/datetime.h"
#include "engine/field_value.h"
#include "pylib/collections/reduction.h"

namespace headrace {
namespace {

int64_t saturating_add(int64_t a, int64_t b) {
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) {
    return b > 0 ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min();
  }
  return sum;
}

Value private_copy(const Value& v) {
  if (!v.is_container()) return v;
  Value copy;
  return deep_copy(v, &copy) ? copy : v;
}

}  // namespace

WindowBlocks::WindowBlocks(const AggregatePlan& blocks, const std::vector<uint16_t>& slots)
    : plan_(blocks), slots_(slots), columns_(blocks.slot_count()) {}

void WindowBlocks::begin(size_t blocks) {
  size_ = 0;
  if (saved_.size() < blocks) {
    saved_.resize(blocks);
    starts_.resize(blocks);
  }
  in_order_ = true;
  plain_.shape = nullptr;
  for (const uint16_t slot : slots_) columns_[slot].begin(blocks);
}

// Whether rows of this shape are plain, and where in them everything is.
void WindowBlocks::look_at(const RowShape& shape) {
  constexpr uint16_t kStart = AggregatePlan::kStartTime;
  plain_.shape = &shape;
  plain_.slots.clear();
  plain_.are_such = false;
  Value like;
  const std::optional<RowShape::Payload> start = shape.payload(kStart, &like);
  if (!start) return;
  plain_.start = *start;
  plain_.start_offset_us = instant_us(like);
  for (const uint16_t slot : slots_) {
    const std::optional<RowShape::Payload> payload = shape.payload(slot, &like);
    if (!payload || (!like.is_small_int() && !like.is_float()) || !columns_[slot].takes(like.kind())) return;
    plain_.slots.push_back({columns_[slot].numbers(), *payload});
  }
  plain_.are_such = true;
}

void WindowBlocks::add_values(size_t i, const SavedRow& saved, const Value& identity) {
  starts_[i] = instant_us(saved.slot(identity, AggregatePlan::kStartTime));
  for (const uint16_t slot : slots_) {
    Value v = saved.slot(identity, slot);
    restore_field(plan_.slot_types[slot], &v);
    columns_[slot].put(i, std::move(v));
  }
}

void WindowBlocks::sort() {
  if (in_order_) return;
  by_start_.resize(size_);
  std::iota(by_start_.begin(), by_start_.end(), 0u);
  std::stable_sort(by_start_.begin(), by_start_.end(),
                   [&](uint32_t a, uint32_t b) { return starts_[a] < starts_[b]; });
  sorted_starts_.clear();
  for (const uint32_t block : by_start_) sorted_starts_.push_back(starts_[block]);
}

template <typename Number>
size_t WindowBlocks::first_where(const Comparison& comparison, Number number, size_t from) const {
  const uint64_t* const numbers = columns_[comparison.slot].numbers();
  const auto first = [&](auto holds) {
    while (from < size_ && !holds(std::bit_cast<Number>(numbers[from]), number)) ++from;
    return from;
  };
  switch (comparison.op) {
    case expr::Op::kLt: return first(std::less<Number>());
    case expr::Op::kLe: return first(std::less_equal<Number>());
    case expr::Op::kGt: return first(std::greater<Number>());
    case expr::Op::kGe: return first(std::greater_equal<Number>());
    case expr::Op::kEq: return first(std::equal_to<Number>());
    default: return first(std::not_equal_to<Number>());
  }
}

bool WindowBlocks::first_where(const Comparison& comparison, size_t from, size_t* block) const {
  const Value& number = comparison.number;
  const Kind kind = columns_[comparison.slot].kind();
  if (kind == Kind::kInt && number.is_small_int())
    *block = first_where<int64_t>(comparison, number.as_int(), from);
  else if (kind == Kind::kFloat && number.is_float())
    *block = first_where<double>(comparison, number.as_float(), from);
  else
    return false;
  return true;
}

Value WindowBlocks::copy(uint16_t slot, size_t block) const { return private_copy(columns_[slot][block]); }

// Anchors come by start, as a rule, so the next one's window begins and ends a few blocks behind the last
// one's.
size_t WindowBlocks::first_after(int64_t start_us, size_t near) const {
  constexpr size_t kSteps = 16;
  const int64_t* const starts = ordered_starts();
  const size_t end = size_;
  if (near > end || (near > 0 && starts[near - 1] > start_us)) near = 0;
  for (size_t step = 0; step < kSteps; ++step, ++near) {
    if (near == end || starts[near] > start_us) return near;
  }
  return static_cast<size_t>(std::upper_bound(starts + near, starts + end, start_us) - starts);
}

size_t WindowBlocks::first_not_before(int64_t start_us, size_t near) const {
  constexpr int64_t kEarliest = std::numeric_limits<int64_t>::min();
  return start_us == kEarliest ? 0 : first_after(start_us - 1, near);
}

bool WindowBlocks::find(const WindowRange& window, int64_t start_us, Range* range) const {
  switch (window.type) {
    case WindowType::kAll: *range = {0, size()}; return size() > 1;
    case WindowType::kDay:
    case WindowType::kHour: {
      const int64_t other = saturating_add(start_us, window.length_us);
      *range = {first_after(std::min(start_us, other), range->begin),
                first_not_before(std::max(start_us, other), range->end)};
      return range->begin < range->end;
    }
    case WindowType::kCount: {
      const auto n = static_cast<size_t>(window.count < 0 ? -window.count : window.count);
      if (window.count < 0) {
        const size_t end = first_not_before(start_us, range->end);
        *range = {end < n ? 0 : end - n, end};
        if (end < n) return false;
      } else {
        const size_t begin = first_after(start_us, range->begin);
        *range = {begin, std::min(begin + n, size())};
        if (size() - begin < n) return false;
      }
      return n > 0;
    }
  }
  return false;
}

// The blocks of a range without the anchor; false as soon as `visit` is.
template <typename Visit>
bool WindowBlocks::each(Range range, size_t anchor, Visit visit) const {
  if (in_order_) {
    size_t block = range.begin;
    for (const size_t end = std::min(range.end, anchor); block < end; ++block) {
      if (!visit(block)) return false;
    }
    for (block += block == anchor; block < range.end; ++block) {
      if (!visit(block)) return false;
    }
    return true;
  }
  for (size_t at = range.begin; at < range.end; ++at) {
    if (const size_t block = by_start_[at]; block != anchor && !visit(block)) return false;
  }
  return true;
}

void WindowBlocks::list(uint16_t slot, Range range, size_t anchor, Values* items) const {
  items->clear();
  each(range, anchor, [&](size_t block) {
    items->push_back(copy(slot, block));
    return true;
  });
}

bool WindowBlocks::holds(Range range, size_t block) const {
  if (in_order_) return range.begin <= block && block < range.end;
  const std::span<const uint32_t> blocks = std::span(by_start_).subspan(range.begin, range.end - range.begin);
  return std::find(blocks.begin(), blocks.end(), block) != blocks.end();
}

size_t WindowBlocks::count(Range range, size_t anchor) const {
  return range.end - range.begin - (holds(range, anchor) ? 1 : 0);
}

// Python's sum() of a column of numbers. False where an int64 does not hold it.
bool WindowBlocks::sum_plainly(const BlockColumn& column, Range range, size_t anchor, Value* result) const {
  const uint64_t* const numbers = column.numbers();
  if (column.kind() == Kind::kFloat) {
    double sum = 0;
    each(range, anchor, [&](size_t block) {
      sum += std::bit_cast<double>(numbers[block]);
      return true;
    });
    *result = count(range, anchor) > 0 ? Value::real(sum) : Value::integer(0);
    return true;
  }
  int64_t sum = 0;
  if (!each(range, anchor, [&](size_t block) {
        return !__builtin_add_overflow(sum, static_cast<int64_t>(numbers[block]), &sum);
      }))
    return false;
  *result = Value::integer(sum);
  return true;
}

// The same of max() or min(): the first of those that no later one surpasses. False where there is none.
bool WindowBlocks::choose_plainly(const BlockColumn& column, Range range, size_t anchor, bool greatest,
                                  Value* result) const {
  const uint64_t* const numbers = column.numbers();
  const auto choose = [&](auto number_of) {
    bool any = false;
    uint64_t best = 0;
    each(range, anchor, [&](size_t block) {
      const auto old = number_of(best), now = number_of(numbers[block]);
      if (!any || (greatest ? now > old : old > now)) best = numbers[block];
      return any = true;
    });
    if (any) *result = BlockColumn::number(column.kind(), best);
    return any;
  };
  if (column.kind() == Kind::kFloat) return choose([](uint64_t bits) { return std::bit_cast<double>(bits); });
  return choose([](uint64_t bits) { return static_cast<int64_t>(bits); });
}

bool WindowBlocks::reduce(expr::Reduction::How how, uint16_t slot, Range range, size_t anchor,
                          Value* result) const {
  using How = expr::Reduction::How;
  constexpr size_t kRangeMax = 1 << 16;  // a longer list is charged to the expression's budget
  if (range.end - range.begin > kRangeMax) return false;
  const BlockColumn& column = columns_[slot];
  const bool is_plain = column.kind() == Kind::kInt || column.kind() == Kind::kFloat;
  switch (how) {
    case How::kLen: *result = Value::integer(static_cast<int64_t>(count(range, anchor))); return true;
    case How::kSum: {
      if (is_plain) return sum_plainly(column, range, anchor, result);
      pylib::NumberSum sum;
      if (!each(range, anchor, [&](size_t block) { return sum.add(column[block]); })) return false;
      *result = sum.result();
      return true;
    }
    case How::kMin:
    case How::kMax: return is_plain && choose_plainly(column, range, anchor, how == How::kMax, result);
  }
  return false;
}

}  // namespace headrace
