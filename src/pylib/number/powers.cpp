// ** on ints, and pow with a modulus.

#include <bit>
#include <utility>

#include "pylib/number/big_ops.h"
#include "pylib/number/float_ops.h"
#include "pylib/number/int_ops.h"

namespace headrace::pylib {
namespace {

// False when the result does not fit.
bool small_power(int64_t base, uint64_t exponent, int64_t* out) {
  int64_t result = 1;
  for (int i = std::bit_width(exponent) - 1; i >= 0; --i) {
    if (__builtin_mul_overflow(result, result, &result)) return false;
    if ((exponent >> i & 1) && __builtin_mul_overflow(result, base, &result)) return false;
  }
  *out = result;
  return true;
}

bool power_to_float(Context& cx, const Value& a, const Value& b, Value* out) {
  double x, y, r;
  if (!int_to_double(cx, a, &x) || !int_to_double(cx, b, &y) || !float_pow(cx, x, y, &r)) return false;
  *out = Value::real(r);
  return true;
}

// The exponent is beyond 64 bits: only 0, 1 and -1 have such powers.
bool power_to_big(Context& cx, const Value& a, const BigInt& exponent, Value* out) {
  if (a.is_big_int() || a.as_int() < -1 || a.as_int() > 1) return cx.charge_bytes(UINT64_MAX);
  const bool odd = bit_test(exponent, 0);
  *out = Value::integer(a.as_int() == -1 && !odd ? 1 : a.as_int());
  return true;
}

// The x in [0, m) with a * x = 1 modulo m, by Euclid's algorithm; false when a and m have a common factor.
bool inverse(Context& cx, const BigInt& a, const BigInt& m, BigInt* out) {
  BigInt r0 = m, r1, x0 = 0, x1 = 1, q, r;
  floor_divide(a, m, &q, &r1);
  while (!r1.is_zero()) {
    if (!charge_product(cx, bit_length(x1), bit_length(r0))) return false;
    divide_qr(r0, r1, q, r);
    r0 = std::move(r1);
    r1 = std::move(r);
    BigInt x = x0 - q * x1;
    x0 = std::move(x1);
    x1 = std::move(x);
  }
  if (r0 != 1) return cx.fail(Exc::kValueError, "base is not invertible for the given modulus");
  if (x0.sign() < 0) x0 += m;
  *out = std::move(x0);
  return true;
}

// base**exponent modulo m, all positive, base < m.
bool power_modulo(Context& cx, const BigInt& base, const BigInt& exponent, const BigInt& m, BigInt* out) {
  const size_t size = bit_length(m);
  BigInt result = 1;
  for (size_t i = bit_length(exponent); i-- > 0;) {
    if (!cx.charge(1) || !charge_product(cx, size, 4 * size)) return false;
    result = result * result % m;
    if (bit_test(exponent, static_cast<unsigned>(i))) result = result * base % m;
  }
  *out = result % m;
  return true;
}

}  // namespace

bool int_pow(Context& cx, const Value& a, const Value& b, Value* out) {
  if (int_sign(b) < 0) return power_to_float(cx, a, b, out);
  if (b.is_big_int()) return power_to_big(cx, a, big_value(b), out);
  const auto exponent = static_cast<uint64_t>(b.as_int());
  int64_t small;
  if (!a.is_big_int() && small_power(a.as_int(), exponent, &small)) {
    *out = Value::integer(small);
    return true;
  }
  BigInt power;
  if (!big_power(cx, *BigOperand(a), exponent, &power)) return false;
  *out = make_int(std::move(power));
  return true;
}

bool int_pow_mod(Context& cx, const Value& a, const Value& b, const Value& m, Value* out) {
  if (int_sign(m) == 0) return cx.fail(Exc::kValueError, "pow() 3rd argument cannot be 0");
  const BigInt modulus = abs(*BigOperand(m));
  if (modulus == 1) {
    *out = Value::integer(0);
    return true;
  }
  BigInt base, quotient;
  if (int_sign(b) < 0) {
    if (!inverse(cx, *BigOperand(a), modulus, &base)) return false;
  } else {
    if (!charge_division(cx, *BigOperand(a), modulus)) return false;
    floor_divide(*BigOperand(a), modulus, &quotient, &base);
  }
  BigInt power;
  if (!power_modulo(cx, base, abs(*BigOperand(b)), modulus, &power)) return false;
  // Python's result has the modulus's sign.
  if (int_sign(m) < 0 && !power.is_zero()) power -= modulus;
  *out = make_int(std::move(power));
  return true;
}

}  // namespace headrace::pylib
