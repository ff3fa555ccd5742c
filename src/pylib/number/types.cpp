// The types int, float and bool as values, and what calling them does.
#include <string>

#include "base/unicode.h"
#include "data/number_text.h"
#include "pylib/errors.h"
#include "pylib/number/float_hex.h"
#include "pylib/number/int_bytes.h"
#include "pylib/number/int_ops.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

bool is_text(const Value& v) { return v.kind() == Kind::kStr || v.kind() == Kind::kBytes; }

// Bytes are read as ASCII: no digits of other scripts, and only C's white space.
bool readable(const Value& text) {
  if (text.is_str()) return true;
  for (const char c : text.bytes_view()) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (byte >= 0x1c && byte <= 0x1f)) return false;
  }
  return true;
}

bool invalid_int_text(Context& cx, const Value& text, int base) {
  std::string shown;
  if (!append_repr(cx, text, &shown)) return false;
  return fail_with(cx, Exc::kValueError,
                   {"invalid literal for int() with base ", std::to_string(base), ": ",
                    std::string_view(shown).substr(0, unicode::byte_offset(shown, 200))});
}

bool int_from_text(Context& cx, const Value& text, int base, Value* out) {
  if (!readable(text)) return invalid_int_text(cx, text, base);
  size_t digits = 0;
  switch (parse_int(text.str(), base, out, &digits)) {
    case IntText::kOk: return true;
    case IntText::kMalformed: return invalid_int_text(cx, text, base);
    case IntText::kTooManyDigits: break;
  }
  return cx.fail(Exc::kValueError,
                 "Exceeds the limit (4300 digits) for integer string conversion: value has {} digits; use "
                 "sys.set_int_max_str_digits() to increase the limit",
                 Value::integer(static_cast<int64_t>(digits)));
}

bool int_with_base(Context& cx, const Value* text, const Value& base_value, Value* out) {
  if (!text) return cx.fail(Exc::kTypeError, "int() missing string argument");
  int64_t base;
  if (!to_index(cx, base_value, &base, true)) return false;
  if (base != 0 && (base < 2 || base > 36)) {
    return cx.fail(Exc::kValueError, "int() base must be >= 2 and <= 36, or 0");
  }
  if (!is_text(*text)) return cx.fail(Exc::kTypeError, "int() can't convert non-string with explicit base");
  return int_from_text(cx, *text, static_cast<int>(base), out);
}

constexpr const char* kIntNames[] = {"x", "base"};
constexpr Signature kIntSignature{"int", kIntNames, 0, 1};

bool make_int_value(Context& cx, const Args& args, Value* out) {
  const Value* slots[2];
  if (!bind(cx, kIntSignature, args, slots)) return false;
  if (slots[1]) return int_with_base(cx, slots[0], *slots[1], out);
  if (!slots[0]) {
    *out = Value::integer(0);
    return true;
  }
  const Value& v = *slots[0];
  if (is_int(v)) {
    *out = int_value(v);
    return true;
  }
  if (v.is_float()) return int_from_double(cx, v.as_float(), out);
  if (is_text(v)) return int_from_text(cx, v, 10, out);
  return cx.fail(Exc::kTypeError,
                 "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                 Value::string(type_name(v)));
}

bool make_float_value(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "float", args, 0, 1)) return false;
  double d = 0;
  if (args.count == 1) {
    const Value& v = args[0];
    if (is_text(v)) {
      if (!readable(v) || !parse_float(v.str(), &d)) {
        std::string shown;
        if (!append_repr(cx, v, &shown)) return false;
        return cx.fail(Exc::kValueError, "could not convert string to float: {}", Value::string(shown));
      }
    } else if (is_int(v) || v.is_float()) {
      if (!to_double(cx, v, &d)) return false;
    } else {
      return cx.fail(Exc::kTypeError, "float() argument must be a string or a real number, not '{}'",
                     Value::string(type_name(v)));
    }
  }
  *out = Value::real(d);
  return true;
}

bool make_bool_value(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "bool", args, 0, 1)) return false;
  bool truth = false;
  if (args.count == 1 && !truthy(cx, args[0], &truth)) return false;
  *out = Value::boolean(truth);
  return true;
}

bool bool_from_bytes(Context& cx, const Args& args, Value* out) {
  Value number;
  if (!int_from_bytes(cx, args, &number)) return false;
  *out = Value::boolean(int_sign(number) != 0);
  return true;
}

constexpr FunctionDef kIntFunctions[] = {{"from_bytes", int_from_bytes, kind_set(Kind::kInt)}};
constexpr FunctionDef kBoolFunctions[] = {{"from_bytes", bool_from_bytes, kind_set(Kind::kBool)}};
constexpr FunctionDef kFloatFunctions[] = {{"fromhex", float_from_hex, kind_set(Kind::kFloat)}};

}  // namespace

Value int_type() {
  static const TypeDef instances{"int", int_methods(), int_attributes()};
  static const Value type = make_type({.name = "int",
                                       .qualified_name = "int",
                                       .is_instance = is_int,
                                       .construct = make_int_value,
                                       .instances = &instances,
                                       .functions = kIntFunctions});
  return type;
}

Value bool_type() {
  static const Value base = int_type();
  static const Value type = make_type({.name = "bool",
                                       .qualified_name = "bool",
                                       .is_instance = [](const Value& v) { return v.is_bool(); },
                                       .construct = make_bool_value,
                                       .functions = kBoolFunctions,
                                       .base = &as_type(base)});
  return type;
}

Value float_type() {
  static const TypeDef instances{"float", float_methods(), float_attributes()};
  static const Value type = make_type({.name = "float",
                                       .qualified_name = "float",
                                       .is_instance = [](const Value& v) { return v.is_float(); },
                                       .construct = make_float_value,
                                       .instances = &instances,
                                       .functions = kFloatFunctions});
  return type;
}

}  // namespace headrace::pylib
