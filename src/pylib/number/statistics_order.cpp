// Medians, modes and quantiles: what needs the data in order, or counted. They take any values that compare.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pylib/collections/containers.h"
#include "pylib/collections/sort.h"
#include "pylib/errors.h"
#include "pylib/number/int_ops.h"
#include "pylib/number/statistics_functions.h"
#include "pylib/operators.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

constexpr const char* kDataNames[] = {"data", "interval"};

bool collect_sorted(Context& cx, const Value& data, Values* out) {
  return collect(cx, data, out) && sort_items(cx, out, nullptr, false);
}

// The sorted data of a function with one parameter, not empty.
bool sorted_argument(Context& cx, const char* function, const Args& args, Values* out) {
  const Signature signature{function, {kDataNames, 1}, 1};
  const Value* data;
  if (!bind(cx, signature, args, &data) || !collect_sorted(cx, *data, out)) return false;
  return !out->empty() || cx.fail(Exc::kStatisticsError, "no median for empty data");
}

bool median(Context& cx, const Args& args, Value* out) {
  Values data;
  if (!sorted_argument(cx, "median", args, &data)) return false;
  const size_t middle = data.size() / 2;
  if (data.size() % 2 == 1) {
    *out = data[middle];
    return true;
  }
  Value sum;
  return binary(cx, BinaryOp::kAdd, data[middle - 1], data[middle], &sum) &&
         binary(cx, BinaryOp::kDiv, sum, Value::integer(2), out);
}

bool median_low(Context& cx, const Args& args, Value* out) {
  Values data;
  if (!sorted_argument(cx, "median_low", args, &data)) return false;
  *out = data[(data.size() - 1) / 2];
  return true;
}

bool median_high(Context& cx, const Args& args, Value* out) {
  Values data;
  if (!sorted_argument(cx, "median_high", args, &data)) return false;
  *out = data[data.size() / 2];
  return true;
}

