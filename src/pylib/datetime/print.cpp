// str(), repr() and format() of dates, times, datetimes, timedeltas and time zones.
#include "pylib/datetime/datetime.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/isoformat.h"
#include "pylib/datetime/strftime.h"
#include "pylib/datetime/timedelta.h"
#include "pylib/datetime/zone.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

void append_numbers(std::initializer_list<int32_t> numbers, std::string* out) {
  const char* separator = "";
  for (int32_t n : numbers) {
    *out += separator + std::to_string(n);
    separator = ", ";
  }
}

bool append_zone_repr(Context& cx, const TimeZone& tz, std::string* out) {
  switch (tz.zone) {
    case Zone::kNaive: *out += "None"; return true;
    case Zone::kTzUtc: *out += "tzutc()"; return true;
    case Zone::kTzLocal: *out += "tzlocal()"; return true;
    case Zone::kTzOffset:
      *out += "tzoffset(";
      if (!append_repr(cx, tz.has_name ? Value::string(tz.name) : Value(), out)) return false;
      *out += ", " + std::to_string(tz.offset_us / kSecondUs) + ")";
      return true;
    case Zone::kFixed: break;
  }
  if (tz.offset_us == 0 && !tz.has_name) {
    *out += "datetime.timezone.utc";
    return true;
  }
  *out += "datetime.timezone(";
  append_timedelta_repr(timedelta_from_us(tz.offset_us), out);
  if (tz.has_name) {
    *out += ", ";
    if (!append_repr(cx, Value::string(tz.name), out)) return false;
  }
  *out += ")";
  return true;
}

// A datetime shows its fold before its zone, a time after it.
bool close_with_zone(Context& cx, const ZonedTime& t, bool fold_first, std::string* out) {
  if (t.fold && fold_first) *out += ", fold=1";
  if (t.tz.aware()) {
    *out += ", tzinfo=";
    if (!append_zone_repr(cx, t.tz, out)) return false;
  }
  *out += t.fold && !fold_first ? ", fold=1)" : ")";
  return true;
}

bool append_date_repr(const Value& v, std::string* out) {
  const CivilDate d = civil_from_days(v.days());
  *out += "datetime.date(";
  append_numbers({d.year, d.month, d.day}, out);
  *out += ')';
  return true;
}

bool append_clocked_repr(Context& cx, const Value& v, std::string* out) {
  const ZonedTime t = zoned_time(v);
  const DateAndClock f = fields_from_us(t.wall_us);
  *out += v.kind() == Kind::kTime ? "datetime.time(" : "datetime.datetime(";
  if (v.kind() == Kind::kDateTime) {
    append_numbers({f.date.year, f.date.month, f.date.day}, out);
    *out += ", ";
  }
  append_numbers({f.clock.hour, f.clock.minute}, out);
  if (f.clock.second || f.clock.microsecond) *out += ", " + std::to_string(f.clock.second);
  if (f.clock.microsecond) *out += ", " + std::to_string(f.clock.microsecond);
  return close_with_zone(cx, t, v.kind() == Kind::kDateTime, out);
}

}  // namespace

bool datetime_repr(Context& cx, const Value& v, std::string* out) {
  switch (v.kind()) {
    case Kind::kDate: return append_date_repr(v, out);
    case Kind::kTimeDelta: append_timedelta_repr(v, out); return true;
    case Kind::kTimeZone: return append_zone_repr(cx, time_zone(v), out);
    default: return append_clocked_repr(cx, v, out);
  }
}

bool datetime_str(Context& cx, const Value& v, std::string* out) {
  switch (v.kind()) {
    case Kind::kDate: append_iso_date(civil_from_days(v.days()), out); return true;
    case Kind::kTimeDelta: append_timedelta_str(v, out); return true;
    case Kind::kTimeZone: {
      const TimeZone tz = time_zone(v);
      if (tz.zone != Zone::kFixed) return append_zone_repr(cx, tz, out);
      *out += zone_name(tz).value_or("");
      return true;
    }
    default: return append_iso(cx, v, " ", TimeSpec::kAuto, out);
  }
}

bool datetime_format(Context& cx, const Value& v, std::string_view spec, std::string* out) {
  if (spec.empty()) return datetime_str(cx, v, out);
  if (v.kind() == Kind::kTimeDelta || v.kind() == Kind::kTimeZone) {
    const std::string_view module = v.kind() == Kind::kTimeZone && time_zone(v).zone != Zone::kFixed
                                        ? std::string_view()
                                        : std::string_view("datetime.");
    return fail_with(cx, Exc::kTypeError,
                     {"unsupported format string passed to ", module, type_name(v), ".__format__"});
  }
  return append_strftime(cx, v, spec, out);
}

}  // namespace headrace::pylib
