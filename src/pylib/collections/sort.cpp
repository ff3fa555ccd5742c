#include "pylib/collections/sort.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "pylib/collections/containers.h"
#include "pylib/collections/timsort.h"
#include "pylib/errors.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// Comparisons that cannot fail, for keys that are all of one simple kind; the last two may, and give -1.
struct IntLess {
  const Value* keys;
  int operator()(uint32_t a, uint32_t b) const { return keys[a].as_int() < keys[b].as_int(); }
};
struct FloatLess {
  const Value* keys;
  int operator()(uint32_t a, uint32_t b) const { return keys[a].as_float() < keys[b].as_float(); }
};
struct StrLess {
  const Value* keys;
  int operator()(uint32_t a, uint32_t b) const { return keys[a].str() < keys[b].str(); }
};
struct LongStrLess {
  Context& cx;
  const Value* keys;
  int operator()(uint32_t a, uint32_t b) const {
    const std::string_view x = keys[a].str(), y = keys[b].str();
    return charge_scan(cx, std::min(x.size(), y.size())) ? x < y : -1;
  }
};
struct AnyLess {
  Context& cx;
  const Value* keys;
  int operator()(uint32_t a, uint32_t b) const {
    bool less;
    if (!cx.charge(1) || !compare(cx, Compare::kLt, keys[a], keys[b], &less)) return -1;
    return less;
  }
};

template <typename Less>
bool sort_order(Less less, std::vector<uint32_t>* order) {
  return Timsort<Less>(less, *order).run();
}

bool sort_order_by(Context& cx, const Values& keys, std::vector<uint32_t>* order) {
  const auto all = [&keys](auto test) { return std::all_of(keys.begin(), keys.end(), test); };
  if (all([](const Value& v) { return v.is_small_int(); })) return sort_order(IntLess{keys.data()}, order);
  if (all([](const Value& v) { return v.is_float(); })) return sort_order(FloatLess{keys.data()}, order);
  if (all([](const Value& v) { return v.is_str(); })) {
    constexpr size_t kLong = 256;
    const bool any_long = !all([](const Value& v) { return v.str().size() < kLong; });
    return any_long ? sort_order(LongStrLess{cx, keys.data()}, order)
                    : sort_order(StrLess{keys.data()}, order);
  }
  return sort_order(AnyLess{cx, keys.data()}, order);
}

// Equal ints of 64 bits are the same: any order of them is the stable one.
bool sort_ints(Values* items, bool reverse) {
  std::vector<int64_t> more;
  std::array<int64_t, 32> few;
  if (items->size() > few.size()) more.resize(items->size());
  int64_t* const begin = items->size() > few.size() ? more.data() : few.data();
  int64_t* end = begin;
  for (const Value& item : *items) {
    if (!item.is_small_int()) return false;
    *end++ = item.as_int();
  }
  std::sort(begin, end);
  if (reverse) std::reverse(begin, end);
  std::transform(begin, end, items->begin(), Value::integer);
  return true;
}

bool call_key(Context& cx, const Value& key, const Values& items, Values* keys) {
  keys->resize(items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    if (!cx.charge(1) || !cx.call(key, Args::of(&items[i], 1), &(*keys)[i])) return false;
  }
  return true;
}

}  // namespace

bool sort_items(Context& cx, Values* items, const Value* key, bool reverse) {
  const size_t n = items->size();
  if (n > UINT32_MAX || !charge_items(cx, n)) return cx.fail(Exc::kBudgetError, "a list is too long to sort");
  const bool has_key = key && !key->is_none();
  if (!has_key && sort_ints(items, reverse)) return true;
  Values keys;
  if (has_key && !call_key(cx, *key, *items, &keys)) return false;

  // Sorting the reversed list and reversing the result keeps equal items in their order.
  std::vector<uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  if (reverse) std::reverse(order.begin(), order.end());
  const bool sorted = sort_order_by(cx, has_key ? keys : *items, &order);
  if (reverse) std::reverse(order.begin(), order.end());

  Values ordered(n);
  for (size_t i = 0; i < n; ++i) ordered[i] = std::move((*items)[order[i]]);
  *items = std::move(ordered);
  return sorted;
}

bool reverse_argument(Context& cx, const Value* v, bool* out) {
  *out = false;
  if (!v) return true;
  if (v->is_big_int()) return cx.fail(Exc::kOverflowError, "Python int too large to convert to C int");
  int64_t i;
  if (!to_index(cx, *v, &i)) return false;
  if (i > INT32_MAX) return cx.fail(Exc::kOverflowError, "signed integer is greater than maximum");
  if (i < INT32_MIN) return cx.fail(Exc::kOverflowError, "signed integer is less than minimum");
  *out = i != 0;
  return true;
}

bool builtin_sorted(Context& cx, const Args& args, Value* out) {
  if (args.count != 1) {
    return fail_with(cx, Exc::kTypeError, {"sorted expected 1 argument, got ", std::to_string(args.count)});
  }
  // The keywords are those of list.sort.
  static constexpr const char* kNames[] = {"key", "reverse"};
  const Value* slots[2];
  const Args keywords{nullptr, 0, args.keyword_names, args.keyword_values, args.keyword_count};
  bool reverse;
  Values items;
  if (!collect(cx, args[0], &items) || !bind(cx, {"sort", kNames, 0, 0, 0}, keywords, slots)) return false;
  if (!reverse_argument(cx, slots[1], &reverse) || !sort_items(cx, &items, slots[0], reverse)) return false;
  *out = make_list(std::move(items));
  return true;
}

}  // namespace headrace::pylib
