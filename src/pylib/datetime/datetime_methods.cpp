#include "pylib/datetime/datetime_methods.h"

#include "base/unicode.h"
#include "pylib/datetime/arguments.h"
#include "pylib/datetime/isoformat.h"
#include "pylib/datetime/named_tuple.h"
#include "pylib/datetime/timedelta.h"
#include "pylib/datetime/zone.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

// CPython asks the local zone about a naive datetime also a day earlier (fold 0) or later (fold 1), to find
// a fold; where the calendar ends there, it fails.
bool check_local(Context& cx, const ZonedTime& t) {
  const int64_t probe_us = t.wall_us + (t.fold ? kDayUs : -kDayUs);
  return is_valid_wall(probe_us) || fail_year(cx, t.fold ? 10'000 : 0);
}

// Zones of which Python has one object for all: the others are made anew wherever they are written.
bool is_shared(const TimeZone& tz) {
  return tz.zone == Zone::kTzUtc || tz.zone == Zone::kTzOffset || tz == utc_zone();
}

bool take_time(Context& cx, const char* name, const Value& self, const Args& args, bool with_zone,
               Value* out) {
  if (!expect_count(cx, name, args, 0, 0)) return false;
  ZonedTime t = zoned_time(self);
  t.wall_us = split_days(t.wall_us).us_of_day;
  if (!with_zone) t.tz = TimeZone();
  *out = make_time(t);
  return true;
}

}  // namespace

bool datetime_from_fields(Context& cx, const Value* const* slots, DateAndClock f, TimeZone tz, int32_t fold,
                          Value* out) {
  int32_t* const parts[] = {&f.date.year,    &f.date.month,   &f.date.day,         &f.clock.hour,
                            &f.clock.minute, &f.clock.second, &f.clock.microsecond};
  for (int i = 0; i < 7; ++i) {
    if (!to_c_int(cx, slots[i], parts[i])) return false;
  }
  if (!to_c_int(cx, slots[8], &fold) || !check_date(cx, f.date.year, f.date.month, f.date.day) ||
      !check_clock(cx, f.clock) || !check_fold(cx, fold) || (slots[7] && !to_zone(cx, slots[7], &tz))) {
    return false;
  }
  const int64_t day = days_from_civil(f.date.year, f.date.month, f.date.day);
  *out = make_datetime({day * kDayUs + us_from_clock(f.clock), fold == 1, tz});
  return true;
}

bool datetime_astimezone(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"tz"};
  const Value* tz_value;
  TimeZone tz;
  if (!bind(cx, {"astimezone", kNames}, args, &tz_value) || !to_zone(cx, tz_value, &tz)) return false;
  const ZonedTime t = zoned_time(self);
  int64_t offset_us = 0, utc_us, wall_us;
  if (t.tz.aware()) {
    if (t.tz == tz && is_shared(tz)) {  // nothing to convert; the fold stays
      *out = self;
      return true;
    }
    if (!utc_offset(cx, t.tz, &offset_us)) return false;
  } else if (!check_local(cx, t)) {
    return false;
  }
  if (!tz.aware()) tz = named_utc_zone();
  if (!shift_wall(cx, t.wall_us, -offset_us, &utc_us) || !shift_wall(cx, utc_us, tz.offset_us, &wall_us))
    return false;
  *out = make_datetime({wall_us, false, tz});
  return true;
}

bool datetime_date(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "date", args, 0, 0)) return false;
  *out = Value::date(day_number(self));
  return true;
}

bool datetime_time(Context& cx, const Value& self, const Args& args, Value* out) {
  return take_time(cx, "time", self, args, false, out);
}

bool datetime_timetz(Context& cx, const Value& self, const Args& args, Value* out) {
  return take_time(cx, "timetz", self, args, true, out);
}

bool datetime_isoformat(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"sep", "timespec"};
  const Value* slots[2];
  TimeSpec spec;
  if (!bind(cx, {"isoformat", kNames}, args, slots)) return false;
  if (slots[0] && (!slots[0]->is_str() || unicode::count_code_points(slots[0]->str()) != 1)) {
    return fail_with(cx, Exc::kTypeError,
                     {"isoformat() argument 1 must be a unicode character, not ", type_name(*slots[0])});
  }
  std::string text;
  if (!to_time_spec(cx, slots[1], &spec) ||
      !append_iso(cx, self, slots[0] ? slots[0]->str() : "T", spec, &text)) {
    return false;
  }
  *out = Value::string(text);
  return true;
}

bool datetime_replace(Context& cx, const Value& self, const Args& args, Value* out) {
  const Value* slots[9];
  const ZonedTime t = zoned_time(self);
  return bind(cx, {.function = "replace", .names = kDatetimeFields, .keyword_only_from = 8}, args, slots) &&
         datetime_from_fields(cx, slots, fields_from_us(t.wall_us), t.tz, t.fold, out);
}

bool datetime_timestamp(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "timestamp", args, 0, 0)) return false;
  const ZonedTime t = zoned_time(self);
  if (!t.tz.aware()) {
    if (!check_local(cx, t)) return false;
    const SplitDay split = split_days(t.wall_us);
    const int64_t seconds = split.day * 86'400 + split.us_of_day / kSecondUs;
    *out = Value::real(static_cast<double>(seconds) + static_cast<double>(split.us_of_day % kSecondUs) / 1e6);
    return true;
  }
  int64_t offset_us;
  if (!utc_offset(cx, t.tz, &offset_us)) return false;
  *out = Value::real(divide_exactly(t.wall_us - offset_us, kSecondUs));
  return true;
}

bool datetime_timetuple(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "timetuple", args, 0, 0)) return false;
  const ZonedTime t = zoned_time(self);
  *out = make_struct_time(t.wall_us, has_dst(t.tz) ? 0 : -1);
  return true;
}

bool datetime_utctimetuple(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "utctimetuple", args, 0, 0)) return false;
  const ZonedTime t = zoned_time(self);
  int64_t offset_us = 0, utc_us;
  if (t.tz.aware() && !utc_offset(cx, t.tz, &offset_us)) return false;
  if (!shift_wall(cx, t.wall_us, -offset_us, &utc_us)) return false;
  *out = make_struct_time(utc_us, 0);
  return true;
}

}  // namespace headrace::pylib
