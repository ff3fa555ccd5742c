#include "pylib/number/big_ops.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "pylib/number/float_ops.h"

namespace headrace::pylib {
namespace {

constexpr size_t kLimbBits = 64;

size_t limbs_of(size_t bits) { return bits / kLimbBits + 1; }

}  // namespace

// A step of the budget stands for some nanoseconds. Long multiplication takes one limb product a nanosecond;
// from about 40 limbs on Karatsuba's method takes over, whose cost grows with the power 1.585 of the shorter
// operand.
bool charge_product(Context& cx, size_t bits_a, size_t bits_b) {
  const size_t longer = limbs_of(std::max(bits_a, bits_b));
  const size_t shorter = limbs_of(std::min(bits_a, bits_b));
  if (longer * shorter <= 64) return true;
  if (!cx.charge_bytes(longer * sizeof(uint64_t))) return false;
  constexpr double kKaratsubaFrom = 40;
  const auto n = static_cast<double>(shorter);
  double products = static_cast<double>(longer) * n;
  if (n > kKaratsubaFrom) products *= std::pow(n / kKaratsubaFrom, 0.585 - 1);
  return cx.charge(static_cast<uint64_t>(products / 8));
}

bool charge_division(Context& cx, const BigInt& a, const BigInt& b) {
  const size_t divisor = limbs_of(bit_length(b));
  const size_t dividend = limbs_of(bit_length(a));
  if (dividend < divisor) return true;
  const size_t quotient = dividend - divisor + 1;
  return quotient * divisor <= 64 || cx.charge(quotient * divisor / 4);
}

void floor_divide(const BigInt& a, const BigInt& b, BigInt* quotient, BigInt* remainder) {
  divide_qr(a, b, *quotient, *remainder);
  if (!remainder->is_zero() && remainder->sign() != b.sign()) {
    *remainder += b;
    --*quotient;
  }
}

// The quotient is computed as an integer of at least 55 bits times a power of two, its last bit set when the
// division leaves a rest: enough to round it once.
double true_divide(const BigInt& a, const BigInt& b) {
  const bool negative = (a.sign() < 0) != (b.sign() < 0);
  if (a.is_zero()) return negative ? -0.0 : 0.0;
  const auto scale = static_cast<int64_t>(bit_length(a)) - static_cast<int64_t>(bit_length(b));
  if (scale > 1025) return negative ? -HUGE_VAL : HUGE_VAL;
  if (scale < -1080) return negative ? -0.0 : 0.0;

  const int64_t shift = scale - 55;
  BigInt numerator = abs(a);
  BigInt denominator = abs(b);
  if (shift < 0) {
    numerator <<= static_cast<size_t>(-shift);
  } else {
    denominator <<= static_cast<size_t>(shift);
  }
  BigInt quotient, rest;
  divide_qr(numerator, denominator, quotient, rest);
  const uint64_t digits = static_cast<uint64_t>(quotient) | static_cast<uint64_t>(!rest.is_zero());
  const double result = round_scaled(digits, shift);
  return negative ? -result : result;
}

bool big_power(Context& cx, const BigInt& base, uint64_t exponent, BigInt* out) {
  *out = 1;
  if (exponent == 0 || base.is_zero()) {
    if (exponent != 0) *out = 0;
    return true;
  }
  // Powers of two shift instead of multiplying.
  const size_t twos = lsb(abs(base));
  BigInt odd = base >> twos;
  const size_t odd_bits = bit_length(odd);
  uint64_t bits;
  if (__builtin_mul_overflow(exponent, (odd_bits == 1 ? 0 : odd_bits) + twos, &bits)) bits = UINT64_MAX;
  // The last squaring costs about as much as all before it.
  if (!cx.charge_bytes(bits / 8) || (odd_bits > 1 && !charge_product(cx, bits / 2, bits / 2))) return false;
  if (odd_bits == 1) {
    *out = odd.sign() < 0 && (exponent & 1) ? -1 : 1;
  } else {
    for (int i = std::bit_width(exponent) - 1; i >= 0; --i) {
      *out *= *out;
      if (exponent >> i & 1) *out *= odd;
    }
  }
  *out <<= twos * exponent;
  return true;
}

bool big_shift(Context& cx, bool left, const BigInt& a, uint64_t count, Value* out) {
  if (left) {
    if (!cx.charge_bytes((bit_length(a) + count) / 8)) return false;
    *out = make_int(a << count);
  } else if (count > bit_length(a)) {
    *out = Value::integer(a.sign() < 0 ? -1 : 0);
  } else {
    *out = make_int(a >> count);
  }
  return true;
}

bool big_binary(Context& cx, BinaryOp op, const BigInt& a, const BigInt& b, Value* out) {
  constexpr size_t kFreeLimbs = 64;
  const size_t limbs = std::max(a.backend().size(), b.backend().size());
  if (limbs > kFreeLimbs && !cx.charge_bytes(limbs * sizeof(uint64_t))) return false;
  switch (op) {
    case BinaryOp::kAdd: *out = make_int(a + b); return true;
    case BinaryOp::kSub: *out = make_int(a - b); return true;
    case BinaryOp::kMul:
      if (!charge_product(cx, bit_length(a), bit_length(b))) return false;
      *out = make_int(a * b);
      return true;
    case BinaryOp::kAnd: *out = make_int(a & b); return true;
    case BinaryOp::kOr: *out = make_int(a | b); return true;
    case BinaryOp::kXor: *out = make_int(a ^ b); return true;
    case BinaryOp::kDiv: {
      if (b.is_zero()) return cx.fail(Exc::kZeroDivisionError, "division by zero");
      const double quotient = true_divide(a, b);
      if (std::isinf(quotient)) {
        return cx.fail(Exc::kOverflowError, "integer division result too large for a float");
      }
      *out = Value::real(quotient);
      return true;
    }
    default: break;
  }
  if (b.is_zero()) {
    return cx.fail(Exc::kZeroDivisionError,
                   op == BinaryOp::kMod ? "integer modulo by zero" : "integer division or modulo by zero");
  }
  if (!charge_division(cx, a, b)) return false;
  BigInt quotient, remainder;
  floor_divide(a, b, &quotient, &remainder);
  *out = make_int(std::move(op == BinaryOp::kMod ? remainder : quotient));
  return true;
}

}  // namespace headrace::pylib
