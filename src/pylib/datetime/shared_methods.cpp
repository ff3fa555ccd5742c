#include "pylib/datetime/shared_methods.h"

#include "pylib/datetime/fields.h"
#include "pylib/datetime/named_tuple.h"
#include "pylib/datetime/strftime.h"
#include "pylib/datetime/timedelta.h"
#include "pylib/datetime/zone.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

int64_t wall_of(const Value& v) { return v.is_heap() ? zoned_time(v).wall_us : v.wall_us(); }

Clock clock_of(const Value& v) { return clock_from_us(split_days(wall_of(v)).us_of_day); }

bool give_int(int64_t i, Value* out) {
  *out = Value::integer(i);
  return true;
}

}  // namespace

bool date_ctime(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "ctime", args, 0, 0)) return false;
  std::string text;
  append_ctime(self.kind() == Kind::kDate ? self.days() * kDayUs : wall_of(self), &text);
  *out = Value::string(text);
  return true;
}

bool date_iso_calendar(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "isocalendar", args, 0, 0)) return false;
  *out = make_iso_calendar(iso_week(day_number(self)));
  return true;
}

bool date_iso_weekday(Context& cx, const Value& self, const Args& args, Value* out) {
  return expect_count(cx, "isoweekday", args, 0, 0) && give_int(weekday(day_number(self)) + 1, out);
}

bool date_weekday(Context& cx, const Value& self, const Args& args, Value* out) {
  return expect_count(cx, "weekday", args, 0, 0) && give_int(weekday(day_number(self)), out);
}

bool date_to_ordinal(Context& cx, const Value& self, const Args& args, Value* out) {
  return expect_count(cx, "toordinal", args, 0, 0) && give_int(day_number(self) + kOrdinalOfEpoch, out);
}

bool date_year(Context&, const Value& self, Value* out) {
  return give_int(civil_from_days(day_number(self)).year, out);
}
bool date_month(Context&, const Value& self, Value* out) {
  return give_int(civil_from_days(day_number(self)).month, out);
}
bool date_day(Context&, const Value& self, Value* out) {
  return give_int(civil_from_days(day_number(self)).day, out);
}

bool any_strftime(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"format"};
  const Value* format;
  if (!bind(cx, {"strftime", kNames, 1}, args, &format)) return false;
  if (!format->is_str()) {
    return fail_with(cx, Exc::kTypeError, {"strftime() argument 1 must be str, not ", type_name(*format)});
  }
  std::string text;
  if (!append_strftime(cx, self, format->str(), &text)) return false;
  *out = Value::string(text);
  return true;
}

bool clock_utcoffset(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "utcoffset", args, 0, 0)) return false;
  const TimeZone tz = zoned_time(self).tz;
  *out = Value();
  if (!tz.aware()) return true;
  int64_t offset_us;
  if (!utc_offset(cx, tz, &offset_us)) return false;
  *out = timedelta_from_us(offset_us);
  return true;
}

bool clock_tzname(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "tzname", args, 0, 0)) return false;
  const std::optional<std::string> name = zone_name(zoned_time(self).tz);
  *out = name ? Value::string(*name) : Value();
  return true;
}

bool clock_dst(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dst", args, 0, 0)) return false;
  *out = has_dst(zoned_time(self).tz) ? Value::timedelta(0, 0) : Value();
  return true;
}

bool clock_hour(Context&, const Value& self, Value* out) { return give_int(clock_of(self).hour, out); }
bool clock_minute(Context&, const Value& self, Value* out) { return give_int(clock_of(self).minute, out); }
bool clock_second(Context&, const Value& self, Value* out) { return give_int(clock_of(self).second, out); }
bool clock_microsecond(Context&, const Value& self, Value* out) {
  return give_int(clock_of(self).microsecond, out);
}

bool clock_tzinfo(Context&, const Value& self, Value* out) {
  *out = make_timezone(zoned_time(self).tz);
  return true;
}

bool clock_fold(Context&, const Value& self, Value* out) {
  return give_int(self.is_heap() ? zoned_time(self).fold : self.fold(), out);
}

}  // namespace headrace::pylib
