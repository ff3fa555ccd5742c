#include "pylib/number/rational_sum.h"

#include <bit>
#include <cmath>

#include "pylib/errors.h"
#include "pylib/number/big_ops.h"
#include "pylib/number/int_ops.h"

namespace headrace::pylib {
namespace {

// sum * 2**exponent as a fraction.
Rational scaled(const BigInt& sum, int exponent) {
  Rational r;
  r.numerator = sum;
  if (exponent >= 0) {
    r.numerator <<= exponent;
  } else {
    r.denominator <<= -exponent;
  }
  return r;
}

}  // namespace

bool RationalSum::add(Context& cx, const Value& x) {
  if (!cx.charge(1)) return false;
  ++count_;
  if (is_int(x)) {
    if (squares_ && !charge_product(cx, int_bit_length(x), int_bit_length(x))) return false;
    add_scaled(*BigOperand(x), 0);
    return true;
  }
  if (!x.is_float()) {
    return fail_with(cx, Exc::kTypeError,
                     {"can't convert type '", type_name(x), "' to numerator/denominator"});
  }
  any_float_ = true;
  const double d = x.as_float();
  if (!std::isfinite(d)) {
    special_ = true;
    special_value_ += d;
    return true;
  }
  if (d == 0) return true;
  int exponent;
  const auto digits = static_cast<int64_t>(std::ldexp(std::frexp(d, &exponent), 53));
  const int zeros = std::countr_zero(static_cast<uint64_t>(digits));
  add_scaled(digits >> zeros, exponent - 53 + zeros);
  return true;
}

void RationalSum::add_scaled(const BigInt& digits, int exponent) {
  if (exponent < exponent_) {
    sum_ <<= exponent_ - exponent;
    if (squares_) square_sum_ <<= 2 * (exponent_ - exponent);
    exponent_ = exponent;
  }
  const BigInt term = exponent == exponent_ ? digits : BigInt(digits << (exponent - exponent_));
  sum_ += term;
  if (squares_) square_sum_ += term * term;
}

Rational RationalSum::total() const {
  Rational r = scaled(sum_, exponent_);
  r.special = special_;
  r.special_value = special_value_;
  return r;
}

// sum((x - mean)**2) = (n * sum(x**2) - sum(x)**2) / n
Rational RationalSum::square_deviations() const {
  if (count_ == 0) return {};
  Rational r = scaled(count_ * square_sum_ - sum_ * sum_, 2 * exponent_);
  r.denominator *= count_;
  r.special = special_;
  r.special_value = special_value_;
  return r;
}

bool rational_to_double(Context& cx, const Rational& value, double* out) {
  if (value.special) {
    *out = value.special_value;
    return true;
  }
  *out = true_divide(value.numerator, value.denominator);
  return !std::isinf(*out) || cx.fail(Exc::kOverflowError, "integer division result too large for a float");
}

bool rational_value(Context& cx, const Rational& value, bool as_float, Value* out) {
  if (!as_float && !value.special) {
    BigInt quotient, rest;
    divide_qr(value.numerator, value.denominator, quotient, rest);
    if (rest.is_zero()) {
      *out = make_int(std::move(quotient));
      return true;
    }
  }
  double d;
  if (!rational_to_double(cx, value, &d)) return false;
  *out = Value::real(d);
  return true;
}

// The integer root of the value scaled to at least 109 bits, its last bit set when it is not exact, has
// enough bits for rounding it once.
bool rational_sqrt(Context& cx, const Rational& value, double* out) {
  if (value.numerator.is_zero()) {
    *out = 0;
    return true;
  }
  constexpr int64_t kBits = 2 * 53 + 3;
  // Floor division by 2.
  const int64_t half_shift = (static_cast<int64_t>(bit_length(value.numerator)) -
                              static_cast<int64_t>(bit_length(value.denominator)) - kBits) >>
                             1;
  BigInt numerator = value.numerator, denominator = value.denominator;
  if (half_shift >= 0) {
    denominator <<= 2 * half_shift;
  } else {
    numerator <<= -2 * half_shift;
  }
  BigInt quotient, rest, unused;
  divide_qr(numerator, denominator, quotient, rest);
  BigInt root = sqrt(quotient, unused);
  if (!rest.is_zero() || !unused.is_zero()) root |= 1;
  *out = half_shift >= 0 ? big_to_double(root << half_shift)
                         : true_divide(root, BigInt(1) << static_cast<size_t>(-half_shift));
  return !std::isinf(*out) || cx.fail(Exc::kOverflowError, "integer division result too large for a float");
}

}  // namespace headrace::pylib
