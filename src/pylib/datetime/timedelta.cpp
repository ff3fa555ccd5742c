#include "pylib/datetime/timedelta.h"

#include <bit>
#include <cmath>
#include <cstdio>

#include "pylib/datetime/fields.h"

namespace headrace::pylib {
namespace {

constexpr int64_t kDaysMax = 999'999'999;

int top_bit(unsigned __int128 x) {
  const auto high = static_cast<uint64_t>(x >> 64);
  return high ? 127 - std::countl_zero(high) : 63 - std::countl_zero(static_cast<uint64_t>(x));
}

}  // namespace

bool make_timedelta(Context& cx, Int128 us, Value* out) {
  Int128 days = us / kDayUs;
  auto rest = static_cast<int64_t>(us % kDayUs);
  if (rest < 0) --days, rest += kDayUs;
  if (days < INT32_MIN || days > INT32_MAX) {
    return cx.fail(Exc::kOverflowError, "Python int too large to convert to C int");
  }
  if (days < -kDaysMax || days > kDaysMax) {
    return cx.fail(Exc::kOverflowError, "days={}; must have magnitude <= 999999999",
                   Value::integer(static_cast<int64_t>(days)));
  }
  *out = Value::timedelta(static_cast<int32_t>(days), rest);
  return true;
}

Value timedelta_from_us(int64_t us) {
  const SplitDay split = split_days(us);
  return Value::timedelta(static_cast<int32_t>(split.day), split.us_of_day);
}

double total_seconds(const Value& timedelta) { return divide_exactly(total_us(timedelta), kSecondUs); }

// Long division to 59 bits or more, the last of them set if a rest remains: enough for one correct rounding
// (128-bit integers convert half to even), and no result is subnormal.
double divide_exactly(Int128 a, Int128 b) {
  constexpr Int128 kExact = Int128{1} << 53;
  if (a >= -kExact && a <= kExact && b >= -kExact && b <= kExact) {
    return static_cast<double>(static_cast<int64_t>(a)) / static_cast<double>(static_cast<int64_t>(b));
  }
  if (a == 0) return b < 0 ? -0.0 : 0.0;
  const bool negative = (a < 0) != (b < 0);
  auto x = static_cast<unsigned __int128>(a < 0 ? -a : a);
  const auto y = static_cast<unsigned __int128>(b < 0 ? -b : b);
  const int shift = 126 - top_bit(x);
  x <<= shift;
  unsigned __int128 quotient = x / y;
  if (x % y != 0) quotient |= 1;
  const double result = std::ldexp(static_cast<double>(quotient), -shift);
  return negative ? -result : result;
}

void append_timedelta_repr(const Value& timedelta, std::string* out) {
  const int64_t seconds = timedelta.delta_us() / kSecondUs, us = timedelta.delta_us() % kSecondUs;
  *out += "datetime.timedelta(";
  const char* separator = "";
  const auto part = [&](const char* name, int64_t value) {
    if (value == 0) return;
    *out += separator;
    *out += name + std::to_string(value);
    separator = ", ";
  };
  part("days=", timedelta.delta_days());
  part("seconds=", seconds);
  part("microseconds=", us);
  *out += *separator ? ")" : "0)";
}

void append_timedelta_str(const Value& timedelta, std::string* out) {
  if (const int32_t days = timedelta.delta_days(); days != 0) {
    *out += std::to_string(days) + (days == 1 || days == -1 ? " day, " : " days, ");
  }
  const Clock c = clock_from_us(timedelta.delta_us());
  char text[32];
  std::snprintf(text, sizeof text, "%d:%02d:%02d", c.hour, c.minute, c.second);
  *out += text;
  if (c.microsecond != 0) {
    std::snprintf(text, sizeof text, ".%06d", c.microsecond);
    *out += text;
  }
}

}  // namespace headrace::pylib
