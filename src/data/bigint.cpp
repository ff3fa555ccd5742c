#include "data/bigint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace headrace {

namespace {

constexpr size_t kLimbBits = 64;
static_assert(sizeof(boost::multiprecision::limb_type) * 8 == kLimbBits);

// The 64 highest bits of |v| (v has more than 64), the lowest of them set when anything below is.
uint64_t top_bits(const BigInt& v, size_t bits) {
  const auto* limbs = v.backend().limbs();
  const size_t drop = bits - kLimbBits;
  const size_t whole = drop / kLimbBits;
  const size_t part = drop % kLimbBits;
  uint64_t top = limbs[whole] >> part;
  bool rest = false;
  if (part != 0) {
    top |= limbs[whole + 1] << (kLimbBits - part);
    rest = (limbs[whole] << (kLimbBits - part)) != 0;
  }
  for (size_t i = 0; i < whole && !rest; ++i) rest = limbs[i] != 0;
  return top | static_cast<uint64_t>(rest);
}

}  // namespace

BigInt to_big(const Value& v) { return v.is_big_int() ? big_value(v) : BigInt(v.as_int()); }

Value make_int(BigInt v) {
  if (v.backend().size() == 1) {
    const uint64_t magnitude = *v.backend().limbs();
    const bool negative = v.backend().sign();
    if (magnitude <= static_cast<uint64_t>(INT64_MAX) + negative) {
      return Value::integer(static_cast<int64_t>(negative ? 0 - magnitude : magnitude));
    }
  }
  return Value::adopt(new BigIntObj(std::move(v)));
}

size_t bit_length(const BigInt& v) {
  const size_t limbs = v.backend().size();
  return limbs * kLimbBits - static_cast<size_t>(std::countl_zero(v.backend().limbs()[limbs - 1]));
}

BigInt big_from_double(double d) {
  int exponent;
  const double mantissa = std::frexp(d, &exponent);
  if (exponent <= 63) return BigInt(static_cast<int64_t>(d));
  // 53 bits of integer, then zeros.
  BigInt v = static_cast<int64_t>(std::ldexp(mantissa, 53));
  v <<= exponent - 53;
  return v;
}

void ratio_of_double(double d, BigInt* numerator, BigInt* denominator) {
  int exponent;
  const double mantissa = std::frexp(d, &exponent);
  auto digits = static_cast<int64_t>(std::ldexp(mantissa, 53));
  exponent -= 53;
  const int zeros = digits == 0 ? 0 : std::countr_zero(static_cast<uint64_t>(digits));
  digits >>= zeros;
  exponent = digits == 0 ? 0 : exponent + zeros;
  *numerator = digits;
  *denominator = 1;
  if (exponent >= 0) {
    *numerator <<= exponent;
  } else {
    *denominator <<= -exponent;
  }
}

double big_frexp(const BigInt& v, int64_t* exponent) {
  const size_t bits = bit_length(v);
  // Rounding 64 bits to 53 sees the dropped tail through the lowest bit, so the conversion rounds only once.
  const uint64_t top = bits <= kLimbBits ? *v.backend().limbs() : top_bits(v, bits);
  int rounded;
  const double mantissa = std::frexp(static_cast<double>(top), &rounded);
  *exponent = rounded + (bits <= kLimbBits ? 0 : static_cast<int64_t>(bits - kLimbBits));
  return v.backend().sign() ? -mantissa : mantissa;
}

double big_to_double(const BigInt& v) {
  int64_t exponent;
  const double mantissa = big_frexp(v, &exponent);
  return std::ldexp(mantissa, static_cast<int>(std::min<int64_t>(exponent, 2000)));
}

int compare_big_double(const BigInt& a, double b) {
  const int sign = a.sign();
  const int sign_b = (b > 0) - (b < 0);
  if (sign != sign_b) return sign < sign_b ? -1 : 1;
  if (sign == 0) return 0;
  if (std::isinf(b)) return -sign_b;

  int exponent;
  std::frexp(b, &exponent);
  const auto bits = static_cast<int64_t>(bit_length(a));
  if (bits != exponent) return bits < exponent ? -sign : sign;
  const int order = a.compare(big_from_double(b));
  if (order != 0) return order < 0 ? -1 : 1;
  const double fraction = b - std::trunc(b);
  return (fraction < 0) - (fraction > 0);
}

}  // namespace headrace
