#include "pylib/text/float_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "pylib/text/ascii.h"

namespace headrace::pylib {
namespace {

constexpr size_t kIntegerDigitsMax = 309;

// abs(d) as std::to_chars writes it in a form and with a precision; those are exact.
std::string fixed_text(double d, std::chars_format form, int precision) {
  const size_t size = kIntegerDigitsMax + static_cast<size_t>(precision) + 16;
  char small[512];
  if (size <= sizeof small) return {small, std::to_chars(small, small + size, d, form, precision).ptr};
  std::string text(size, '\0');
  const auto end = std::to_chars(text.data(), text.data() + size, d, form, precision);
  text.resize(static_cast<size_t>(end.ptr - text.data()));
  return text;
}

// 0.DIGITS times ten to the power `point`.
struct Decimal {
  std::string digits;
  int point;
};

// From "d.ddde+XX".
Decimal split_scientific(std::string_view text) {
  const size_t e = text.rfind('e');
  Decimal decimal;
  decimal.digits.reserve(e);
  decimal.digits.push_back(text[0]);
  if (e > 1) decimal.digits.append(text.substr(2, e - 2));
  int exponent = 0;
  for (const char c : text.substr(e + 2)) exponent = exponent * 10 + (c - '0');
  decimal.point = 1 + (text[e + 1] == '-' ? -exponent : exponent);
  return decimal;
}

std::string shortest_text(double d) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, d, std::chars_format::scientific);
  return std::string(text, end.ptr);
}

void strip_trailing_zeros(std::string* digits) {
  const size_t last = digits->find_last_not_of('0');
  digits->resize(last == digits->npos ? 1 : last + 1);
}

void append_exponent(int exponent, std::string* out) {
  out->append(exponent < 0 ? "e-" : "e+");
  const std::string digits = std::to_string(std::abs(exponent));
  if (digits.size() < 2) out->push_back('0');
  out->append(digits);
}

// The precision; of 'g' no more than has any effect, as it drops the zeros behind the last digit.
int digits_of(const FloatStyle& style) {
  constexpr int kDigitsMax = 1100;  // a double has at most 767, and 309 before the point
  return style.type == 'g' && !style.alternate ? std::min(style.precision, kDigitsMax) : style.precision;
}

// Places the point in the digits of 'g' and 'r'.
void append_decimal(const Decimal& decimal, const FloatStyle& style, bool with_exponent, std::string* out) {
  std::string_view digits = decimal.digits;
  const int point = with_exponent ? 1 : decimal.point;  // digits before the point
  if (point <= 0) {
    out->append("0.").append(static_cast<size_t>(-point), '0').append(digits);
  } else {
    const size_t whole = static_cast<size_t>(point);
    out->append(digits.substr(0, whole));
    if (digits.size() > whole) {
      out->append(".").append(digits.substr(whole));
    } else {
      out->append(whole - digits.size(), '0');
      if (style.add_point_zero && !with_exponent) {
        out->append(".0");
      } else if (style.alternate) {
        out->push_back('.');
      }
    }
  }
  if (with_exponent) append_exponent(decimal.point - 1, out);
}

void append_general(double d, const FloatStyle& style, std::string* out) {
  if (style.type == 'r') {
    const Decimal decimal = split_scientific(shortest_text(d));
    append_decimal(decimal, style, decimal.point <= -4 || decimal.point > 16, out);
    return;
  }
  const int precision = std::max(digits_of(style), 1);
  Decimal decimal = split_scientific(fixed_text(d, std::chars_format::scientific, precision - 1));
  if (!style.alternate) strip_trailing_zeros(&decimal.digits);
  const int fixed_max = precision - (style.add_point_zero ? 1 : 0);
  append_decimal(decimal, style, decimal.point <= -4 || decimal.point > fixed_max, out);
}

// The text of a finite d >= 0.
std::string finite_text(double d, const FloatStyle& style) {
  std::string text;
  switch (style.type) {
    case 'f':
      text = fixed_text(d, std::chars_format::fixed, style.precision);
      if (style.alternate && style.precision == 0) text.push_back('.');
      break;
    case 'e':
      text = fixed_text(d, std::chars_format::scientific, style.precision);
      if (style.alternate && style.precision == 0) text.insert(1, ".");
      break;
    default: append_general(d, style, &text);
  }
  return text;
}

bool is_zero_text(std::string_view text) {
  return text.substr(0, text.find('e')).find_first_not_of("0.") == text.npos;
}

}  // namespace

void append_float_text(double d, const FloatStyle& style, std::string* out) {
  const size_t start = out->size();
  if (std::isnan(d)) {
    out->append("nan");
  } else if (std::isinf(d)) {
    out->append(d < 0 ? "-inf" : "inf");
  } else {
    const std::string text = finite_text(std::abs(d), style);
    if (std::signbit(d) && !(style.no_negative_zero && is_zero_text(text))) out->push_back('-');
    out->append(text);
  }
  if (style.upper) {
    for (size_t i = start; i < out->size(); ++i) (*out)[i] = ascii_upper((*out)[i]);
  }
}

size_t float_text_size_max(const FloatStyle& style) {
  return kIntegerDigitsMax + 16 + (style.type == 'r' ? 0 : static_cast<size_t>(digits_of(style)));
}

}  // namespace headrace::pylib
