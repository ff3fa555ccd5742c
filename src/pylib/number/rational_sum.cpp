#include "pylib/number/rational_sum.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pylib/errors.h"
#include "pylib/number/big_ops.h"
#include "pylib/number/int_ops.h"

namespace headrace::pylib {
namespace {

using Unsigned128 = unsigned __int128;

// A near term has at most 63 + 60 bits, so that 512 of their squares fit 256 bits.
constexpr int kNearShiftMax = 60;
constexpr int kNearCountMax = 512;

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

// words += value * 2**shift
void add_shifted(uint64_t (&words)[4], Unsigned128 value, int shift) {
  const int bits = shift % 64;
  const uint64_t parts[] = {static_cast<uint64_t>(value << bits), static_cast<uint64_t>(value << bits >> 64),
                            bits == 0 ? 0 : static_cast<uint64_t>(value >> 64 >> (64 - bits))};
  uint64_t carry = 0;
  for (int i = shift / 64; i < 4; ++i) {
    const int part = i - shift / 64;
    const Unsigned128 word = Unsigned128{words[i]} + (part < 3 ? parts[part] : 0) + carry;
    words[i] = static_cast<uint64_t>(word);
    carry = static_cast<uint64_t>(word >> 64);
  }
}

}  // namespace

bool RationalSum::add(Context& cx, const Value& x) {
  if (!cx.charge(1)) return false;
  ++count_;
  if (x.is_float()) {
    add_float(x.as_float());
    return true;
  }
  if (!is_int(x)) {
    return fail_with(cx, Exc::kTypeError,
                     {"can't convert type '", type_name(x), "' to numerator/denominator"});
  }
  if (!x.is_big_int()) {
    add_scaled(x.as_int(), 0);
    return true;
  }
  const size_t bits = int_bit_length(x);
  if (squares_ ? !charge_product(cx, bits, bits) : !cx.charge_bytes(bits / 8)) return false;
  add_far(big_value(x), 0);
  return true;
}

void RationalSum::add_float(double d) {
  any_float_ = true;
  if (!std::isfinite(d)) {
    special_ = true;
    special_value_ += d;
    return;
  }
  if (d == 0) return;
  int exponent;
  const auto digits = static_cast<int64_t>(std::ldexp(std::frexp(d, &exponent), 53));
  add_scaled(digits, exponent - 53);
}

void RationalSum::add_scaled(int64_t digits, int exponent) {
  // Room for somewhat smaller numbers to come, so that most are near.
  constexpr int kRoom = 24;
  if (exponent < exponent_) lower_exponent(exponent - kRoom);
  const int shift = exponent - exponent_;
  if (shift <= kNearShiftMax) {
    add_near(digits, shift);
  } else {
    add_far(digits, exponent);
  }
}

void RationalSum::add_near(int64_t digits, int shift) {
  const __int128 term = static_cast<__int128>(digits) << shift;
  __int128 sum;
  if (near_count_ == kNearCountMax || __builtin_add_overflow(near_sum_, term, &sum)) {
    fold();
    sum = term;
  }
  near_sum_ = sum;
  ++near_count_;
  if (!squares_) return;
  const uint64_t size = digits < 0 ? 0 - static_cast<uint64_t>(digits) : static_cast<uint64_t>(digits);
  add_shifted(near_squares_, Unsigned128{size} * size, 2 * shift);
}

void RationalSum::add_far(const BigInt& digits, int exponent) {
  if (exponent < exponent_) lower_exponent(exponent);
  const BigInt term = digits << (exponent - exponent_);
  far_sum_ += term;
  if (squares_) far_squares_ += term * term;
}

void RationalSum::lower_exponent(int exponent) {
  fold();
  far_sum_ <<= exponent_ - exponent;
  far_squares_ <<= 2 * (exponent_ - exponent);
  exponent_ = exponent;
}

BigInt RationalSum::sum() const { return far_sum_ + near_sum_; }

BigInt RationalSum::near_squares() const {
  BigInt near;
  import_bits(near, near_squares_, near_squares_ + 4, 64, false);
  return near;
}

BigInt RationalSum::square_sum() const { return far_squares_ + near_squares(); }

void RationalSum::fold() {
  far_sum_ += near_sum_;
  far_squares_ += near_squares();
  near_sum_ = 0;
  near_count_ = 0;
  std::fill(near_squares_, near_squares_ + 4, 0);
}

Rational RationalSum::total() const {
  Rational r = scaled(sum(), exponent_);
  r.special = special_;
  r.special_value = special_value_;
  return r;
}

// sum((x - mean)**2) = (n * sum(x**2) - sum(x)**2) / n
Rational RationalSum::square_deviations() const {
  if (count_ == 0) return {};
  const BigInt total = sum();
  Rational r = scaled(count_ * square_sum() - total * total, 2 * exponent_);
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
