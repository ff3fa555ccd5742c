// format() of ints and floats.

#include <algorithm>
#include <climits>
#include <cmath>

#include "base/unicode.h"
#include "data/bigint.h"
#include "pylib/number/int_ops.h"
#include "pylib/text/ascii.h"
#include "pylib/text/float_text.h"
#include "pylib/text/format_spec.h"
#include "pylib/text/number_layout.h"
#include "pylib/text/repr.h"

namespace headrace::pylib {
namespace {

bool is_negative(const Value& v) { return v.is_big_int() ? big_value(v).sign() < 0 : v.as_int() < 0; }

// 'c': the character of that number.
bool format_character(Context& cx, const Value& v, const FormatSpec& spec, std::string* out) {
  if (spec.sign) return cx.fail(Exc::kValueError, "Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) {
    return cx.fail(Exc::kValueError, "Alternate form (#) not allowed with integer format specifier 'c'");
  }
  if (v.is_big_int()) return cx.fail(Exc::kOverflowError, "Python int too large to convert to C long");
  if (v.as_int() < 0 || v.as_int() > int64_t{unicode::kMaxCodePoint}) {
    return cx.fail(Exc::kOverflowError, "%c arg not in range(0x110000)");
  }
  char text[4];
  const int size = unicode::encode(static_cast<char32_t>(v.as_int()), text);
  NumberText number;
  number.rest = {text, static_cast<size_t>(size)};
  number.rest_units = 1;
  return append_number(cx, spec, number, 0, out);
}

struct IntStyle {
  int base;
  std::string_view prefix;
};
IntStyle int_style(char32_t type) {
  switch (type) {
    case 'b': return {2, "0b"};
    case 'o': return {8, "0o"};
    case 'x': return {16, "0x"};
    case 'X': return {16, "0X"};
    default: return {10, ""};
  }
}

bool format_int_digits(Context& cx, const Value& v, const FormatSpec& spec, std::string* out) {
  const IntStyle style = int_style(spec.type);
  std::string text;
  NumberText number;
  number.negative = is_negative(v);
  if (style.base == 10) {
    if (!append_int_text(cx, v, &text)) return false;
    number.digits = std::string_view(text).substr(number.negative ? 1 : 0);
  } else {
    if (!append_int_digits(cx, v, style.base, &text)) return false;
    if (spec.type == 'X') std::transform(text.begin(), text.end(), text.begin(), ascii_upper);
    number.digits = text;
    if (spec.alternate) number.prefix = style.prefix;
  }
  return append_number(cx, spec, number, spec.grouping ? (style.base == 10 ? 3 : 4) : 0, out);
}

bool to_float(Context& cx, const Value& v, double* out) {
  *out = v.is_big_int() ? big_to_double(big_value(v)) : static_cast<double>(v.as_int());
  return std::isfinite(*out) || cx.fail(Exc::kOverflowError, "int too large to convert to float");
}

// How a presentation type writes; false where floats do not have it.
bool float_style(const FormatSpec& spec, FloatStyle* out) {
  out->alternate = spec.alternate;
  out->no_negative_zero = spec.no_negative_zero;
  if (spec.precision >= 0) out->precision = static_cast<int>(spec.precision);
  switch (spec.type) {
    case '\0':
      out->type = spec.precision >= 0 ? 'g' : 'r';
      out->add_point_zero = true;
      return true;
    case 'n': out->type = 'g'; return true;
    case '%': out->type = 'f'; return true;
    case 'e':
    case 'f':
    case 'g': out->type = static_cast<char>(spec.type); return true;
    case 'E':
    case 'F':
    case 'G':
      out->type = ascii_lower(static_cast<char>(spec.type));
      out->upper = true;
      return true;
    default: return false;
  }
}

bool format_double(Context& cx, const Value& v, double d, const FormatSpec& spec, std::string* out) {
  if (spec.precision > INT_MAX) return cx.fail(Exc::kValueError, "precision too big");
  FloatStyle style;
  if (!float_style(spec, &style)) return unknown_format_code(cx, v, spec.type);
  if (!cx.charge_bytes(float_text_size_max(style))) return false;
  std::string text;
  append_float_text(spec.type == '%' ? d * 100 : d, style, &text);
  if (spec.type == '%') text.push_back('%');

  std::string_view rest = text;
  NumberText number;
  number.negative = rest.starts_with('-');
  if (number.negative) rest.remove_prefix(1);
  size_t digits = 0;
  while (digits < rest.size() && is_ascii_digit(rest[digits])) ++digits;
  number.digits = rest.substr(0, digits);
  number.rest = rest.substr(digits);
  number.rest_units = number.rest.size();
  return append_number(cx, spec, number, spec.grouping ? 3 : 0, out);
}

}  // namespace

bool format_int(Context& cx, const Value& v, const FormatSpec& spec, std::string* out) {
  switch (spec.type) {
    case 'b':
    case 'c':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'n': break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
      double d;
      return to_float(cx, v, &d) && format_double(cx, v, d, spec, out);
    }
    default: return unknown_format_code(cx, v, spec.type);
  }
  if (spec.precision >= 0) {
    return cx.fail(Exc::kValueError, "Precision not allowed in integer format specifier");
  }
  if (spec.no_negative_zero) {
    return cx.fail(Exc::kValueError, "Negative zero coercion (z) not allowed in integer format specifier");
  }
  return spec.type == 'c' ? format_character(cx, v, spec, out) : format_int_digits(cx, v, spec, out);
}

bool format_float(Context& cx, const Value& v, const FormatSpec& spec, std::string* out) {
  return format_double(cx, v, v.as_float(), spec, out);
}

}  // namespace headrace::pylib
