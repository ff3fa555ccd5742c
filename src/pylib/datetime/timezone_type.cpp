// datetime.tzinfo, datetime.timezone, and dateutil's fixed zones: tzutc, tzoffset, tzlocal (which is UTC
// here). All are values of kTimeZone and share their methods.
#include <cmath>

#include "pylib/api.h"
#include "pylib/datetime/datetime.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/timedelta.h"
#include "pylib/datetime/timezone_types.h"
#include "pylib/datetime/zone.h"
#include "pylib/errors.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

bool is_zone(const Value& v) { return v.kind() == Kind::kTimeZone; }
template <Zone Family>
bool is_of(const Value& v) {
  return is_zone(v) && time_zone(v).zone == Family;
}

// --- constructors ---

bool construct_timezone(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"offset", "name"};
  const Value* slots[2];
  if (!bind(cx, {"timezone", kNames, 1}, args, slots)) return false;
  if (slots[0]->kind() != Kind::kTimeDelta) {
    return fail_with(cx, Exc::kTypeError,
                     {"timezone() argument 1 must be datetime.timedelta, not ", type_name(*slots[0])});
  }
  if (slots[1] && !slots[1]->is_str()) {
    return fail_with(cx, Exc::kTypeError, {"timezone() argument 2 must be str, not ", type_name(*slots[1])});
  }
  const Int128 offset = total_us(*slots[0]);
  if (offset <= -kDayUs || offset >= kDayUs) {
    std::string message =
        "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ";
    append_timedelta_repr(*slots[0], &message);
    return cx.fail_text(Exc::kValueError, message);
  }
  TimeZone tz = fixed_zone(static_cast<int64_t>(offset));
  if (slots[1]) tz.has_name = true, tz.name = slots[1]->str();
  *out = make_timezone(tz);
  return true;
}

template <Zone Family>
bool construct_plain(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, Family == Zone::kTzUtc ? "tzutc" : "tzlocal", args, 0, 0)) return false;
  TimeZone tz;
  tz.zone = Family;
  *out = make_timezone(tz);
  return true;
}

// The offset may be a timedelta, or seconds.
bool construct_tzoffset(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"name", "offset"};
  const Value* slots[2];
  if (!bind(cx, {"tzoffset", kNames, 2}, args, slots)) return false;
  if (!slots[0]->is_str() && !slots[0]->is_none()) {
    return cx.fail(Exc::kTypeError, "tzinfo.tzname() must return None or a string");
  }
  Value offset = *slots[1];
  if (offset.kind() != Kind::kTimeDelta) {
    const Value seconds[] = {Value::integer(0), offset};
    if (!as_type(timedelta_type()).spec().construct(cx, Args::of(seconds, 2), &offset)) return false;
  }
  const Int128 us = total_us(offset);
  if (us >= kOffsetMaxUs || us <= -kOffsetMaxUs) return fail_date_overflow(cx);
  TimeZone tz = tz_offset(static_cast<int64_t>(us));
  if (slots[0]->is_str()) tz.has_name = true, tz.name = slots[0]->str();
  *out = make_timezone(tz);
  return true;
}

// --- methods ---

// timezone's methods take None or a datetime, dateutil's anything.
bool check_argument(Context& cx, const char* method, const TimeZone& tz, const Args& args) {
  if (!expect_count(cx, method, args, 1, 1)) return false;
  if (tz.zone != Zone::kFixed || args[0].is_none() || args[0].kind() == Kind::kDateTime) return true;
  return fail_with(cx, Exc::kTypeError,
                   {method, "(dt) argument must be a datetime instance or None, not ", type_name(args[0])});
}

bool utcoffset(Context& cx, const Value& self, const Args& args, Value* out) {
  const TimeZone tz = time_zone(self);
  if (!check_argument(cx, "utcoffset", tz, args)) return false;
  *out = timedelta_from_us(tz.offset_us);
  return true;
}

bool tzname(Context& cx, const Value& self, const Args& args, Value* out) {
  const TimeZone tz = time_zone(self);
  if (!check_argument(cx, "tzname", tz, args)) return false;
  const std::optional<std::string> name = zone_name(tz);
  *out = name ? Value::string(*name) : Value();
  return true;
}

bool dst(Context& cx, const Value& self, const Args& args, Value* out) {
  const TimeZone tz = time_zone(self);
  if (!check_argument(cx, "dst", tz, args)) return false;
  *out = has_dst(tz) ? Value::timedelta(0, 0) : Value();
  return true;
}

