// round(), half to even in decimal.

#include <algorithm>
#include <charconv>
#include <cmath>

#include "pylib/builtins.h"
#include "pylib/errors.h"
#include "pylib/number/big_ops.h"
#include "pylib/number/float_ops.h"
#include "pylib/number/int_ops.h"

namespace headrace::pylib {
namespace {

// Powers of ten that a double holds exactly.
constexpr double kTenTo[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                             1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int kTenToMax = 22;

BigInt ten_to(int64_t n) { return pow(BigInt(10), static_cast<unsigned>(n)); }

// Through the decimal text with so many digits, which is exact.
double round_by_text(double x, int digits) {
  char text[800];  // 309 digits before the point, 323 behind
  const auto end = std::to_chars(text, text + sizeof text, x, std::chars_format::fixed, digits).ptr;
  double rounded = x;
  std::from_chars(text, end, rounded);
  return rounded;
}

// The fraction digits of a number below 2**52. x * 10**digits is computed with its rounding error, so that
// the exact product is seen on which side of a half it lies; the quotient of two exact integers is rounded
// once.
bool round_fraction_fast(double x, int digits, double* out) {
  const double scale = kTenTo[digits];
  const double product = x * scale;
  if (!(std::fabs(product) < 0x1p52)) return false;
  if (std::fabs(product) < 0.25) {
    *out = std::copysign(0.0, x);
    return true;
  }
  const double error = std::fma(x, scale, -product);
  double nearest = std::nearbyint(product);
  const double tail = product - nearest;
  // nearbyint took the product for a tie and went to the even side.
  if (tail == 0.5 && error > 0) nearest += 1;
  if (tail == -0.5 && error < 0) nearest -= 1;
  *out = std::copysign(nearest / scale, x);
  return true;
}

double round_fraction(double x, int64_t digits) {
  constexpr int64_t kDigitsMax = 323;  // the last place of the smallest double's leading digit
  if (digits > kDigitsMax || std::fabs(x) >= 0x1p52) return x;
  double rounded;
  if (digits <= kTenToMax && round_fraction_fast(x, static_cast<int>(digits), &rounded)) return rounded;
  return round_by_text(x, static_cast<int>(digits));
}

// To a multiple of 10**tens; exact, as the remainder is.
double round_whole_fast(double x, int tens) {
  const double unit = kTenTo[tens];
  const double size = std::fabs(x);
  const double tail = std::fmod(size, unit);
  double rounded = size - tail;
  if (tail > unit / 2 || (tail == unit / 2 && std::fmod(rounded, 2 * unit) != 0)) rounded += unit;
  return std::copysign(rounded, x);
}

double round_whole(double x, int64_t tens) {
  constexpr int64_t kTensMax = 308;
  if (tens > kTensMax) return std::copysign(0.0, x);
  if (tens <= kTenToMax && std::fabs(x) < 0x1p53) return round_whole_fast(x, static_cast<int>(tens));
  BigInt numerator, denominator, quotient, rest;
  ratio_of_double(std::fabs(x), &numerator, &denominator);
  const BigInt power = ten_to(tens);
  denominator *= power;
  divide_qr(numerator, denominator, quotient, rest);
  rest *= 2;
  if (rest > denominator || (rest == denominator && bit_test(quotient, 0))) ++quotient;
  return std::copysign(big_to_double(quotient * power), x);
}

// To a multiple of 10**tens.
Value round_int(const Value& v, int64_t tens) {
  // Below half of the unit whatever the digits: bits * log10(2) < tens - 1.
  if (static_cast<double>(int_bit_length(v)) * 0.30103 < static_cast<double>(tens) - 1)
    return Value::integer(0);
  const BigInt unit = ten_to(tens);
  BigInt quotient, rest;
  floor_divide(*BigOperand(v), unit, &quotient, &rest);
  rest *= 2;
  if (rest > unit || (rest == unit && bit_test(quotient, 0))) ++quotient;
  return make_int(quotient * unit);
}

constexpr const char* kNames[] = {"number", "ndigits"};
constexpr Signature kSignature{"round", kNames, 1};

}  // namespace

bool round_float(Context& cx, double x, int64_t digits, double* out) {
  if (!std::isfinite(x) || x == 0) {
    *out = x;
    return true;
  }
  *out = digits >= 0 ? round_fraction(x, digits) : round_whole(x, -std::max<int64_t>(digits, -1000));
  return !std::isinf(*out) || cx.fail(Exc::kOverflowError, "rounded value too large to represent");
}

bool builtin_round(Context& cx, const Args& args, Value* out) {
  const Value* slots[2];
  if (!bind(cx, kSignature, args, slots)) return false;
  const Value& v = *slots[0];
  const bool whole = !slots[1] || slots[1]->is_none();
  if (!is_int(v) && !v.is_float()) {
    return fail_with(cx, Exc::kTypeError, {"type ", type_name(v), " doesn't define __round__ method"});
  }
  if (whole) {
    if (v.is_float()) return int_from_double(cx, std::nearbyint(v.as_float()), out);
    *out = int_value(v);
    return true;
  }
  int64_t digits;
  if (!to_index(cx, *slots[1], &digits, true)) return false;
  if (v.is_float()) {
    double rounded;
    if (!round_float(cx, v.as_float(), digits, &rounded)) return false;
    *out = Value::real(rounded);
    return true;
  }
  if (digits >= 0) {
    *out = int_value(v);
    return true;
  }
  if (!charge_product(cx, int_bit_length(v), int_bit_length(v))) return false;
  *out = round_int(v, digits == INT64_MIN ? INT64_MAX : -digits);
  return true;
}

}  // namespace headrace::pylib
