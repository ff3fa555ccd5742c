// datetime.datetime: its constructors and the type itself. Its methods are in datetime_methods.cpp.
#include "pylib/api.h"
#include "pylib/datetime/arguments.h"
#include "pylib/datetime/datetime_methods.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/isoformat.h"
#include "pylib/datetime/shared_methods.h"
#include "pylib/datetime/strptime.h"
#include "pylib/datetime/zone.h"
#include "pylib/errors.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

Value naive(int64_t wall_us) { return Value::datetime(wall_us, Zone::kNaive, 0); }

bool construct(Context& cx, const Args& args, Value* out) {
  const Value* slots[9];
  return bind(cx, {.function = "datetime", .names = kDatetimeFields, .required = 3, .keyword_only_from = 8},
              args, slots) &&
         datetime_from_fields(cx, slots, {}, {}, 0, out);
}

// UTC's wall clock, as it stands in `tz`.
bool from_utc(Context& cx, int64_t utc_us, const TimeZone& tz, Value* out) {
  int64_t wall_us;
  if (!shift_wall(cx, utc_us, tz.offset_us, &wall_us)) return false;
  *out = make_datetime({wall_us, false, tz});
  return true;
}

bool now(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"tz"};
  const Value* tz_value;
  TimeZone tz;
  return bind(cx, {"now", kNames}, args, &tz_value) && to_zone(cx, tz_value, &tz) &&
         from_utc(cx, cx.now_us, tz, out);
}

bool utc_now(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "utcnow", args, 0, 0)) return false;
  *out = naive(cx.now_us);
  return true;
}

bool today(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "today", args, 0, 0)) return false;
  *out = naive(cx.now_us);
  return true;
}

bool wall_from_timestamp(Context& cx, const Value& v, int64_t* us) {
  Timestamp t;
  if (!to_timestamp(cx, v, Rounding::kHalfEven, &t)) return false;
  const int64_t day = t.seconds / 86'400 - (t.seconds % 86'400 < 0);
  if (!is_valid_day(day)) {
    constexpr int64_t kYearsSecondsMax = int64_t{1} << 55;  // beyond, C's gmtime fails: OSError
    if (t.seconds >= kYearsSecondsMax || t.seconds <= -kYearsSecondsMax) {
      return cx.fail(Exc::kValueError, "Value too large for defined data type");
    }
    return fail_year(cx, civil_from_days(day).year);
  }
  *us = t.seconds * kSecondUs + t.us;
  return true;
}

// fromtimestamp(seconds, timezone.utc), which is what nearly all calls are.
bool utc_from_seconds(const Args& args, Value* out) {
  static const Value utc = make_timezone(utc_zone());
  constexpr int64_t kDaySeconds = 86'400;
  if (args.count != 2 || args.keyword_count != 0 || !args[0].is_small_int() || !args[1].identical(utc))
    return false;
  const int64_t seconds = args[0].as_int();
  if (seconds < kFirstDay * kDaySeconds || seconds >= (kLastDay + 1) * kDaySeconds) return false;
  *out = Value::datetime(seconds * kSecondUs, Zone::kFixed, 0);
  return true;
}

bool from_timestamp(Context& cx, const Args& args, Value* out) {
  if (utc_from_seconds(args, out)) return true;
  static constexpr const char* kNames[] = {"timestamp", "tz"};
  const Value* slots[2];
  TimeZone tz;
  int64_t us = 0;
  if (!bind(cx, {"fromtimestamp", kNames, 1}, args, slots) || !to_zone(cx, slots[1], &tz) ||
      !wall_from_timestamp(cx, *slots[0], &us)) {
    return false;
  }
  // CPython looks for a fold of the local zone one day earlier.
  if (!tz.aware() && us < (kFirstDay + 1) * kDayUs) return fail_year(cx, 0);
  return from_utc(cx, us, tz, out);
}

bool utc_from_timestamp(Context& cx, const Args& args, Value* out) {
  int64_t us = 0;
  if (!expect_count(cx, "utcfromtimestamp", args, 1, 1) || !wall_from_timestamp(cx, args[0], &us))
    return false;
  *out = naive(us);
  return true;
}

bool combine(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"date", "time", "tzinfo"};
  const Value* slots[3];
  if (!bind(cx, {"combine", kNames, 2}, args, slots)) return false;
  if (slots[0]->kind() != Kind::kDate && slots[0]->kind() != Kind::kDateTime) {
    return fail_with(cx, Exc::kTypeError,
                     {"combine() argument 1 must be datetime.date, not ", type_name(*slots[0])});
  }
  if (slots[1]->kind() != Kind::kTime) {
    return fail_with(cx, Exc::kTypeError,
                     {"combine() argument 2 must be datetime.time, not ", type_name(*slots[1])});
  }
  ZonedTime t = zoned_time(*slots[1]);
  if (slots[2] && !to_zone(cx, slots[2], &t.tz)) return false;
  t.wall_us += day_number(*slots[0]) * kDayUs;
  *out = make_datetime(t);
  return true;
}

bool strptime(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "strptime", args, 2, 2)) return false;
  for (uint32_t i = 0; i < 2; ++i) {
    if (args[i].is_str()) continue;
    return fail_with(cx, Exc::kTypeError,
                     {"strptime() argument ", i ? "2" : "1", " must be str, not ", type_name(args[i])});
  }
  return parse_with_format(cx, args[0].str(), args[1].str(), out);
}