bool fromutc(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "fromutc", args, 1, 1)) return false;
  if (args[0].kind() != Kind::kDateTime) {
    return cx.fail(Exc::kTypeError, "fromutc() argument must be a datetime instance");
  }
  ZonedTime t = zoned_time(args[0]);
  const TimeZone tz = time_zone(self);
  if (!(t.tz == tz)) return cx.fail(Exc::kValueError, "fromutc: dt.tzinfo is not self");
  if (!shift_wall(cx, t.wall_us, tz.offset_us, &t.wall_us)) return false;
  if (tz.zone != Zone::kTzUtc) t.fold = false;
  *out = make_datetime(t);
  return true;
}

bool is_ambiguous(Context& cx, const Value& self, const Args& args, Value* out) {
  if (time_zone(self).zone == Zone::kFixed) {
    return cx.fail(Exc::kAttributeError, "'datetime.timezone' object has no attribute 'is_ambiguous'");
  }
  if (!expect_count(cx, "is_ambiguous", args, 1, 1)) return false;
  if (time_zone(self).zone == Zone::kTzLocal && args[0].kind() != Kind::kDateTime) {
    return fail_with(cx, Exc::kAttributeError,
                     {"'", type_name(args[0]), "' object is no datetime for is_ambiguous()"});
  }
  *out = Value::boolean(false);
  return true;
}

constexpr int64_t kLastMinuteUs = kDayUs - 60 * kSecondUs;
Value utc() { return make_timezone(utc_zone()); }
Value first_timezone() { return make_timezone(fixed_zone(-kLastMinuteUs)); }
Value last_timezone() { return make_timezone(fixed_zone(kLastMinuteUs)); }

constexpr KindSet kStr = kind_set(Kind::kStr), kNone = kind_set(Kind::kNone),
                  kDelta = kind_set(Kind::kTimeDelta);

Value make_zone_type(const char* name, const char* qualified_name, bool (*is_instance)(const Value&),
                     FunctionFn construct, std::span<const ClassAttribute> attributes) {
  static const Value base = tzinfo_type();
  return make_type({.name = name,
                    .qualified_name = qualified_name,
                    .is_instance = is_instance,
                    .construct = construct,
                    .instances = type_of(Kind::kTimeZone, Flavor::kPlain),
                    .attributes = attributes,
                    .base = &as_type(base)});
}

}  // namespace

Value tzinfo_type() {
  static const Value type = make_type({.name = "tzinfo",
                                       .qualified_name = "datetime.tzinfo",
                                       .is_instance = is_zone,
                                       .instances = type_of(Kind::kTimeZone, Flavor::kPlain)});
  return type;
}

Value timezone_type() {
  static constexpr ClassAttribute kAttributes[] = {
      {"utc", utc}, {"min", first_timezone}, {"max", last_timezone}};
  static const Value type =
      make_zone_type("timezone", "datetime.timezone", is_of<Zone::kFixed>, construct_timezone, kAttributes);
  return type;
}

Value tzutc_type() {
  static const Value type =
      make_zone_type("tzutc", "dateutil.tz.tz.tzutc", is_of<Zone::kTzUtc>, construct_plain<Zone::kTzUtc>, {});
  return type;
}

Value tzoffset_type() {
  static const Value type =
      make_zone_type("tzoffset", "dateutil.tz.tz.tzoffset", is_of<Zone::kTzOffset>, construct_tzoffset, {});
  return type;
}

Value tzlocal_type() {
  static const Value type = make_zone_type("tzlocal", "dateutil.tz.tz.tzlocal", is_of<Zone::kTzLocal>,
                                           construct_plain<Zone::kTzLocal>, {});
  return type;
}

std::span<const MethodDef> timezone_methods() {
  static constexpr MethodDef kMethods[] = {
      {"utcoffset", utcoffset, kDelta},
      {"tzname", tzname, kStr | kNone},
      {"dst", dst, kDelta | kNone},
      {"fromutc", fromutc, kind_set(Kind::kDateTime)},
      {"is_ambiguous", is_ambiguous, kind_set(Kind::kBool)},
  };
  return kMethods;
}

std::span<const AttributeDef> timezone_attributes() {
  static constexpr AttributeDef kAttributes[] = {{"utc",
                                                  [](Context& cx, const Value& self, Value* out) {
                                                    if (time_zone(self).zone != Zone::kFixed) {
                                                      return cx.fail(Exc::kAttributeError,
                                                                     "the time zone has no attribute 'utc'");
                                                    }
                                                    *out = utc();
                                                    return true;
                                                  },
                                                  kind_set(Kind::kTimeZone)}};
  return kAttributes;
}

}  // namespace headrace::pylib
