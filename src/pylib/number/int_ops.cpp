// The operators on ints: what fits 64 bits is computed there, overflow goes on in big_ops.cpp.
#include "pylib/number/int_ops.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "data/number_text.h"
#include "pylib/number/big_ops.h"

namespace headrace::pylib {
namespace {

bool divide_small(Context& cx, BinaryOp op, int64_t x, int64_t y, Value* out) {
  if (y == 0) {
    return cx.fail(Exc::kZeroDivisionError,
                   op == BinaryOp::kMod ? "integer modulo by zero" : "integer division or modulo by zero");
  }
  if (y == -1) {  // INT64_MIN / -1 overflows
    if (op == BinaryOp::kMod) {
      *out = Value::integer(0);
    } else {
      *out = int_negate(Value::integer(x));
    }
    return true;
  }
  int64_t quotient = x / y;
  int64_t remainder = x % y;
  if (remainder != 0 && (remainder ^ y) < 0) {
    remainder += y;
    --quotient;
  }
  *out = Value::integer(op == BinaryOp::kMod ? remainder : quotient);
  return true;
}

// True when both convert to doubles without rounding.
bool exact_in_double(int64_t x, int64_t y) {
  constexpr int64_t kMax = int64_t{1} << 53;
  return -kMax <= x && x <= kMax && -kMax <= y && y <= kMax;
}

// a << count or a >> count, with the rules for counts that fit no machine word.
bool shift(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out) {
  if (int_sign(b) < 0) return cx.fail(Exc::kValueError, "negative shift count");
  const bool left = op == BinaryOp::kLShift;
  if (int_sign(a) == 0) {
    *out = Value::integer(0);
    return true;
  }
  if (b.is_big_int()) {
    if (left) return cx.fail(Exc::kOverflowError, "too many digits in integer");
    *out = Value::integer(int_sign(a) < 0 ? -1 : 0);
    return true;
  }
  const auto count = static_cast<uint64_t>(b.as_int());
  if (!a.is_big_int()) {
    const int64_t x = a.as_int();
    if (!left) {
      *out = Value::integer(x >> std::min<uint64_t>(count, 63));
      return true;
    }
    if (count < 63 && (x << count) >> count == x) {
      *out = Value::integer(x << count);
      return true;
    }
  }
  return big_shift(cx, left, *BigOperand(a), count, out);
}

bool small_int_binary(Context& cx, BinaryOp op, int64_t x, int64_t y, Value* out, bool* fits) {
  int64_t r;
  switch (op) {
    case BinaryOp::kAdd: *fits = !__builtin_add_overflow(x, y, &r); break;
    case BinaryOp::kSub: *fits = !__builtin_sub_overflow(x, y, &r); break;
    case BinaryOp::kMul: *fits = !__builtin_mul_overflow(x, y, &r); break;
    case BinaryOp::kAnd: r = x & y; break;
    case BinaryOp::kOr: r = x | y; break;
    case BinaryOp::kXor: r = x ^ y; break;
    case BinaryOp::kFloorDiv:
    case BinaryOp::kMod: return divide_small(cx, op, x, y, out);
    case BinaryOp::kDiv:
      if (y == 0) return cx.fail(Exc::kZeroDivisionError, "division by zero");
      if (!exact_in_double(x, y)) {
        *fits = false;
        return true;
      }
      *out = Value::real(static_cast<double>(x) / static_cast<double>(y));
      return true;
    default: *fits = false; return true;
  }
  if (*fits) *out = Value::integer(r);
  return true;
}

bool bool_binary(BinaryOp op, bool x, bool y, Value* out) {
  switch (op) {
    case BinaryOp::kAnd: *out = Value::boolean(x && y); return true;
    case BinaryOp::kOr: *out = Value::boolean(x || y); return true;
    case BinaryOp::kXor: *out = Value::boolean(x != y); return true;
    default: return false;
  }
}

}  // namespace

bool int_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled) {
  *handled = true;
  if (!a.is_heap() && !b.is_heap()) [[likely]] {
    if (a.is_bool() && b.is_bool() && bool_binary(op, a.as_bool(), b.as_bool(), out)) return true;
    bool fits = true;
    if (!small_int_binary(cx, op, a.as_int(), b.as_int(), out, &fits)) return false;
    if (fits) return true;
  }
  switch (op) {
    case BinaryOp::kLShift:
    case BinaryOp::kRShift: return shift(cx, op, a, b, out);
    case BinaryOp::kPow: return int_pow(cx, a, b, out);
    case BinaryOp::kMatMul: *handled = false; return true;
    default: return big_binary(cx, op, *BigOperand(a), *BigOperand(b), out);
  }
}