bool from_iso_format(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "fromisoformat", args, 1, 1)) return false;
  if (!args[0].is_str()) return cx.fail(Exc::kTypeError, "fromisoformat: argument must be str");
  return datetime_from_iso(cx, args[0], out);
}

// date's constructors give a datetime at midnight.
template <bool Calendar>
bool from_date(Context& cx, const Args& args, Value* out) {
  static const FunctionDef* const constructor =
      find_function(as_type(date_type()).spec().functions, Calendar ? "fromisocalendar" : "fromordinal");
  Value date;
  if (!constructor->fn(cx, args, &date)) return false;
  *out = naive(date.days() * kDayUs);
  return true;
}

Value first_datetime() { return naive(kFirstDay * kDayUs); }
Value last_datetime() { return naive((kLastDay + 1) * kDayUs - 1); }
Value one_microsecond() { return Value::timedelta(0, 1); }

constexpr KindSet kInt = kind_set(Kind::kInt), kStr = kind_set(Kind::kStr),
                  kDateTime = kind_set(Kind::kDateTime), kTuple = kind_set(Kind::kTuple),
                  kNone = kind_set(Kind::kNone), kDelta = kind_set(Kind::kTimeDelta);

}  // namespace

Value datetime_type() {
  static constexpr FunctionDef kFunctions[] = {
      {"now", now, kDateTime},
      {"utcnow", utc_now, kDateTime},
      {"today", today, kDateTime},
      {"fromtimestamp", from_timestamp, kDateTime},
      {"utcfromtimestamp", utc_from_timestamp, kDateTime},
      {"fromordinal", from_date<false>, kDateTime},
      {"fromisocalendar", from_date<true>, kDateTime},
      {"fromisoformat", from_iso_format, kDateTime},
      {"strptime", strptime, kDateTime},
      {"combine", combine, kDateTime},
  };
  static constexpr ClassAttribute kAttributes[] = {
      {"min", first_datetime}, {"max", last_datetime}, {"resolution", one_microsecond}};
  static const Value base = date_type();
  static const Value type =
      make_type({.name = "datetime",
                 .qualified_name = "datetime.datetime",
                 .is_instance = [](const Value& v) { return v.kind() == Kind::kDateTime; },
                 .construct = construct,
                 .instances = type_of(Kind::kDateTime, Flavor::kPlain),
                 .functions = kFunctions,
                 .attributes = kAttributes,
                 .base = &as_type(base)});
  return type;
}

std::span<const MethodDef> datetime_methods() {
  static constexpr MethodDef kMethods[] = {
      {"astimezone", datetime_astimezone, kDateTime},
      {"ctime", date_ctime, kStr},
      {"date", datetime_date, kind_set(Kind::kDate)},
      {"dst", clock_dst, kDelta | kNone},
      {"isocalendar", date_iso_calendar, kTuple},
      {"isoformat", datetime_isoformat, kStr},
      {"isoweekday", date_iso_weekday, kInt},
      {"replace", datetime_replace, kDateTime},
      {"strftime", any_strftime, kStr},
      {"time", datetime_time, kind_set(Kind::kTime)},
      {"timestamp", datetime_timestamp, kind_set(Kind::kFloat)},
      {"timetuple", datetime_timetuple, kTuple},
      {"timetz", datetime_timetz, kind_set(Kind::kTime)},
      {"toordinal", date_to_ordinal, kInt},
      {"tzname", clock_tzname, kStr | kNone},
      {"utcoffset", clock_utcoffset, kDelta | kNone},
      {"utctimetuple", datetime_utctimetuple, kTuple},
      {"weekday", date_weekday, kInt},
      {"now", as_method<now>, kDateTime},
      {"utcnow", as_method<utc_now>, kDateTime},
      {"today", as_method<today>, kDateTime},
      {"fromtimestamp", as_method<from_timestamp>, kDateTime},
      {"utcfromtimestamp", as_method<utc_from_timestamp>, kDateTime},
      {"fromordinal", as_method<from_date<false>>, kDateTime},
      {"fromisocalendar", as_method<from_date<true>>, kDateTime},
      {"fromisoformat", as_method<from_iso_format>, kDateTime},
      {"strptime", as_method<strptime>, kDateTime},
      {"combine", as_method<combine>, kDateTime},
  };
  return kMethods;
}

std::span<const AttributeDef> datetime_attributes() {
  static constexpr AttributeDef kAttributes[] = {
      {"year", date_year, kInt},
      {"month", date_month, kInt},
      {"day", date_day, kInt},
      {"hour", clock_hour, kInt},
      {"minute", clock_minute, kInt},
      {"second", clock_second, kInt},
      {"microsecond", clock_microsecond, kInt},
      {"tzinfo", clock_tzinfo, kind_set(Kind::kTimeZone) | kNone},
      {"fold", clock_fold, kInt},
      {"min", constant_attribute<first_datetime>, kDateTime},
      {"max", constant_attribute<last_datetime>, kDateTime},
      {"resolution", constant_attribute<one_microsecond>, kDelta},
  };
  return kAttributes;
}

}  // namespace headrace::pylib
