#include "pylib/number/float_ops.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace headrace::pylib {
namespace {

bool is_odd(double x) { return std::fmod(std::fabs(x), 2.0) == 1.0; }

double float_modulo(double a, double b) {
  double remainder = std::fmod(a, b);
  if (remainder == 0) return std::copysign(0.0, b);
  if ((b < 0) != (remainder < 0)) remainder += b;
  return remainder;
}

// ** where an operand is infinite; the other is not NaN.
double power_of_infinity(double a, double b) {
  if (std::isinf(b)) {
    const double size = std::fabs(a);
    if (size == 1) return 1;
    return (b > 0) == (size > 1) ? HUGE_VAL : 0;
  }
  if (b > 0) return is_odd(b) ? a : std::fabs(a);
  return is_odd(b) ? std::copysign(0.0, a) : 0.0;
}

}  // namespace

void float_divmod(double a, double b, double* quotient, double* remainder) {
  double mod = std::fmod(a, b);
  // Nearly exact: (a - mod) is close to a multiple of b.
  double div = (a - mod) / b;
  if (mod != 0) {
    if ((b < 0) != (mod < 0)) {
      mod += b;
      div -= 1;
    }
  } else {
    mod = std::copysign(0.0, b);
  }
  if (div != 0) {
    double whole = std::floor(div);
    if (div - whole > 0.5) whole += 1;
    *quotient = whole;
  } else {
    *quotient = std::copysign(0.0, a / b);
  }
  *remainder = mod;
}

// The special cases are Python's, which are those of C99's pow but for the errors; they come first so that an
// infinite result of finite operands can only be an overflow.
bool float_pow(Context& cx, double a, double b, double* out) {
  if (b == 0 || a == 1) {
    *out = 1;
    return true;
  }
  if (std::isnan(a) || std::isnan(b)) {
    *out = a + b;
    return true;
  }
  if (std::isinf(a) || std::isinf(b)) {
    *out = power_of_infinity(a, b);
    return true;
  }
  if (a == 0) {
    if (b < 0) return cx.fail(Exc::kZeroDivisionError, "0.0 cannot be raised to a negative power");
    *out = is_odd(b) ? a : 0.0;
    return true;
  }
  if (a < 0 && b != std::floor(b)) return cx.fail(Exc::kValueError, "complex numbers are not supported");
  const double power = std::pow(std::fabs(a), b);
  if (std::isinf(power)) return cx.fail(Exc::kOverflowError, "(34, 'Numerical result out of range')");
  *out = a < 0 && is_odd(b) ? -power : power;
  return true;
}

bool float_binary(Context& cx, BinaryOp op, double a, double b, Value* out, bool* handled) {
  *handled = true;
  double r;
  switch (op) {
    case BinaryOp::kAdd: r = a + b; break;
    case BinaryOp::kSub: r = a - b; break;
    case BinaryOp::kMul: r = a * b; break;
    case BinaryOp::kDiv:
      if (b == 0) return cx.fail(Exc::kZeroDivisionError, "float division by zero");
      r = a / b;
      break;
    case BinaryOp::kFloorDiv: {
      if (b == 0) return cx.fail(Exc::kZeroDivisionError, "float floor division by zero");
      double remainder;
      float_divmod(a, b, &r, &remainder);
      break;
    }
    case BinaryOp::kMod:
      if (b == 0) return cx.fail(Exc::kZeroDivisionError, "float modulo");
      r = float_modulo(a, b);
      break;
    case BinaryOp::kPow:
      if (!float_pow(cx, a, b, &r)) return false;
      break;
    default: *handled = false; return true;
  }
  *out = Value::real(r);
  return true;
}

double round_scaled(uint64_t digits, int64_t exponent) {
  if (digits == 0) return 0;
  const int64_t bits = std::bit_width(digits);
  if (bits + exponent > 1100) return HUGE_VAL;
  if (bits + exponent < -1100) return 0;
  // The last place kept is the significand's 53rd, or that of the subnormal numbers.
  const int64_t drop = std::max<int64_t>(bits - 53, -1074 - exponent);
  if (drop > 64) return 0;
  if (drop > 0) {
    const uint64_t kept = drop == 64 ? 0 : digits >> drop;
    const uint64_t tail = drop == 64 ? digits : digits & ((uint64_t{1} << drop) - 1);
    const uint64_t half = uint64_t{1} << (drop - 1);
    digits = kept + (tail > half || (tail == half && (kept & 1)));
    exponent += drop;
  }
  return std::ldexp(static_cast<double>(digits), static_cast<int>(exponent));
}

}  // namespace headrace::pylib
