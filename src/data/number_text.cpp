#include "data/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <span>

#include "base/unicode.h"
#include "data/bigint.h"

namespace headrace {
namespace {

// What Python's C code calls a space; the other spaces of str.isspace() count only beyond ASCII.
bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Number text in ASCII: digits of other scripts become 0-9, other spaces ' ', anything else '?', which no
// number contains. ASCII text is only looked at.
std::string_view to_ascii(std::string_view text, std::string* buffer) {
  if (unicode::is_ascii(text)) return text;
  buffer->reserve(text.size());
  for (const char *at = text.data(), *end = at + text.size(); at < end;) {
    const char32_t c = unicode::decode_next(at);
    const int digit = c < 0x80 ? -1 : unicode::decimal_value(c);
    const char beyond = unicode::is_space(c) ? ' ' : digit < 0 ? '?' : static_cast<char>('0' + digit);
    buffer->push_back(c < 0x80 ? static_cast<char>(c) : beyond);
  }
  return *buffer;
}

std::string_view strip(std::string_view s) {
  while (!s.empty() && is_ascii_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_ascii_space(s.back())) s.remove_suffix(1);
  return s;
}

// Takes a sign off `s`; true for '-'.
bool take_sign(std::string_view* s) {
  if (s->empty() || (s->front() != '-' && s->front() != '+')) return false;
  const bool negative = s->front() == '-';
  s->remove_prefix(1);
  return negative;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// `word` is in lower case.
bool equals_ignoring_case(std::string_view s, std::string_view word) {
  if (s.size() != word.size()) return false;
  for (size_t i = 0; i < s.size(); ++i) {
    if (lower(s[i]) != word[i]) return false;
  }
  return true;
}

// --- floats ---

// digits [. digits] [e [sign] digits], with a digit before the exponent.
bool is_decimal_float(std::string_view s) {
  size_t i = 0, digits = 0;
  const auto run = [&] {
    size_t n = 0;
    for (; i < s.size() && is_digit(s[i]); ++i) ++n;
    return n;
  };
  digits = run();
  if (i < s.size() && s[i] == '.') {
    ++i;
    digits += run();
  }
  if (digits == 0) return false;
  if (i < s.size() && lower(s[i]) == 'e') {
    ++i;
    if (i < s.size() && (s[i] == '+' || s[i] == '-')) ++i;
    if (run() == 0) return false;
  }
  return i == s.size();
}

// `s` is_decimal_float.
double decimal_float(std::string_view s) {
  // from_chars stops counting exponents at some 2^16, which only a text as long can make matter.
  constexpr size_t kFromCharsMax = 60'000;
  if (s.size() <= kFromCharsMax) {
    double d;
    if (std::from_chars(s.data(), s.data() + s.size(), d).ec == std::errc()) return d;
  }
  return std::strtod(std::string(s).c_str(), nullptr);  // out of range: infinite or zero
}

// Takes underscores out; false where one does not stand between digits.
bool drop_underscores(std::string_view s, std::string* out) {
  out->reserve(s.size());
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '_') {
      out->push_back(s[i]);
    } else if (i == 0 || i + 1 == s.size() || !is_digit(s[i - 1]) || !is_digit(s[i + 1])) {
      return false;
    }
  }
  return true;
}

// --- integers ---

constexpr int kNoDigit = 99;
int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'z' ? c - 'a' + 10 : kNoDigit;
}

// The base that a prefix gives ("0x": 16), or 10.
int prefix_base(std::string_view s) {
  if (s.size() < 2 || s[0] != '0') return 10;
  switch (lower(s[1])) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 10;
  }
}

int bits_per_digit(int base) {
  switch (base) {
    case 2: return 1;
    case 4: return 2;
    case 8: return 3;
    case 16: return 4;
    case 32: return 5;
    default: return 0;
  }
}

