#include "pylib/number/exact_sum.h"

#include <cmath>
#include <utility>

namespace headrace::pylib {

bool ExactSum::add(Context& cx, double x) {
  const double given = x;
  size_t kept = 0;
  for (size_t j = 0; j < partials_.size(); ++j) {
    double y = partials_[j];
    if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
    const double high = x + y;
    const double low = y - (high - x);
    if (low != 0) partials_[kept++] = low;
    x = high;
  }
  partials_.resize(kept);
  if (x == 0) return true;
  if (std::isfinite(x)) {
    partials_.push_back(x);
    return true;
  }
  if (std::isfinite(given)) return cx.fail(Exc::kOverflowError, "intermediate overflow in fsum");
  if (std::isinf(given)) infinities_ += given;
  specials_ += given;
  partials_.clear();
  return true;
}

bool ExactSum::total(Context& cx, double* out) const {
  if (specials_ == 0) {
    *out = rounded();
    return true;
  }
  *out = specials_;
  return !std::isnan(infinities_) || cx.fail(Exc::kValueError, "-inf + inf in fsum");
}

double ExactSum::rounded() const {
  size_t n = partials_.size();
  if (n == 0) return 0;
  double high = partials_[--n];
  double low = 0;
  while (n > 0 && low == 0) {
    const double x = high;
    const double y = partials_[--n];
    high = x + y;
    low = y - (high - x);
  }
  // Where the rest is half a place, what is below decides whether it is more.
  if (n > 0 && ((low < 0 && partials_[n - 1] < 0) || (low > 0 && partials_[n - 1] > 0))) {
    const double twice = low * 2;
    const double next = high + twice;
    if (twice == next - high) high = next;
  }
  return high;
}

bool exact_sum(Context& cx, std::span<const double> items, double* out) {
  ExactSum sum;
  for (const double x : items) {
    if (!sum.add(cx, x)) return false;
  }
  return sum.total(cx, out);
}

}  // namespace headrace::pylib