bool int_divmod(Context& cx, const Value& a, const Value& b, Value* quotient, Value* remainder) {
  if (int_sign(b) == 0) return cx.fail(Exc::kZeroDivisionError, "integer division or modulo by zero");
  if (!a.is_big_int() && !b.is_big_int()) {
    return divide_small(cx, BinaryOp::kFloorDiv, a.as_int(), b.as_int(), quotient) &&
           divide_small(cx, BinaryOp::kMod, a.as_int(), b.as_int(), remainder);
  }
  const BigOperand x(a), y(b);
  if (!charge_division(cx, *x, *y)) return false;
  BigInt q, r;
  floor_divide(*x, *y, &q, &r);
  *quotient = make_int(std::move(q));
  *remainder = make_int(std::move(r));
  return true;
}

Value int_negate(const Value& v) {
  if (v.is_big_int()) return make_int(-big_value(v));
  int64_t r;
  if (!__builtin_sub_overflow(int64_t{0}, v.as_int(), &r)) return Value::integer(r);
  return make_int(-BigInt(v.as_int()));
}

Value int_abs(const Value& v) { return int_sign(v) < 0 ? int_negate(v) : int_value(v); }

Value int_value(const Value& v) { return v.is_bool() ? Value::integer(v.as_int()) : v; }

int int_sign(const Value& v) {
  if (v.is_big_int()) return big_value(v).sign();
  return (v.as_int() > 0) - (v.as_int() < 0);
}

size_t int_bit_length(const Value& v) {
  if (v.is_big_int()) return bit_length(big_value(v));
  const auto bits = static_cast<uint64_t>(v.as_int());
  return static_cast<size_t>(std::bit_width(v.as_int() < 0 ? 0 - bits : bits));
}

bool append_int_digits(Context& cx, const Value& v, int base, std::string* out) {
  const size_t bits = base == 2 ? 1 : base == 8 ? 3 : 4;
  if (!cx.charge_bytes(int_bit_length(v) / bits)) return false;
  append_magnitude(v, base, out);
  return true;
}

int int_compare(const Value& a, const Value& b) {
  if (!a.is_big_int() && !b.is_big_int()) return (a.as_int() > b.as_int()) - (a.as_int() < b.as_int());
  // A big int lies beyond every small one, on its sign's side.
  if (!a.is_big_int()) return -int_sign(b);
  if (!b.is_big_int()) return int_sign(a);
  const int order = big_value(a).compare(big_value(b));
  return (order > 0) - (order < 0);
}

int compare_int_double(const Value& a, double b) {
  if (a.is_big_int()) return compare_big_double(big_value(a), b);
  const int64_t x = a.as_int();
  if (b >= 0x1p63) return -1;
  if (b < -0x1p63) return 1;
  const auto whole = static_cast<int64_t>(b);
  if (x != whole) return x < whole ? -1 : 1;
  const double fraction = b - static_cast<double>(whole);
  return (fraction < 0) - (fraction > 0);
}

bool int_to_double(Context& cx, const Value& v, double* out) {
  if (!v.is_big_int()) {
    *out = static_cast<double>(v.as_int());
    return true;
  }
  *out = big_to_double(big_value(v));
  return !std::isinf(*out) || cx.fail(Exc::kOverflowError, "int too large to convert to float");
}

bool int_from_double(Context& cx, double d, Value* out) {
  if (-0x1p63 <= d && d < 0x1p63) [[likely]] {
    *out = Value::integer(static_cast<int64_t>(d));
    return true;
  }
  if (std::isnan(d)) return cx.fail(Exc::kValueError, "cannot convert float NaN to integer");
  if (std::isinf(d)) return cx.fail(Exc::kOverflowError, "cannot convert float infinity to integer");
  *out = make_int(big_from_double(d));
  return true;
}

}  // namespace headrace::pylib
