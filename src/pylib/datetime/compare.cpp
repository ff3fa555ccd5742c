// == != < <= > >= of dates, times, datetimes and timedeltas.
#include "pylib/datetime/fields.h"
#include "pylib/datetime/timedelta.h"
#include "pylib/datetime/zone.h"
#include "pylib/errors.h"
#include "pylib/operators.h"

namespace headrace::pylib {
namespace {

template <typename T>
bool answer(Compare op, T a, T b) {
  switch (op) {
    case Compare::kEq: return a == b;
    case Compare::kNe: return a != b;
    case Compare::kLt: return a < b;
    case Compare::kLe: return a <= b;
    case Compare::kGt: return a > b;
    case Compare::kGe: return a >= b;
  }
  return false;
}

bool is_equality(Compare op) { return op == Compare::kEq || op == Compare::kNe; }

// Datetimes or times. Equal zones need no offset, which may be out of range.
bool compare_zoned(Context& cx, Compare op, const Value& a, const Value& b, bool* out) {
  if (!a.is_heap() && !b.is_heap() && a.zone() == b.zone() && a.offset_s() == b.offset_s()) {
    *out = answer(op, a.wall_us(), b.wall_us());
    return true;
  }
  const bool datetimes = a.kind() == Kind::kDateTime;
  const ZonedTime x = zoned_time(a), y = zoned_time(b);
  if (x.tz == y.tz) {
    *out = answer(op, x.wall_us, y.wall_us);
    return true;
  }
  int64_t x_offset, y_offset;
  if (!utc_offset(cx, x.tz, &x_offset) || !utc_offset(cx, y.tz, &y_offset)) return false;
  if (x.tz.aware() != y.tz.aware()) {
    *out = op == Compare::kNe;
    if (is_equality(op)) return true;
    return cx.fail(Exc::kTypeError, datetimes ? "can't compare offset-naive and offset-aware datetimes"
                                              : "can't compare offset-naive and offset-aware times");
  }
  if (!datetimes && x_offset != y_offset) {  // Python leaves a time's offset below a second out
    x_offset -= split_days(x_offset).us_of_day % kSecondUs;
    y_offset -= split_days(y_offset).us_of_day % kSecondUs;
  }
  *out = answer(op, x.wall_us - x_offset, y.wall_us - y_offset);
  return true;
}

bool is_date(const Value& v) { return v.kind() == Kind::kDate || v.kind() == Kind::kDateTime; }

}  // namespace

bool datetime_compare(Context& cx, Compare op, const Value& a, const Value& b, bool* out, bool* handled) {
  *handled = true;
  if (a.kind() != b.kind()) {
    *handled = is_date(a) && is_date(b);
    if (!*handled) return true;
    *out = op == Compare::kNe;
    return is_equality(op) || cx.fail(Exc::kTypeError, "can't compare datetime.datetime to datetime.date");
  }
  switch (a.kind()) {
    case Kind::kDate: *out = answer(op, a.days(), b.days()); return true;
    case Kind::kTimeDelta: *out = answer(op, total_us(a), total_us(b)); return true;
    case Kind::kTime:
    case Kind::kDateTime: return compare_zoned(cx, op, a, b, out);
    case Kind::kTimeZone:
      if (is_equality(op)) {
        *out = datetime_equal(a, b) == (op == Compare::kEq);
        return true;
      }
      [[fallthrough]];
    default: *handled = false; return true;
  }
}

}  // namespace headrace::pylib
