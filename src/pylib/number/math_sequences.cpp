// The functions of math over many numbers: fsum, prod, hypot, dist.

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "pylib/number/exact_sum.h"
#include "pylib/number/math_functions.h"
#include "pylib/operators.h"

namespace headrace::pylib {
namespace {

bool math_fsum(Context& cx, const Args& args, Value* out) {
  Value iterator, item;
  if (!expect_count(cx, "math.fsum", args, 1, 1) || !make_iterator(cx, args[0], &iterator)) return false;
  ExactSum sum;
  for (;;) {
    const Next next = next_item(cx, iterator, &item);
    if (next == Next::kError) return false;
    if (next == Next::kEnd) break;
    double x;
    if (!cx.charge(1) || !to_double(cx, item, &x) || !sum.add(cx, x)) return false;
  }
  double total;
  if (!sum.total(cx, &total)) return false;
  *out = Value::real(total);
  return true;
}

constexpr const char* kProdNames[] = {"iterable", "start"};
constexpr Signature kProd{"prod", kProdNames, 1, 1, 1};

bool math_prod(Context& cx, const Args& args, Value* out) {
  const Value* slots[2];
  Value iterator, item;
  if (!bind(cx, kProd, args, slots) || !make_iterator(cx, *slots[0], &iterator)) return false;
  Value result = slots[1] ? *slots[1] : Value::integer(1);
  for (;;) {
    const Next next = next_item(cx, iterator, &item);
    if (next == Next::kError) return false;
    if (next == Next::kEnd) break;
    Value product;
    if (!cx.charge(1) || !binary(cx, BinaryOp::kMul, result, item, &product)) return false;
    result = std::move(product);
  }
  *out = std::move(result);
  return true;
}

// A sum that keeps the digits which each addition loses; it stands at 1 or more, so that no addend is larger.
struct Compensated {
  double sum = 1;
  double lost[3] = {0, 0, 0};

  void add(double x, int column) {
    const double before = sum;
    sum += x;
    lost[column] += (before - sum) + x;
  }
  double value() const { return sum - 1.0 + (lost[0] + lost[1] + lost[2]); }
};

// x as two doubles of half the digits each (Veltkamp), so that their products are exact.
void split(double x, double* high, double* low) {
  constexpr double kSplitter = 134217729.0;  // 2**27 + 1
  const double t = x * kSplitter;
  *high = t - (t - x);
  *low = x - *high;
}

// sqrt(sum of squares) of coordinates that are not negative. They are scaled by a power of two so that the
// largest is in [0.5, 1), squared exactly, added with compensation; the root is corrected by one step of
// Newton's method. The order of the operations is part of the result, which is CPython's.
double vector_norm(const std::vector<double>& coordinates, double largest) {
  int exponent;
  std::frexp(largest, &exponent);
  Compensated squares;
  if (exponent < -1023) {  // 2**-exponent would overflow
    for (const double c : coordinates) {
      const double x = c / largest;
      squares.add(x * x, 0);
    }
    return largest * std::sqrt(squares.sum - 1.0 + squares.lost[0]);
  }
  const double scale = std::ldexp(1.0, -exponent);
  double high, low;
  for (const double c : coordinates) {
    split(c * scale, &high, &low);
    squares.add(high * high, 0);
    squares.add(2.0 * high * low, 1);
    squares.lost[2] += low * low;
  }
  const double root = std::sqrt(squares.value());
  split(root, &high, &low);
  squares.add(-high * high, 0);
  squares.add(-2.0 * high * low, 1);
  squares.add(-low * low, 2);
  return (root + squares.value() / (2.0 * root)) / scale;
}

// Takes the absolute values of the coordinates.
double norm(std::vector<double> coordinates) {
  double largest = 0;
  bool any_nan = false;
  for (double& c : coordinates) {
    c = std::fabs(c);
    any_nan |= std::isnan(c);
    largest = std::max(largest, c);
  }
  if (std::isinf(largest)) return largest;
  if (any_nan) return std::nan("");
  if (largest == 0 || coordinates.size() <= 1) return largest;
  return vector_norm(coordinates, largest);
}

bool math_hypot(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "math.hypot", args, 0, UINT32_MAX)) return false;
  std::vector<double> coordinates(args.count);
  for (uint32_t i = 0; i < args.count; ++i) {
    if (!to_double(cx, args[i], &coordinates[i])) return false;
  }
  *out = Value::real(norm(std::move(coordinates)));
  return true;
}

bool math_dist(Context& cx, const Args& args, Value* out) {
  Values p, q;
  if (!expect_count(cx, "dist", args, 2, 2) || !collect(cx, args[0], &p) || !collect(cx, args[1], &q))
    return false;
  if (p.size() != q.size()) {
    return cx.fail(Exc::kValueError, "both points must have the same number of dimensions");
  }
  std::vector<double> differences(p.size());
  for (size_t i = 0; i < p.size(); ++i) {
    double x, y;
    if (!to_double(cx, p[i], &x) || !to_double(cx, q[i], &y)) return false;
    differences[i] = x - y;
  }
  *out = Value::real(norm(std::move(differences)));
  return true;
}

constexpr KindSet kFloat = kind_set(Kind::kFloat);

constexpr FunctionDef kFunctions[] = {
    {"dist", math_dist, kFloat},
    {"fsum", math_fsum, kFloat},
    {"hypot", math_hypot, kFloat},
    {"prod", math_prod},
};

}  // namespace

std::span<const FunctionDef> math_sequence_functions() { return kNativeOrPython<kFunctions, kMathModule>; }

}  // namespace headrace::pylib