// `digits` are values below `base`, most significant first.
BigInt big_from_digits(const std::string& digits, int base) {
  BigInt big;
  if (const int bits = bits_per_digit(base)) {
    boost::multiprecision::import_bits(big, digits.begin(), digits.end(), static_cast<unsigned>(bits));
    return big;
  }
  // As many digits at a time as fit a machine word.
  for (size_t i = 0; i < digits.size();) {
    uint64_t chunk = 0, scale = 1;
    for (; i < digits.size() && scale < (uint64_t{1} << 58) / 36; ++i) {
      chunk = chunk * static_cast<uint64_t>(base) + static_cast<uint64_t>(digits[i]);
      scale *= static_cast<uint64_t>(base);
    }
    big = big * scale + chunk;
  }
  return big;
}

// The value of valid digits, as a small integer where it fits.
Value int_from_digits(const std::string& digits, int base, bool negative) {
  uint64_t small = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (__builtin_mul_overflow(small, static_cast<uint64_t>(base), &small) ||
        __builtin_add_overflow(small, static_cast<uint64_t>(digits[i]), &small) || small > INT64_MAX) {
      BigInt big = big_from_digits(digits, base);
      if (negative) big = -big;
      return make_int(std::move(big));
    }
  }
  return Value::integer(negative ? -static_cast<int64_t>(small) : static_cast<int64_t>(small));
}

// Short plain decimals, which is what nearly all texts are.
bool parse_short_decimal(std::string_view s, Value* out) {
  constexpr size_t kAlwaysFits = 18;
  std::string_view digits = s;
  const bool negative = take_sign(&digits);
  if (digits.empty() || digits.size() > kAlwaysFits) return false;
  int64_t i = 0;
  for (char c : digits) {
    if (!is_digit(c)) return false;
    i = i * 10 + (c - '0');
  }
  *out = Value::integer(negative ? -i : i);
  return true;
}

// Digits with perhaps a point among them: of so few that the digits and the power of ten are both exact, and
// one division rounds as it should.
bool parse_short_float(std::string_view s, double* out) {
  static constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  constexpr size_t kExactDigits = 15;
  const bool negative = take_sign(&s);
  const size_t point = s.find('.');
  const size_t fraction = point == s.npos ? 0 : s.size() - point - 1;
  if (s.size() - (point != s.npos) - 1 >= kExactDigits) return false;  // none wraps around
  int64_t digits = 0;
  for (const char c : s) {
    if (c == '.') continue;
    if (!is_digit(c)) return false;
    digits = digits * 10 + (c - '0');
  }
  if (point != s.npos && s.find('.', point + 1) != s.npos) return false;
  const double d = static_cast<double>(digits) / kPowers[fraction];
  *out = negative ? -d : d;
  return true;
}

uint64_t magnitude(int64_t i) { return i < 0 ? 0 - static_cast<uint64_t>(i) : static_cast<uint64_t>(i); }

}  // namespace

void append_float(double d, std::string* out) {
  if (std::isnan(d)) {
    out->append("nan");
    return;
  }
  if (std::isinf(d)) {
    out->append(d < 0 ? "-inf" : "inf");
    return;
  }
  char text[32];
  const char* end = std::to_chars(text, text + sizeof text, d, std::chars_format::scientific).ptr;
  const char* begin = text;
  if (*begin == '-') {
    out->push_back('-');
    ++begin;
  }
  // "d.ddde+XX": gather the digits, and find where the decimal point belongs.
  char digits[20];
  int count = 0;
  const char* at = begin;
  for (; *at != 'e'; ++at) {
    if (*at != '.') digits[count++] = *at;
  }
  int exponent = 0;
  for (const char* e = at + 2; e < end; ++e) exponent = exponent * 10 + (*e - '0');
  if (at[1] == '-') exponent = -exponent;

  const int point = exponent + 1;  // digits before the decimal point
  if (point <= -4 || point > 16) {
    out->append(begin, end);
  } else if (point <= 0) {
    out->append("0.").append(static_cast<size_t>(-point), '0').append(digits, static_cast<size_t>(count));
  } else if (count <= point) {
    out->append(digits, static_cast<size_t>(count))
        .append(static_cast<size_t>(point - count), '0')
        .append(".0");
  } else {
    out->append(digits, static_cast<size_t>(point)).append(".");
    out->append(digits + point, static_cast<size_t>(count - point));
  }
}

