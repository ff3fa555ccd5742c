#include "pylib/datetime/arguments.h"

#include <cmath>

#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

// C's round-half-even, as CPython's _PyTime_Round.
double round_half_even(double x) {
  double rounded = std::round(x);
  if (std::fabs(x - rounded) == 0.5) rounded = 2.0 * std::round(x / 2.0);
  return rounded;
}

}  // namespace

bool to_c_int(Context& cx, const Value& v, int32_t* out) {
  if (v.kind() != Kind::kInt && v.kind() != Kind::kBool) {
    return fail_with(cx, Exc::kTypeError,
                     {"'", type_name(v), "' object cannot be interpreted as an integer"});
  }
  if (v.is_heap()) return cx.fail(Exc::kOverflowError, "Python int too large to convert to C long");
  const int64_t i = v.as_int();
  if (i > INT32_MAX) return cx.fail(Exc::kOverflowError, "signed integer is greater than maximum");
  if (i < INT32_MIN) return cx.fail(Exc::kOverflowError, "signed integer is less than minimum");
  *out = static_cast<int32_t>(i);
  return true;
}

bool one_argument(Context& cx, const char* function, const Args& args, Kind kind, const char* kind_name,
                  const Value** out) {
  if (!expect_count(cx, function, args, 1, 1)) return false;
  *out = &args[0];
  if (args[0].kind() == kind) return true;
  return fail_with(cx, Exc::kTypeError,
                   {function, "() argument must be ", kind_name, ", not ", type_name(args[0])});
}

bool to_timestamp(Context& cx, const Value& v, Rounding rounding, Timestamp* out) {
  if (!v.is_float()) {
    if (v.kind() != Kind::kInt && v.kind() != Kind::kBool) {
      return fail_with(cx, Exc::kTypeError,
                       {"'", type_name(v), "' object cannot be interpreted as an integer"});
    }
    if (v.is_heap()) return cx.fail(Exc::kOverflowError, "timestamp out of range for platform time_t");
    *out = {v.as_int(), 0};
    return true;
  }
  const double d = v.as_float();
  if (std::isnan(d)) return cx.fail(Exc::kValueError, "Invalid value NaN (not a number)");
  double seconds = std::floor(d), us = 0;
  if (rounding == Rounding::kHalfEven) {
    us = round_half_even(std::modf(d, &seconds) * 1e6);
    if (us >= 1e6) us -= 1e6, seconds += 1.0;
    if (us < 0) us += 1e6, seconds -= 1.0;
  }
  if (!(seconds >= -0x1p63 && seconds < 0x1p63)) {
    return cx.fail(Exc::kOverflowError, "timestamp out of range for platform time_t");
  }
  *out = {static_cast<int64_t>(seconds), static_cast<int32_t>(us)};
  return true;
}

}  // namespace headrace::pylib
