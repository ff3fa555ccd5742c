#include "engine/window_blocks.h"

#include <algorithm>
#include <limits>
#include <numeric>
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

void WindowBlocks::clear() {
  blocks_.clear();
  for (const uint16_t slot : slots_) {
    columns_[slot].values.clear();
    columns_[slot].all_ints = columns_[slot].all_floats = true;
  }
}

void WindowBlocks::add(const SavedRow& saved, const Value& identity) {
  blocks_.push_back({&saved, instant_us(saved.slot(identity, AggregatePlan::kStartTime))});
  for (const uint16_t slot : slots_) {
    Column& column = columns_[slot];
    Value v = saved.slot(identity, slot);
    const bool is_int = v.is_small_int(), is_float = v.is_float();
    if (!is_int && !is_float) restore_field(plan_.slot_types[slot], &v);
    column.all_ints &= is_int;
    column.all_floats &= is_float;
    column.values.push_back(std::move(v));
  }
}

void WindowBlocks::sort() {
  const auto earlier = [](const Block& a, const Block& b) { return a.start_us < b.start_us; };
  in_order_ = std::is_sorted(blocks_.begin(), blocks_.end(), earlier);
  by_start_.resize(blocks_.size());
  std::iota(by_start_.begin(), by_start_.end(), 0u);
  if (!in_order_) {
    std::stable_sort(by_start_.begin(), by_start_.end(),
                     [&](uint32_t a, uint32_t b) { return earlier(blocks_[a], blocks_[b]); });
  }
  starts_.clear();
  for (const uint32_t i : by_start_) starts_.push_back(blocks_[i].start_us);
}

Value WindowBlocks::copy(uint16_t slot, size_t block) const {
  return private_copy(columns_[slot].values[block]);
}

// Anchors come by start, as a rule, so the next one's window begins and ends a few blocks behind the last
// one's.
size_t WindowBlocks::first_after(int64_t start_us, size_t near) const {
  constexpr size_t kSteps = 16;
  const size_t end = starts_.size();
  if (near > end || (near > 0 && starts_[near - 1] > start_us)) near = 0;
  for (size_t step = 0; step < kSteps; ++step, ++near) {
    if (near == end || starts_[near] > start_us) return near;
  }
  return static_cast<size_t>(
      std::upper_bound(starts_.begin() + static_cast<ptrdiff_t>(near), starts_.end(), start_us) -
      starts_.begin());
}

size_t WindowBlocks::first_not_before(int64_t start_us, size_t near) const {
  constexpr int64_t kEarliest = std::numeric_limits<int64_t>::min();
  return start_us == kEarliest ? 0 : first_after(start_us - 1, near);
}

bool WindowBlocks::find(const WindowRange& window, int64_t start_us, Range* range) const {
  switch (window.type) {
    case WindowType::kAll: *range = {0, starts_.size()}; return starts_.size() > 1;
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
        *range = {begin, std::min(begin + n, starts_.size())};
        if (starts_.size() - begin < n) return false;
      }
      return n > 0;
    }
  }
  return false;
}

// False as soon as `visit` is.
template <typename Visit>
bool WindowBlocks::each(uint16_t slot, Range range, size_t anchor, Visit visit) const {
  const std::vector<Value>& column = columns_[slot].values;
  for (size_t at = range.begin; at < range.end; ++at) {
    if (by_start_[at] != anchor && !visit(column[by_start_[at]])) return false;
  }
  return true;
}

void WindowBlocks::list(uint16_t slot, Range range, size_t anchor, Values* items) const {
  items->clear();
  each(slot, range, anchor, [&](const Value& item) {
    items->push_back(private_copy(item));
    return true;
  });
}

bool WindowBlocks::holds(Range range, size_t block) const {
  if (in_order_) return range.begin <= block && block < range.end;
  const std::span<const uint32_t> blocks = std::span(by_start_).subspan(range.begin, range.end - range.begin);
  return std::find(blocks.begin(), blocks.end(), block) != blocks.end();
}

// The sum of numbers of one kind that stand side by side; false for others.
bool WindowBlocks::sum_plainly(const Column& column, Range range, Value* result) const {
  const std::span<const Value> items = std::span(column.values).subspan(range.begin, range.end - range.begin);
  if (column.all_floats && !items.empty()) {
    double sum = 0;
    for (const Value& item : items) sum += item.as_float();
    *result = Value::real(sum);
    return true;
  }
  if (!column.all_ints) return false;
  int64_t sum = 0;
  for (const Value& item : items) {
    if (__builtin_add_overflow(sum, item.as_int(), &sum)) return false;
  }
  *result = Value::integer(sum);
  return true;
}

bool WindowBlocks::reduce(expr::Reduction::How how, uint16_t slot, Range range, size_t anchor,
                          Value* result) const {
  using How = expr::Reduction::How;
  constexpr size_t kRangeMax = 1 << 16;  // a longer list is charged to the expression's budget
  if (range.end - range.begin > kRangeMax) return false;
  const bool with_anchor = holds(range, anchor);
  switch (how) {
    case How::kLen:
      *result = Value::integer(static_cast<int64_t>(range.end - range.begin - (with_anchor ? 1 : 0)));
      return true;
    case How::kSum: {
      if (in_order_ && !with_anchor && sum_plainly(columns_[slot], range, result)) return true;
      pylib::NumberSum sum;
      if (!each(slot, range, anchor, [&](const Value& item) { return sum.add(item); })) return false;
      *result = sum.result();
      return true;
    }
    case How::kMin:
    case How::kMax: {
      pylib::NumberChoice choice(how == How::kMin ? pylib::Compare::kLt : pylib::Compare::kGt);
      if (!each(slot, range, anchor, [&](const Value& item) { return choice.add(item); })) return false;
      if (!choice.best()) return false;
      *result = *choice.best();
      return true;
    }
  }
  return false;
}

}  // namespace headrace