// bisect_left, or bisect_right: the first place in [from, size) whose item is not below x, or is above it.
bool bisect(Context& cx, const Values& data, const Value& x, bool right, size_t from, size_t* out) {
  size_t low = from, high = data.size();
  while (low < high) {
    const size_t middle = (low + high) / 2;
    bool less;
    if (!compare(cx, Compare::kLt, right ? x : data[middle], right ? data[middle] : x, &less)) return false;
    if (less != right) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  *out = low;
  return true;
}

// float(v); what is no number's text is a TypeError here.
bool as_float(Context& cx, const Value& v, double* out) {
  Value number;
  if (!as_type(float_type()).spec().construct(cx, Args::of(&v, 1), &number)) {
    if (cx.error().type != Exc::kValueError) return false;
    return cx.fail(Exc::kTypeError, "Value cannot be converted to a float");
  }
  *out = number.as_float();
  return true;
}

bool median_grouped(Context& cx, const Args& args, Value* out) {
  const Signature signature{"median_grouped", kDataNames, 1};
  const Value* slots[2];
  Values data;
  if (!bind(cx, signature, args, slots) || !collect_sorted(cx, *slots[0], &data)) return false;
  if (data.empty()) return cx.fail(Exc::kStatisticsError, "no median for empty data");
  const Value& middle = data[data.size() / 2];
  size_t first, end;
  double interval = 1, x;
  if (!bisect(cx, data, middle, false, 0, &first) || !bisect(cx, data, middle, true, first, &end) ||
      (slots[1] && !as_float(cx, *slots[1], &interval)) || !as_float(cx, middle, &x)) {
    return false;
  }
  const double lower = x - interval / 2.0;
  const double below = static_cast<double>(data.size()) / 2 - static_cast<double>(first);
  const Value offset = Value::real(interval * below);
  Value part;
  if (!binary(cx, BinaryOp::kDiv, offset, Value::integer(static_cast<int64_t>(end - first)), &part))
    return false;
  *out = Value::real(lower + part.as_float());
  return true;
}

// --- modes ---

// How often each value occurs, in the order of first occurrence.
bool count_items(Context& cx, const Value& data, HashTable<DictEntry>* counts, int64_t* most) {
  Value iterator, item;
  *most = 0;
  if (!make_iterator(cx, data, &iterator)) return false;
  for (;;) {
    const Next next = next_item(cx, iterator, &item);
    if (next == Next::kError) return false;
    if (next == Next::kEnd) return true;
    if (!cx.charge(1) || !require_hashable(cx, item)) return false;
    bool inserted;
    DictEntry* entry = counts->find_or_insert(item, &inserted);
    const int64_t count = inserted ? 1 : entry->value.as_int() + 1;
    entry->value = Value::integer(count);
    *most = std::max(*most, count);
  }
}

bool modes(Context& cx, const char* function, const Args& args, Values* out) {
  const Signature signature{function, {kDataNames, 1}, 1};
  const Value* data;
  HashTable<DictEntry> counts;
  int64_t most;
  if (!bind(cx, signature, args, &data) || !count_items(cx, *data, &counts, &most)) return false;
  for (size_t i = 0; i < counts.end(); ++i) {
    if (counts.entry(i).value.as_int() == most) out->push_back(counts.entry(i).key);
  }
  return true;
}

bool mode(Context& cx, const Args& args, Value* out) {
  Values all;
  if (!modes(cx, "mode", args, &all)) return false;
  if (all.empty()) return cx.fail(Exc::kStatisticsError, "no mode for empty data");
  *out = all[0];
  return true;
}

bool multimode(Context& cx, const Args& args, Value* out) {
  Values all;
  if (!modes(cx, "multimode", args, &all)) return false;
  *out = make_list(std::move(all));
  return true;
}

// --- quantiles ---

// (low * (n - share) + high * share) / n
bool interpolate(Context& cx, const Value& low, const Value& high, int64_t share, int64_t n, Value* out) {
  Value a, b, sum;
  return binary(cx, BinaryOp::kMul, low, Value::integer(n - share), &a) &&
         binary(cx, BinaryOp::kMul, high, Value::integer(share), &b) &&
         binary(cx, BinaryOp::kAdd, a, b, &sum) && binary(cx, BinaryOp::kDiv, sum, Value::integer(n), out);
}

// The i-th of n - 1 cut points; the data has at least two items.
bool cut_point(Context& cx, const Values& data, bool inclusive, int64_t i, int64_t n, Value* out) {
  const auto size = static_cast<int64_t>(data.size());
  if (inclusive) {
    const int64_t j = i * (size - 1) / n;
    return interpolate(cx, data[j], data[j + 1], i * (size - 1) - j * n, n, out);
  }
  const int64_t j = std::clamp<int64_t>(i * (size + 1) / n, 1, size - 1);
  return interpolate(cx, data[j - 1], data[j], i * (size + 1) - j * n, n, out);
}

constexpr const char* kQuantileNames[] = {"data", "n", "method"};
constexpr Signature kQuantiles{"quantiles", kQuantileNames, 1, 0, 1};

bool quantiles(Context& cx, const Args& args, Value* out) {
  const Value* slots[3];
  Values data, points;
  if (!bind(cx, kQuantiles, args, slots)) return false;
  const Value intervals = slots[1] ? *slots[1] : Value::integer(4);
  bool none;
  if (!compare(cx, Compare::kLt, intervals, Value::integer(1), &none)) return false;
  if (none) return cx.fail(Exc::kStatisticsError, "n must be at least 1");
  if (!collect_sorted(cx, *slots[0], &data)) return false;
  if (data.size() < 2) return cx.fail(Exc::kStatisticsError, "must have at least two data points");
  const std::string_view method = !slots[2] ? "exclusive" : slots[2]->is_str() ? slots[2]->str() : "";
  if (method != "exclusive" && method != "inclusive") {
    std::string shown;
    if (!append_repr(cx, *slots[2], &shown)) return false;
    return fail_with(cx, Exc::kValueError, {"Unknown method: ", shown});
  }
  int64_t n;
  if (!to_index(cx, intervals, &n, true) || !cx.charge_bytes(static_cast<uint64_t>(n)) ||
      !cx.charge(static_cast<uint64_t>(n) * 4)) {
    return false;
  }
  points.resize(static_cast<size_t>(n - 1));
  for (int64_t i = 1; i < n; ++i) {
    if (!cut_point(cx, data, method == "inclusive", i, n, &points[static_cast<size_t>(i - 1)])) return false;
  }
  *out = make_list(std::move(points));
  return true;
}

constexpr FunctionDef kFunctions[] = {
    {"median", median},
    {"median_grouped", median_grouped, kind_set(Kind::kFloat)},
    {"median_high", median_high},
    {"median_low", median_low},
    {"mode", mode},
    {"multimode", multimode, kind_set(Kind::kList)},
    {"quantiles", quantiles, kind_set(Kind::kList)},
};

}  // namespace

std::span<const FunctionDef> statistics_order_functions() {
  return kNativeOrPython<kFunctions, kStatisticsModule>;
}

}  // namespace headrace::pylib
