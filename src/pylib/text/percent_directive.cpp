#include "pylib/text/percent_directive.h"

#include <algorithm>
#include <climits>
#include <cmath>

#include "data/bigint.h"
#include "pylib/api.h"
#include "pylib/errors.h"
#include "pylib/number/int_ops.h"
#include "pylib/text/ascii.h"
#include "pylib/text/float_text.h"
#include "pylib/text/repr.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// Blanks around a text of that many units.
bool append_padded(Context& cx, const Directive& d, std::string_view text, size_t units, std::string* out) {
  const auto width = static_cast<uint64_t>(std::max<int64_t>(d.width, 0));
  const uint64_t padding = width > units ? width - units : 0;
  if (!cx.charge_bytes(text.size() + padding)) return false;
  if (!d.left) out->append(padding, ' ');
  out->append(text);
  if (d.left) out->append(padding, ' ');
  return true;
}

// "-0x00ff": sign, prefix, digits, with zeros or blanks up to the width.
bool append_number_text(Context& cx, const Directive& d, bool negative, std::string_view prefix,
                        std::string_view digits, std::string* out) {
  const std::string_view sign = negative ? "-" : d.plus ? "+" : d.blank ? " " : "";
  const uint64_t size = sign.size() + prefix.size() + digits.size();
  const auto width = static_cast<uint64_t>(std::max<int64_t>(d.width, 0));
  const uint64_t padding = width > size ? width - size : 0;
  if (!cx.charge_bytes(size + padding)) return false;
  if (!d.left && !d.zero) out->append(padding, ' ');
  out->append(sign).append(prefix);
  if (!d.left && d.zero) out->append(padding, '0');
  out->append(digits);
  if (d.left) out->append(padding, ' ');
  return true;
}

// %d takes floats too, cut off; %o and %x do not.
bool to_integer(Context& cx, const Directive& d, const Value& v, Value* out) {
  const bool needs_integer = d.type == 'o' || d.type == 'x' || d.type == 'X';
  if (v.kind() == Kind::kInt || v.is_bool()) {
    *out = v;
    return true;
  }
  if (!v.is_float() || needs_integer) {
    const char type = static_cast<char>(d.type);
    return fail_with(cx, Exc::kTypeError,
                     {"%",
                      {&type, 1},
                      " format: ",
                      needs_integer ? "an integer" : "a real number",
                      " is required, not ",
                      type_name(v)});
  }
  const double number = v.as_float();
  if (std::isnan(number)) return cx.fail(Exc::kValueError, "cannot convert float NaN to integer");
  if (std::isinf(number)) return cx.fail(Exc::kOverflowError, "cannot convert float infinity to integer");
  *out = make_int(BigInt(std::trunc(number)));
  return true;
}

}  // namespace

bool percent_text(Context& cx, const Directive& d, const Value& v, std::string* out) {
  Value made;
  if (!(d.type == 's'   ? str_value(cx, v, &made)
        : d.type == 'r' ? repr_value(cx, v, &made)
                        : ascii_value(cx, v, &made))) {
    return false;
  }
  std::string_view text = made.str();
  size_t units = unit_count(made);
  if (d.precision >= 0 && static_cast<size_t>(d.precision) < units) {
    units = static_cast<size_t>(d.precision);
    text = slice_units(made, 0, units);
  }
  return append_padded(cx, d, text, units, out);
}

bool percent_character(Context& cx, const Directive& d, const Value& v, std::string* out) {
  if (v.is_str() && unit_count(v) == 1) return append_padded(cx, d, v.str(), 1, out);
  if (v.kind() != Kind::kInt && !v.is_bool()) {
    return cx.fail(Exc::kTypeError, "%c requires int or char");
  }
  if (v.is_big_int() || v.as_int() < 0 || v.as_int() > int64_t{unicode::kMaxCodePoint}) {
    return cx.fail(Exc::kOverflowError, "%c arg not in range(0x110000)");
  }
  char text[4];
  const int size = unicode::encode(static_cast<char32_t>(v.as_int()), text);
  return append_padded(cx, d, {text, static_cast<size_t>(size)}, 1, out);
}

bool percent_bytes(Context& cx, const Directive& d, const Value& v, std::string* out) {
  Value made = v;
  if (d.type == 'r' || d.type == 'a') {
    if (!ascii_value(cx, v, &made)) return false;
  } else if (v.kind() != Kind::kBytes) {
    return fail_with(cx, Exc::kTypeError,
                     {"%b requires a bytes-like object, or an object that implements __bytes__, not '",
                      type_name(v), "'"});
  }
  std::string_view bytes = made.str();
  if (d.precision >= 0) bytes = bytes.substr(0, static_cast<size_t>(d.precision));
  return append_padded(cx, d, bytes, bytes.size(), out);
}

bool percent_byte(Context& cx, const Directive& d, const Value& v, std::string* out) {
  if (v.kind() == Kind::kBytes && v.str().size() == 1) return append_padded(cx, d, v.str(), 1, out);
  if (v.kind() != Kind::kInt && !v.is_bool())
    return cx.fail(Exc::kTypeError, "%c requires an integer in range(256) or a single byte");
  if (v.is_big_int() || v.as_int() < 0 || v.as_int() > 255)
    return cx.fail(Exc::kOverflowError, "%c arg not in range(256)");
  const char byte = static_cast<char>(v.as_int());
  return append_padded(cx, d, {&byte, 1}, 1, out);
}

bool percent_integer(Context& cx, const Directive& d, const Value& v, std::string* out) {
  Value number;
  if (!to_integer(cx, d, v, &number)) return false;
  const bool negative = number.is_big_int() ? big_value(number).sign() < 0 : number.as_int() < 0;
  std::string digits;
  std::string_view prefix;
  switch (d.type) {
    case 'o':
      if (!append_int_digits(cx, number, 8, &digits)) return false;
      prefix = "0o";
      break;
    case 'x':
    case 'X':
      if (!append_int_digits(cx, number, 16, &digits)) return false;
      prefix = d.type == 'x' ? "0x" : "0X";
      if (d.type == 'X') std::transform(digits.begin(), digits.end(), digits.begin(), ascii_upper);
      break;
    default:
      if (!append_int_text(cx, number, &digits)) return false;
      if (negative) digits.erase(0, 1);
  }
  if (d.precision > INT_MAX - 3) return cx.fail(Exc::kOverflowError, "precision too large");
  const auto precision = static_cast<size_t>(std::max(d.precision, 0));
  if (precision > digits.size()) {
    if (!cx.charge_bytes(precision)) return false;
    digits.insert(0, precision - digits.size(), '0');
  }
  return append_number_text(cx, d, negative, d.alternate ? prefix : "", digits, out);
}

bool percent_real(Context& cx, const Directive& d, const Value& v, std::string* out) {
  double number;
  if (!to_double(cx, v, &number)) return false;
  FloatStyle style;
  style.upper = d.type == 'E' || d.type == 'F' || d.type == 'G';
  style.type = ascii_lower(static_cast<char>(d.type));
  style.precision = d.precision < 0 ? 6 : d.precision;
  style.alternate = d.alternate;
  if (!cx.charge_bytes(float_text_size_max(style))) return false;
  std::string text;
  append_float_text(number, style, &text);
  const bool negative = text[0] == '-';
  return append_number_text(cx, d, negative, "", std::string_view(text).substr(negative ? 1 : 0), out);
}

}  // namespace headrace::pylib
