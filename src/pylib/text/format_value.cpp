#include "pylib/text/format_value.h"

#include <algorithm>

#include "data/object.h"
#include "pylib/api.h"
#include "pylib/datetime/datetime.h"
#include "pylib/errors.h"
#include "pylib/text/format_spec.h"
#include "pylib/text/number_layout.h"
#include "pylib/text/repr.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {

bool format_str(Context& cx, const Value& v, const FormatSpec& spec, std::string* out) {
  if (spec.type != 's') return unknown_format_code(cx, v, spec.type);
  if (spec.sign) {
    return cx.fail(Exc::kValueError, spec.sign == ' ' ? "Space not allowed in string format specifier"
                                                      : "Sign not allowed in string format specifier");
  }
  if (spec.no_negative_zero) {
    return cx.fail(Exc::kValueError, "Negative zero coercion (z) not allowed in string format specifier");
  }
  if (spec.alternate) {
    return cx.fail(Exc::kValueError, "Alternate form (#) not allowed in string format specifier");
  }
  if (spec.align == '=') {
    return cx.fail(Exc::kValueError, "'=' alignment not allowed in string format specifier");
  }
  std::string_view text = v.str();
  auto length = static_cast<int64_t>(unit_count(v));
  if (spec.precision >= 0 && spec.precision < length) {
    length = spec.precision;
    text = slice_units(v, 0, static_cast<size_t>(length));
  }
  const auto padding = static_cast<size_t>(std::max<int64_t>(spec.width - length, 0));
  if (!charge_fill(cx, spec.fill, padding, text.size())) return false;
  const size_t left = spec.align == '>' ? padding : spec.align == '^' ? padding / 2 : 0;
  append_fill(spec.fill, left, out);
  out->append(text);
  append_fill(spec.fill, padding - left, out);
  return true;
}

bool append_format(Context& cx, const Value& v, std::string_view spec_text, std::string* out) {
  if (spec_text.empty() && v.kind() != Kind::kPyObject) return append_str(cx, v, out);
  FormatSpec spec;
  switch (v.kind()) {
    case Kind::kStr:
      return parse_format_spec(cx, v, spec_text, 's', '<', &spec) && format_str(cx, v, spec, out);
    case Kind::kBool:
    case Kind::kInt:
      return parse_format_spec(cx, v, spec_text, 'd', '>', &spec) && format_int(cx, v, spec, out);
    case Kind::kFloat:
      return parse_format_spec(cx, v, spec_text, '\0', '>', &spec) && format_float(cx, v, spec, out);
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime: return datetime_format(cx, v, spec_text, out);
    case Kind::kPyObject: {
      const Value both[] = {v, Value::string(spec_text)};
      return append_foreign_text(cx, "format", Args::of(both, 2), out);
    }
    default:
      return fail_with(cx, Exc::kTypeError,
                       {"unsupported format string passed to ", type_name(v), ".__format__"});
  }
}

bool convert_value(Context& cx, const Value& v, char conversion, Value* out) {
  switch (conversion) {
    case 's': return str_value(cx, v, out);
    case 'r': return repr_value(cx, v, out);
    case 'a': return ascii_value(cx, v, out);
    default: *out = v; return true;
  }
}

bool format_value(Context& cx, const Value& v, char conversion, std::string_view spec, std::string* out) {
  Value converted;
  if (conversion && !convert_value(cx, v, conversion, &converted)) return false;
  if (!append_format(cx, conversion ? converted : v, spec, out)) return false;
  return out->size() <= cx.limits.bytes || cx.charge_bytes(out->size());
}

}  // namespace headrace::pylib
