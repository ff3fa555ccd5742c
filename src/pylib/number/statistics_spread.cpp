// Variances, standard deviations, and how two series go together.

#include <cmath>
#include <string>
#include <vector>

#include "pylib/errors.h"
#include "pylib/number/exact_sum.h"
#include "pylib/number/rational_sum.h"
#include "pylib/number/statistics_functions.h"
#include "pylib/operators.h"

namespace headrace::pylib {
namespace {

// Which of the four functions.
struct Spread {
  const char* function;
  const char* centre;  // the parameter's name
  int64_t lost;        // 1: of a sample, divided by n - 1
  const char* too_few;
};

constexpr Spread kVariance{"variance", "xbar", 1, "variance requires at least two data points"};
constexpr Spread kStdev{"stdev", "xbar", 1, "stdev requires at least two data points"};
constexpr Spread kPvariance{"pvariance", "mu", 0, "pvariance requires at least one data point"};
constexpr Spread kPstdev{"pstdev", "mu", 0, "pstdev requires at least one data point"};

struct MeanSquare {
  Rational value;
  bool any_float;
};

// (x - centre)**2, with the rounding of Python's operators.
bool square_distance(Context& cx, const Value& x, const Value& centre, Value* out) {
  Value difference;
  return binary(cx, BinaryOp::kSub, x, centre, &difference) &&
         binary(cx, BinaryOp::kMul, difference, difference, out);
}

bool mean_square(Context& cx, const Spread& spread, const Args& args, MeanSquare* out) {
  const char* const names[] = {"data", spread.centre};
  const Signature signature{spread.function, names, 1};
  const Value* slots[2];
  Value iterator, item;
  if (!bind(cx, signature, args, slots) || !make_iterator(cx, *slots[0], &iterator)) return false;
  const Value* centre = slots[1] && !slots[1]->is_none() ? slots[1] : nullptr;
  RationalSum sum(centre ? RationalSum::Squares::kNo : RationalSum::Squares::kYes);
  for (;;) {
    const Next next = next_item(cx, iterator, &item);
    if (next == Next::kError) return false;
    if (next == Next::kEnd) break;
    Value square;
    if (centre && !square_distance(cx, item, *centre, &square)) return false;
    if (!sum.add(cx, centre ? square : item)) return false;
  }
  const int64_t divisor = sum.count() - spread.lost;
  if (divisor < 1) return cx.fail(Exc::kStatisticsError, spread.too_few);
  out->value = centre ? sum.total() : sum.square_deviations();
  out->value.denominator *= divisor;
  out->value.special_value /= static_cast<double>(divisor);
  out->any_float = sum.any_float();
  return true;
}

template <const Spread& spread>
bool variance_of(Context& cx, const Args& args, Value* out) {
  MeanSquare square;
  return mean_square(cx, spread, args, &square) && rational_value(cx, square.value, square.any_float, out);
}

template <const Spread& spread>
bool deviation_of(Context& cx, const Args& args, Value* out) {
  MeanSquare square;
  double root;
  if (!mean_square(cx, spread, args, &square)) return false;
  if (square.value.special)
    return cx.fail(Exc::kAttributeError, "'float' object has no attribute 'numerator'");
  if (!rational_sqrt(cx, square.value, &root)) return false;
  *out = Value::real(root);
  return true;
}

// --- two series ---

struct Pair {
  std::vector<double> x, y;
};

// All items; what has no length is refused.
bool collect_sized(Context& cx, const Value& v, Values* items) {
  if (v.kind() == Kind::kIterator || v.kind() < Kind::kStr) {
    return fail_with(cx, Exc::kTypeError, {"object of type '", type_name(v), "' has no len()"});
  }
  return collect(cx, v, items);
}

// The items as doubles, less their mean.
bool read_centred_series(Context& cx, const Values& items, std::vector<double>* out) {
  ExactSum sum;
  double mean;
  for (const Value& item : items) {
    double& x = out->emplace_back();
    if (!to_double(cx, item, &x) || !sum.add(cx, x)) return false;
  }
  if (!sum.total(cx, &mean)) return false;
  mean /= static_cast<double>(items.size());
  for (double& x : *out) x -= mean;
  return true;
}

bool read_centred(Context& cx, const std::string& function, const Args& args, Pair* out) {
  Values x, y;
  if (!expect_count(cx, function.c_str(), args, 2, 2) || !collect_sized(cx, args[0], &x) ||
      !collect_sized(cx, args[1], &y)) {
    return false;
  }
  if (x.size() != y.size()) {
    return fail_with(cx, Exc::kStatisticsError,
                     {function, " requires that both inputs have same number of data points"});
  }
  if (x.size() < 2)
    return fail_with(cx, Exc::kStatisticsError, {function, " requires at least two data points"});
  if (!cx.charge(8 * x.size())) return false;
  return read_centred_series(cx, x, &out->x) && read_centred_series(cx, y, &out->y);
}

bool sum_of_products(Context& cx, const std::vector<double>& a, const std::vector<double>& b, double* out) {
  std::vector<double> products(a.size());
  for (size_t i = 0; i < a.size(); ++i) products[i] = a[i] * b[i];
  return exact_sum(cx, products, out);
}

bool covariance(Context& cx, const Args& args, Value* out) {
  Pair pair;
  double sum;
  if (!read_centred(cx, "covariance", args, &pair) || !sum_of_products(cx, pair.x, pair.y, &sum))
    return false;
  *out = Value::real(sum / static_cast<double>(pair.x.size() - 1));
  return true;
}

bool correlation(Context& cx, const Args& args, Value* out) {
  Pair pair;
  double xy, xx, yy;
  if (!read_centred(cx, "correlation", args, &pair) || !sum_of_products(cx, pair.x, pair.y, &xy) ||
      !sum_of_products(cx, pair.x, pair.x, &xx) || !sum_of_products(cx, pair.y, pair.y, &yy)) {
    return false;
  }
  const double scale = std::sqrt(xx * yy);
  if (scale == 0) return cx.fail(Exc::kStatisticsError, "at least one of the inputs is constant");
  *out = Value::real(xy / scale);
  return true;
}

constexpr KindSet kFloat = kind_set(Kind::kFloat);
constexpr KindSet kNumber = kFloat | kind_set(Kind::kInt);

constexpr FunctionDef kFunctions[] = {
    {"correlation", correlation, kFloat},      {"covariance", covariance, kFloat},
    {"pstdev", deviation_of<kPstdev>, kFloat}, {"pvariance", variance_of<kPvariance>, kNumber},
    {"stdev", deviation_of<kStdev>, kFloat},   {"variance", variance_of<kVariance>, kNumber},
};

}  // namespace

std::span<const FunctionDef> statistics_spread_functions() {
  return kNativeOrPython<kFunctions, kStatisticsModule>;
}

}  // namespace headrace::pylib
