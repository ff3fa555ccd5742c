#include "pylib/number/float_hex.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <string>

#include "data/number_text.h"
#include "pylib/number/float_ops.h"

namespace headrace::pylib {
namespace {

constexpr std::string_view kSpace = " \t\n\v\f\r";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool equals_lower(std::string_view s, std::string_view lower) {
  if (s.size() != lower.size()) return false;
  for (size_t i = 0; i < s.size(); ++i) {
    if ((s[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

// digits * 2**exponent, as far as read: the first significant digits, the lowest bit set when a later one is
// not 0.
struct HexNumber {
  uint64_t digits = 0;
  int64_t exponent = 0;

  void push(int digit, bool after_point) {
    if (digits >> 59) {
      digits |= digit != 0;
      exponent += after_point ? 0 : 4;
    } else {
      digits = digits << 4 | static_cast<uint64_t>(digit);
      exponent -= after_point ? 4 : 0;
    }
  }
};

// Takes [sign] digits off s and adds them to *exponent; false when there are no digits.
bool take_exponent(std::string_view* s, int64_t* exponent) {
  const bool negative = !s->empty() && s->front() == '-';
  if (negative || (!s->empty() && s->front() == '+')) s->remove_prefix(1);
  size_t i = 0;
  int64_t n = 0;
  for (; i < s->size() && (*s)[i] >= '0' && (*s)[i] <= '9'; ++i) {
    // Far beyond what any number of digits could make up for.
    n = std::min<int64_t>(n * 10 + ((*s)[i] - '0'), int64_t{1} << 50);
  }
  s->remove_prefix(i);
  *exponent += negative ? -n : n;
  return i > 0;
}

// Takes [0x] digits [. digits] [p exponent] off s; false when s does not begin so.
bool take_hex(std::string_view* s, HexNumber* out) {
  if (s->size() >= 2 && (*s)[0] == '0' && ((*s)[1] | 0x20) == 'x') s->remove_prefix(2);
  size_t i = 0, digits = 0;
  bool after_point = false;
  for (; i < s->size(); ++i) {
    if ((*s)[i] == '.' && !after_point) {
      after_point = true;
    } else if (const int digit = hex_digit((*s)[i]); digit >= 0) {
      out->push(digit, after_point);
      ++digits;
    } else {
      break;
    }
  }
  s->remove_prefix(i);
  if (digits == 0) return false;
  if (s->empty() || ((*s)[0] | 0x20) != 'p') return true;
  s->remove_prefix(1);
  return take_exponent(s, &out->exponent);
}

}  // namespace

bool float_hex(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "float.hex", args, 0, 0)) return false;
  const double d = self.as_float();
  if (!std::isfinite(d)) {
    std::string text;
    append_float(d, &text);
    *out = Value::string(text);
    return true;
  }
  const auto bits = std::bit_cast<uint64_t>(d);
  const auto fraction = static_cast<unsigned long long>(bits & ((uint64_t{1} << 52) - 1));
  const int field = static_cast<int>(bits >> 52 & 0x7ff);
  const char* sign = std::signbit(d) ? "-" : "";
  char text[40];
  if (d == 0) {
    std::snprintf(text, sizeof text, "%s0x0.0p+0", sign);
  } else {
    std::snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", sign, field != 0, fraction,
                  field != 0 ? field - 1023 : -1022);
  }
  *out = Value::string(text);
  return true;
}

bool float_from_hex(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "float.fromhex", args, 1, 1)) return false;
  if (!args[0].is_str()) return cx.fail(Exc::kTypeError, "bad argument type for built-in operation");
  std::string_view s = args[0].str();
  s.remove_prefix(std::min(s.find_first_not_of(kSpace), s.size()));
  s = s.substr(0, s.find_last_not_of(kSpace) + 1);
  bool negative = false;
  if (!s.empty() && (s[0] == '-' || s[0] == '+')) {
    negative = s[0] == '-';
    s.remove_prefix(1);
  }
  double d;
  if (equals_lower(s, "inf") || equals_lower(s, "infinity")) {
    d = HUGE_VAL;
  } else if (equals_lower(s, "nan")) {
    d = std::nan("");
  } else {
    HexNumber number;
    const bool valid = take_hex(&s, &number);
    d = valid ? round_scaled(number.digits, number.exponent) : 0;
    if (std::isinf(d)) {
      return cx.fail(Exc::kOverflowError, "hexadecimal value too large to represent as a float");
    }
    if (!valid || !s.empty()) return cx.fail(Exc::kValueError, "invalid hexadecimal floating-point string");
  }
  *out = Value::real(negative ? -d : d);
  return true;
}

}  // namespace headrace::pylib