void append_int64(int64_t i, std::string* out) {
  char text[24];
  out->append(text, std::to_chars(text, text + sizeof text, i).ptr);
}

bool append_int(const Value& v, std::string* out) {
  if (!v.is_big_int()) {
    append_int64(v.as_int(), out);
    return true;
  }
  constexpr size_t kBitsMax = kIntDigitsMax * 3322 / 1000 + 4;  // log2(10) is a little less than 3.322
  const BigInt& big = big_value(v);
  const BigInt positive = abs(big);
  if (msb(positive) > kBitsMax) return false;
  const std::string digits = positive.str();
  if (digits.size() > kIntDigitsMax) return false;
  if (big.sign() < 0) out->push_back('-');
  out->append(digits);
  return true;
}

void append_magnitude(const Value& v, int base, std::string* out) {
  if (!v.is_big_int()) {
    char text[72];
    out->append(text, std::to_chars(text, text + sizeof text, magnitude(v.as_int()), base).ptr);
    return;
  }
  const BigInt positive = abs(big_value(v));
  const int bits = bits_per_digit(base);
  const size_t start = out->size();
  out->reserve(start + msb(positive) / static_cast<size_t>(bits) + 1);
  boost::multiprecision::export_bits(positive, std::back_inserter(*out), static_cast<unsigned>(bits));
  for (size_t i = start; i < out->size(); ++i)
    (*out)[i] = "0123456789abcdef"[static_cast<unsigned char>((*out)[i])];
}

IntText parse_int(std::string_view text, int base, Value* out, size_t* digit_count) {
  if (base == 10 && parse_short_decimal(text, out)) return IntText::kOk;
  std::string ascii;
  std::string_view s = strip(to_ascii(text, &ascii));
  const bool negative = take_sign(&s);
  bool zero_only = false;  // base 0: "00" is fine, "01" would be C's octal
  if (base == 0) {
    base = prefix_base(s);
    zero_only = base == 10 && !s.empty() && s[0] == '0';
  }
  if (base != 10 && prefix_base(s) == base) {
    s.remove_prefix(2);
    if (!s.empty() && s[0] == '_') s.remove_prefix(1);
  }

  std::string digits;
  digits.reserve(s.size());
  bool after_digit = false;
  bool nonzero = false;
  size_t i = 0;
  for (; i < s.size(); ++i) {
    if (s[i] == '_') {
      if (!after_digit) return IntText::kMalformed;
      after_digit = false;
      continue;
    }
    const int digit = digit_value(s[i]);
    if (digit >= base) break;
    digits.push_back(static_cast<char>(digit));
    nonzero |= digit != 0;
    after_digit = true;
  }
  if (!after_digit) return IntText::kMalformed;
  if (digits.size() > kIntDigitsMax && bits_per_digit(base) == 0) {
    if (digit_count) *digit_count = digits.size();
    return IntText::kTooManyDigits;
  }
  if (i < s.size() || (zero_only && nonzero)) return IntText::kMalformed;
  *out = int_from_digits(digits, base, negative);
  return IntText::kOk;
}

bool parse_float(std::string_view text, double* out) {
  if (parse_short_float(text, out)) return true;
  std::string ascii, plain;
  std::string_view s = strip(to_ascii(text, &ascii));
  if (s.find('_') != s.npos) {
    if (!drop_underscores(s, &plain)) return false;
    s = plain;
  }
  const bool negative = take_sign(&s);
  double d;
  if (is_decimal_float(s)) {
    d = decimal_float(s);
  } else if (equals_ignoring_case(s, "inf") || equals_ignoring_case(s, "infinity")) {
    d = std::numeric_limits<double>::infinity();
  } else if (equals_ignoring_case(s, "nan")) {
    d = std::numeric_limits<double>::quiet_NaN();
  } else {
    return false;
  }
  *out = negative ? -d : d;
  return true;
}

}  // namespace headrace
