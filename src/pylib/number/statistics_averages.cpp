
#include <algorithm>
#include <cmath>
#include <vector>

#include "pylib/errors.h"
#include "pylib/number/exact_sum.h"
#include "pylib/number/int_ops.h"
#include "pylib/number/rational_sum.h"
#include "pylib/number/statistics_functions.h"
#include "pylib/operators.h"

namespace headrace::pylib {
namespace {

constexpr const char* kDataNames[] = {"data", "weights"};
constexpr Signature kMean{"mean", {kDataNames, 1}, 1};
constexpr Signature kGeometricMean{"geometric_mean", {kDataNames, 1}, 1};
constexpr Signature kFmean{"fmean", kDataNames, 1};
constexpr Signature kHarmonicMean{"harmonic_mean", kDataNames, 1};

bool mean(Context& cx, const Args& args, Value* out) {
  const Value* data;
  Value iterator, item;
  if (!bind(cx, kMean, args, &data) || !make_iterator(cx, *data, &iterator)) return false;
  RationalSum sum;
  for (;;) {
    const Next next = next_item(cx, iterator, &item);
    if (next == Next::kError) return false;
    if (next == Next::kEnd) break;
    if (!sum.add(cx, item)) return false;
  }
  if (sum.count() == 0) return cx.fail(Exc::kStatisticsError, "mean requires at least one data point");
  Rational total = sum.total();
  total.special_value /= static_cast<double>(sum.count());
  total.denominator *= sum.count();
  return rational_value(cx, total, sum.any_float(), out);
}

bool float_sum(Context& cx, const Values& items, double* out) {
  if (!cx.charge(items.size())) return false;
  ExactSum sum;
  for (const Value& item : items) {
    double x;
    if (!to_double(cx, item, &x) || !sum.add(cx, x)) return false;
  }
  return sum.total(cx, out);
}

bool plain_fmean(Context& cx, const Values& data, double* out) {
  if (!float_sum(cx, data, out)) return false;
  if (data.empty()) return cx.fail(Exc::kStatisticsError, "fmean requires at least one data point");
  *out /= static_cast<double>(data.size());
  return true;
}

bool weighted_fmean(Context& cx, const Values& data, const Values& weights, double* out) {
  ExactSum sum;
  for (size_t i = 0; i < std::min(data.size(), weights.size()); ++i) {
    Value product;
    double x;
    if (!cx.charge(1) || !binary(cx, BinaryOp::kMul, data[i], weights[i], &product) ||
        !to_double(cx, product, &x) || !sum.add(cx, x)) {
      return false;
    }
  }
  double total, weight;
  if (!sum.total(cx, &total)) return false;
  if (data.size() != weights.size()) {
    return cx.fail(Exc::kStatisticsError, "data and weights must be the same length");
  }
  if (!float_sum(cx, weights, &weight)) return false;
  if (weight == 0) return cx.fail(Exc::kStatisticsError, "sum of weights must be non-zero");
  *out = total / weight;
  return true;
}

bool fmean(Context& cx, const Args& args, Value* out) {
  const Value* slots[2];
  Values data, weights;
  double result;
  if (!bind(cx, kFmean, args, slots) || !collect(cx, *slots[0], &data)) return false;
  if (!slots[1] || slots[1]->is_none()) {
    if (!plain_fmean(cx, data, &result)) return false;
  } else if (!collect(cx, *slots[1], &weights) || !weighted_fmean(cx, data, weights, &result)) {
    return false;
  }
  *out = Value::real(result);
  return true;
}

// log(x) as math.log has it; *positive false where that is a ValueError.
bool log_of_number(Context& cx, const Value& x, double* out, bool* positive) {
  *positive = is_int(x) ? int_sign(x) > 0 : !(x.is_float() && x.as_float() <= 0);
  if (!*positive) return true;
  if (x.is_big_int()) {
    int64_t exponent;
    const double d = big_to_double(big_value(x));
    const double mantissa = big_frexp(big_value(x), &exponent);
    *out = std::isinf(d) ? std::log(mantissa) + std::log(2.0) * static_cast<double>(exponent) : std::log(d);
    return true;
  }
  if (!to_double(cx, x, out)) return false;
  *out = std::log(*out);
  return true;
}

bool geometric_mean(Context& cx, const Args& args, Value* out) {
  const Value* slot;
  Values data;
  if (!bind(cx, kGeometricMean, args, &slot) || !collect(cx, *slot, &data) || !cx.charge(data.size()))
    return false;
  bool positive = !data.empty();
  ExactSum logs;
  for (size_t i = 0; i < data.size() && positive; ++i) {
    double log;
    if (!log_of_number(cx, data[i], &log, &positive)) return false;
    if (positive && !logs.add(cx, log)) return false;
  }
  if (!positive) {
    return cx.fail(Exc::kStatisticsError,
                   "geometric mean requires a non-empty dataset containing positive numbers");
  }
  double total;
  if (!logs.total(cx, &total)) return false;
  const double log = total / static_cast<double>(data.size());
  const double result = std::exp(log);
  if (std::isinf(result) && std::isfinite(log)) return cx.fail(Exc::kOverflowError, "math range error");
  *out = Value::real(result);
  return true;
}

// --- harmonic_mean ---

bool fail_if_negative(Context& cx, const Value& x) {
  bool negative;
  if (!compare(cx, Compare::kLt, x, Value::integer(0), &negative)) return false;
  return !negative || cx.fail(Exc::kStatisticsError, "harmonic mean does not support negative values");
}

bool harmonic_mean_of_one(Context& cx, const Value& x, Value* out) {
  if (!is_int(x) && !x.is_float()) return cx.fail(Exc::kTypeError, "unsupported type");
  *out = x;
  return fail_if_negative(cx, x);
}

// a / b for b > 0.
bool divide(Context& cx, const Rational& a, const Rational& b, bool as_float, Value* out) {
  if (!a.special && !b.special) {
    const Rational quotient{a.numerator * b.denominator, a.denominator * b.numerator};
    return rational_value(cx, quotient, as_float, out);
  }
  double x, y;
  if (!rational_to_double(cx, a, &x) || !rational_to_double(cx, b, &y)) return false;
  return binary(cx, BinaryOp::kDiv, Value::real(x), Value::real(y), out);
}

// The sum of weight / x; *by_zero when an x is 0.
bool sum_of_reciprocals(Context& cx, const Values& data, const Values* weights, RationalSum* sum,
                        bool* by_zero) {
  *by_zero = false;
  for (size_t i = 0; i < data.size(); ++i) {
    const Value weight = weights ? (*weights)[i] : Value::integer(1);
    Value part = Value::integer(0);
    bool counts;
    if (!fail_if_negative(cx, data[i]) || !truthy(cx, weight, &counts)) return false;
    if (counts && !binary(cx, BinaryOp::kDiv, weight, data[i], &part)) {
      if (cx.error().type != Exc::kZeroDivisionError) return false;
      cx.clear_error();
      *by_zero = true;
      return true;
    }
    if (!sum->add(cx, part)) return false;
  }
  return true;
}

bool harmonic_mean(Context& cx, const Args& args, Value* out) {
  const Value* slots[2];
  Values data, weights;
  if (!bind(cx, kHarmonicMean, args, slots) || !collect(cx, *slots[0], &data)) return false;
  const bool weighted = slots[1] && !slots[1]->is_none();
  if (data.empty()) return cx.fail(Exc::kStatisticsError, "harmonic_mean requires at least one data point");
  if (data.size() == 1 && !weighted) {
    // CPython asks for data[0], which a set does not have.
    if (slots[0]->kind() != Kind::kIterator && !get_item(cx, *slots[0], Value::integer(0), &data[0]))
      return false;
    return harmonic_mean_of_one(cx, data[0], out);
  }

  Rational weight;
  weight.numerator = data.size();
  if (weighted) {
    if (!collect(cx, *slots[1], &weights)) return false;
    if (weights.size() != data.size()) {
      return cx.fail(Exc::kStatisticsError, "Number of weights does not match data size");
    }
    RationalSum weight_sum;
    for (const Value& w : weights) {
      if (!fail_if_negative(cx, w) || !weight_sum.add(cx, w)) return false;
    }
    weight = weight_sum.total();
  }
  RationalSum sum;
  bool by_zero;
  if (!sum_of_reciprocals(cx, data, weighted ? &weights : nullptr, &sum, &by_zero)) return false;
  if (by_zero) {
    *out = Value::integer(0);
    return true;
  }
  const Rational total = sum.total();
  if (total.special ? total.special_value <= 0 : total.numerator.sign() <= 0) {
    return cx.fail(Exc::kStatisticsError, "Weighted sum must be positive");
  }
  return divide(cx, weight, total, sum.any_float(), out);
}

constexpr KindSet kFloat = kind_set(Kind::kFloat);
constexpr KindSet kNumber = kFloat | kind_set(Kind::kInt) | kind_set(Kind::kBool);

constexpr FunctionDef kFunctions[] = {
    {"fmean", fmean, kFloat},
    {"geometric_mean", geometric_mean, kFloat},
    {"harmonic_mean", harmonic_mean, kNumber},
    {"mean", mean, kNumber},
};

}  // namespace

std::span<const FunctionDef> statistics_average_functions() {
  return kNativeOrPython<kFunctions, kStatisticsModule>;
}

}  // namespace headrace::pylib
