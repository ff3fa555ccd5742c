#include "engine/window_blocks.h"

#include <algorithm>
#include <limits>
#include <numeric>

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
  for (const uint16_t slot : slots_) columns_[slot].clear();
}

void WindowBlocks::add(const SavedRow& saved, const Value& identity) {
  blocks_.push_back({&saved, instant_us(saved.slot(identity, AggregatePlan::kStartTime))});
  for (const uint16_t slot : slots_) {
    Value& v = columns_[slot].emplace_back(saved.slot(identity, slot));
    restore_field(plan_.slot_types[slot], &v);
  }
}

void WindowBlocks::sort() {
  by_start_.resize(blocks_.size());
  std::iota(by_start_.begin(), by_start_.end(), 0u);
  const auto earlier = [&](uint32_t a, uint32_t b) { return blocks_[a].start_us < blocks_[b].start_us; };
  if (!std::is_sorted(by_start_.begin(), by_start_.end(), earlier)) {
    std::stable_sort(by_start_.begin(), by_start_.end(), earlier);
  }
  starts_.clear();
  for (const uint32_t i : by_start_) starts_.push_back(blocks_[i].start_us);
}

Value WindowBlocks::copy(uint16_t slot, size_t block) const { return private_copy(columns_[slot][block]); }

bool WindowBlocks::find(const WindowRange& window, int64_t start_us, Range* range) const {
  const auto first_not_before = [&](int64_t t) {
    return static_cast<size_t>(std::lower_bound(starts_.begin(), starts_.end(), t) - starts_.begin());
  };
  const auto first_after = [&](int64_t t) {
    return static_cast<size_t>(std::upper_bound(starts_.begin(), starts_.end(), t) - starts_.begin());
  };
  switch (window.type) {
    case WindowType::kAll: *range = {0, starts_.size()}; return starts_.size() > 1;
    case WindowType::kDay:
    case WindowType::kHour: {
      const int64_t other = saturating_add(start_us, window.length_us);
      *range = {first_after(std::min(start_us, other)), first_not_before(std::max(start_us, other))};
      return range->begin < range->end;
    }
    case WindowType::kCount: {
      const auto n = static_cast<size_t>(window.count < 0 ? -window.count : window.count);
      if (window.count < 0) {
        const size_t end = first_not_before(start_us);
        *range = {end < n ? 0 : end - n, end};
        if (end < n) return false;
      } else {
        const size_t begin = first_after(start_us);
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
  const std::vector<Value>& column = columns_[slot];
  for (size_t at = range.begin; at < range.end; ++at) {
    if (by_start_[at] != anchor && !visit(column[by_start_[at]])) return false;
  }
  return true;
}

void WindowBlocks::list(uint16_t slot, Range range, size_t anchor, std::vector<Value>* items) const {
  items->clear();
  each(slot, range, anchor, [&](const Value& item) {
    items->push_back(private_copy(item));
    return true;
  });
}

bool WindowBlocks::reduce(expr::Reduction::How how, uint16_t slot, Range range, size_t anchor,
                          Value* result) const {
  using How = expr::Reduction::How;
  constexpr size_t kRangeMax = 1 << 16;  // a longer list is charged to the expression's budget
  if (range.end - range.begin > kRangeMax) return false;
  switch (how) {
    case How::kLen: {
      int64_t count = 0;
      each(slot, range, anchor, [&](const Value&) { return ++count > 0; });
      *result = Value::integer(count);
      return true;
    }
    case How::kSum: {
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
