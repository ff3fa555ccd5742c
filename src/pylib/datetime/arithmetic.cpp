// + - * / // % of dates and timedeltas.
//
// A timedelta is a whole number of microseconds below 2**67. Its products and quotients with floats are
// exact, rounded once, half to even: a float is m * 2**e with m below 2**53, so everything fits 128 bits, or
// is out of a timedelta's range, or rounds to 0.
#include <cmath>
#include <cstdlib>

#include "data/bigint.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/timedelta.h"
#include "pylib/datetime/zone.h"
#include "pylib/operators.h"

namespace headrace::pylib {
namespace {

bool fail_overflow(Context& cx) {
  return cx.fail(Exc::kOverflowError, "Python int too large to convert to C int");
}
bool fail_zero(Context& cx, const char* message) { return cx.fail(Exc::kZeroDivisionError, message); }

Int128 magnitude(Int128 x) { return x < 0 ? -x : x; }

// n / d to the nearest integer, halves to even; d is not 0 and 2 * |d| fits.
Int128 divide_nearest(Int128 n, Int128 d) {
  if (d < 0) n = -n, d = -d;
  Int128 q = n / d, r = n % d;
  if (r < 0) --q, r += d;
  if (2 * r > d || (2 * r == d && q % 2 != 0)) ++q;
  return q;
}

Int128 divide_floor(Int128 n, Int128 d) {
  const Int128 q = n / d;
  return n % d != 0 && (n < 0) != (d < 0) ? q - 1 : q;
}

// A finite float as mantissa * 2**exponent, the mantissa odd or 0.
struct Ratio {
  int64_t mantissa;
  int exponent;
};
bool to_ratio(Context& cx, double d, Ratio* out) {
  if (std::isnan(d)) return cx.fail(Exc::kValueError, "cannot convert NaN to integer ratio");
  if (std::isinf(d)) return cx.fail(Exc::kOverflowError, "cannot convert Infinity to integer ratio");
  int exponent;
  auto mantissa = static_cast<int64_t>(std::ldexp(std::frexp(d, &exponent), 53));
  exponent -= 53;
  while (mantissa != 0 && mantissa % 2 == 0) mantissa /= 2, ++exponent;
  *out = {mantissa, mantissa == 0 ? 0 : exponent};
  return true;
}

bool shift_left(Int128 x, int bits, Int128* out) {
  if (bits >= 127 || magnitude(x) >> (127 - bits) != 0) return x == 0;
  *out = x * (static_cast<Int128>(1) << bits);
  return true;
}

bool multiply_float(Context& cx, Int128 us, double factor, Value* out) {
  Ratio r;
  if (!to_ratio(cx, factor, &r)) return false;
  Int128 product = us * r.mantissa;
  if (product == 0) return make_timedelta(cx, 0, out);
  if (r.exponent >= 0) {
    if (!shift_left(product, r.exponent, &product)) return fail_overflow(cx);
  } else if (r.exponent < -122) {
    product = 0;  // below a quarter
  } else {
    product = divide_nearest(product, static_cast<Int128>(1) << -r.exponent);
  }
  return make_timedelta(cx, product, out);
}

bool divide_float(Context& cx, Int128 us, double divisor, Value* out) {
  Ratio r;
  if (!to_ratio(cx, divisor, &r)) return false;
  if (r.mantissa == 0) return fail_zero(cx, "division by zero");
  Int128 numerator = us, denominator = r.mantissa;
  if (us == 0) return make_timedelta(cx, 0, out);
  if (r.exponent < 0) {
    if (!shift_left(us, -r.exponent, &numerator)) return fail_overflow(cx);
  } else if (r.exponent > 72) {
    numerator = 0;  // the divisor is more than four times the timedelta
  } else {
    denominator *= static_cast<Int128>(1) << r.exponent;
  }
  return make_timedelta(cx, divide_nearest(numerator, denominator), out);
}

bool is_int(const Value& v) { return v.kind() == Kind::kInt || v.kind() == Kind::kBool; }

// A big int as 128 bits where |v| < 2**100, which is far beyond what any timedelta times or over it needs.
bool to_int128(const Value& v, Int128* out) {
  if (!v.is_heap()) {
    *out = v.as_int();
    return true;
  }
  const BigInt& big = big_value(v);
  if (msb(abs(big)) >= 100) return false;
  *out = static_cast<Int128>(big);
  return true;
}

bool multiply_int(Context& cx, Int128 us, const Value& factor, Value* out) {
  Int128 i, product;
  if (us == 0) return make_timedelta(cx, 0, out);
  if (!to_int128(factor, &i) || __builtin_mul_overflow(us, i, &product)) return fail_overflow(cx);
  return make_timedelta(cx, product, out);
}

bool divide_int(Context& cx, BinaryOp op, Int128 us, const Value& divisor, Value* out) {
  Int128 i;
  if (!to_int128(divisor, &i)) i = static_cast<Int128>(big_value(divisor) < 0 ? -1 : 1) << 100;
  if (i == 0) {
    return fail_zero(cx, op == BinaryOp::kDiv ? "division by zero" : "integer division or modulo by zero");
  }
  return make_timedelta(cx, op == BinaryOp::kDiv ? divide_nearest(us, i) : divide_floor(us, i), out);
}

Value make_int128(Int128 i) {
  const auto small = static_cast<int64_t>(i);
  return small == i ? Value::integer(small) : make_int(BigInt(i));
}

bool binary_timedeltas(Context& cx, BinaryOp op, Int128 a, Int128 b, Value* out, bool* handled) {
  switch (op) {
    case BinaryOp::kAdd: return make_timedelta(cx, a + b, out);
    case BinaryOp::kSub: return make_timedelta(cx, a - b, out);
    case BinaryOp::kDiv:
      if (b == 0) return fail_zero(cx, "division by zero");
      *out = Value::real(divide_exactly(a, b));
      return true;
    case BinaryOp::kFloorDiv:
      if (b == 0) return fail_zero(cx, "integer division or modulo by zero");
      *out = make_int128(divide_floor(a, b));
      return true;
    case BinaryOp::kMod:
      if (b == 0) return fail_zero(cx, "integer modulo by zero");
      return make_timedelta(cx, a - divide_floor(a, b) * b, out);
    default: *handled = false; return true;
  }
}

bool binary_timedelta_number(Context& cx, BinaryOp op, const Value& timedelta, const Value& number,
                             bool reversed, Value* out, bool* handled) {
  const Int128 us = total_us(timedelta);
  if (op == BinaryOp::kMul) {
    return number.is_float() ? multiply_float(cx, us, number.as_float(), out)
                             : multiply_int(cx, us, number, out);
  }
  if (op == BinaryOp::kDiv && !reversed && number.is_float()) {
    return divide_float(cx, us, number.as_float(), out);
  }
  if ((op == BinaryOp::kDiv || op == BinaryOp::kFloorDiv) && !reversed && is_int(number)) {
    return divide_int(cx, op, us, number, out);
  }
  *handled = false;
  return true;
}

bool add_days(Context& cx, const Value& date, int64_t days, Value* out) {
  const int64_t day = date.days() + days;
  if (!is_valid_day(day)) return fail_date_overflow(cx);
  *out = Value::date(day);
  return true;
}

// The zone stays, fold does not.
bool add_to_datetime(Context& cx, const Value& datetime, const Value& timedelta, int sign, Value* out) {
  constexpr int64_t kDaysOfAllYears = kLastDay - kFirstDay + 1;
  const int64_t days = timedelta.delta_days();
  if (days > kDaysOfAllYears || days < -kDaysOfAllYears - 1) return fail_date_overflow(cx);
  const int64_t delta_us = (days * kDayUs + timedelta.delta_us()) * sign;
  if (!datetime.is_heap()) {
    const int64_t wall_us = datetime.wall_us() + delta_us;
    if (!is_valid_wall(wall_us)) return fail_date_overflow(cx);
    *out = Value::datetime(wall_us, datetime.zone(), datetime.offset_s());
    return true;
  }
  ZonedTime t = zoned_time(datetime);
  t.wall_us += delta_us;
  t.fold = false;
  if (!is_valid_wall(t.wall_us)) return fail_date_overflow(cx);
  *out = make_datetime(t);
  return true;
}

bool subtract_datetimes(Context& cx, const Value& a, const Value& b, Value* out) {
  if (!a.is_heap() && !b.is_heap() && a.zone() == b.zone() && a.offset_s() == b.offset_s()) {
    *out = timedelta_from_us(a.wall_us() - b.wall_us());
    return true;
  }
  const ZonedTime x = zoned_time(a), y = zoned_time(b);
  int64_t x_offset = 0, y_offset = 0;
  if (!(x.tz == y.tz) && (!utc_offset(cx, x.tz, &x_offset) || !utc_offset(cx, y.tz, &y_offset))) return false;
  if (x.tz.aware() != y.tz.aware()) {
    return cx.fail(Exc::kTypeError, "can't subtract offset-naive and offset-aware datetimes");
  }
  *out = timedelta_from_us((x.wall_us - x_offset) - (y.wall_us - y_offset));
  return true;
}

}  // namespace

bool datetime_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled) {
  *handled = true;
  const Kind x = a.kind(), y = b.kind();
  if (x == Kind::kTimeDelta && y == Kind::kTimeDelta) {
    return binary_timedeltas(cx, op, total_us(a), total_us(b), out, handled);
  }
  if (x == Kind::kTimeDelta && (is_int(b) || b.is_float())) {
    return binary_timedelta_number(cx, op, a, b, false, out, handled);
  }
  if (y == Kind::kTimeDelta && (is_int(a) || a.is_float())) {
    return binary_timedelta_number(cx, op, b, a, true, out, handled);
  }
  if (op == BinaryOp::kAdd) {
    if (x == Kind::kDateTime && y == Kind::kTimeDelta) return add_to_datetime(cx, a, b, 1, out);
    if (x == Kind::kTimeDelta && y == Kind::kDateTime) return add_to_datetime(cx, b, a, 1, out);
    if (x == Kind::kDate && y == Kind::kTimeDelta) return add_days(cx, a, b.delta_days(), out);
    if (x == Kind::kTimeDelta && y == Kind::kDate) return add_days(cx, b, a.delta_days(), out);
  } else if (op == BinaryOp::kSub) {
    if (x == Kind::kDateTime && y == Kind::kDateTime) return subtract_datetimes(cx, a, b, out);
    if (x == Kind::kDateTime && y == Kind::kTimeDelta) return add_to_datetime(cx, a, b, -1, out);
    if (x == Kind::kDate && y == Kind::kTimeDelta) return add_days(cx, a, -int64_t{b.delta_days()}, out);
    if (x == Kind::kDate && y == Kind::kDate) {
      *out = Value::timedelta(static_cast<int32_t>(a.days() - b.days()), 0);
      return true;
    }
  }
  *handled = false;
  return true;
}

}  // namespace headrace::pylib
