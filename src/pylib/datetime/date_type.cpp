// datetime.date
#include "pylib/api.h"
#include "pylib/datetime/arguments.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/isoformat.h"
#include "pylib/datetime/named_tuple.h"
#include "pylib/datetime/shared_methods.h"
#include "pylib/datetime/timedelta.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

bool make_date(Context& cx, int32_t year, int32_t month, int32_t day, Value* out) {
  if (!check_date(cx, year, month, day)) return false;
  *out = Value::date(days_from_civil(year, month, day));
  return true;
}

bool construct(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"year", "month", "day"};
  const Value* slots[3];
  int32_t year, month, day;
  return bind(cx, {"date", kNames, 3}, args, slots) && to_c_int(cx, *slots[0], &year) &&
         to_c_int(cx, *slots[1], &month) && to_c_int(cx, *slots[2], &day) &&
         make_date(cx, year, month, day, out);
}

bool today(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "today", args, 0, 0)) return false;
  *out = Value::date(split_days(cx.now_us).day);
  return true;
}

bool from_timestamp(Context& cx, const Args& args, Value* out) {
  Timestamp t;
  if (!expect_count(cx, "fromtimestamp", args, 1, 1) || !to_timestamp(cx, args[0], Rounding::kFloor, &t)) {
    return false;
  }
  const int64_t day = t.seconds / 86'400 - (t.seconds % 86'400 < 0);
  if (!is_valid_day(day)) return cx.fail(Exc::kValueError, "year is out of range");
  *out = Value::date(day);
  return true;
}

bool from_ordinal(Context& cx, const Args& args, Value* out) {
  int32_t ordinal;
  if (!expect_count(cx, "fromordinal", args, 1, 1) || !to_c_int(cx, args[0], &ordinal)) return false;
  if (ordinal < 1) return cx.fail(Exc::kValueError, "ordinal must be >= 1");
  if (!is_valid_day(ordinal - kOrdinalOfEpoch)) return cx.fail(Exc::kValueError, "year is out of range");
  *out = Value::date(ordinal - kOrdinalOfEpoch);
  return true;
}

bool from_iso_format(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "fromisoformat", args, 1, 1)) return false;
  if (!args[0].is_str()) return cx.fail(Exc::kTypeError, "fromisoformat: argument must be str");
  return date_from_iso(cx, args[0], out);
}

bool from_iso_calendar(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"year", "week", "day"};
  const Value* slots[3];
  int32_t year, week, weekday;
  int64_t day;
  if (!bind(cx, {"fromisocalendar", kNames, 3}, args, slots) || !to_c_int(cx, *slots[0], &year) ||
      !to_c_int(cx, *slots[1], &week) || !to_c_int(cx, *slots[2], &weekday) ||
      !day_from_iso_week(cx, year, week, weekday, &day)) {
    return false;
  }
  *out = Value::date(day);
  return true;
}

bool replace(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"year", "month", "day"};
  const Value* slots[3];
  CivilDate d = civil_from_days(self.days());
  return bind(cx, {"replace", kNames}, args, slots) && to_c_int(cx, slots[0], &d.year) &&
         to_c_int(cx, slots[1], &d.month) && to_c_int(cx, slots[2], &d.day) &&
         make_date(cx, d.year, d.month, d.day, out);
}

bool iso_format(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "isoformat", args, 0, 0)) return false;
  std::string text;
  append_iso_date(civil_from_days(self.days()), &text);
  *out = Value::string(text);
  return true;
}

bool time_tuple(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "timetuple", args, 0, 0)) return false;
  *out = make_struct_time(self.days() * kDayUs, -1);
  return true;
}

Value first_date() { return Value::date(kFirstDay); }
Value last_date() { return Value::date(kLastDay); }
Value one_day() { return Value::timedelta(1, 0); }

constexpr KindSet kInt = kind_set(Kind::kInt), kStr = kind_set(Kind::kStr), kDate = kind_set(Kind::kDate),
                  kTuple = kind_set(Kind::kTuple);

}  // namespace

Value date_type() {
  static constexpr FunctionDef kFunctions[] = {
      {"today", today, kDate},
      {"fromtimestamp", from_timestamp, kDate},
      {"fromordinal", from_ordinal, kDate},
      {"fromisoformat", from_iso_format, kDate},
      {"fromisocalendar", from_iso_calendar, kDate},
  };
  static constexpr ClassAttribute kAttributes[] = {
      {"min", first_date}, {"max", last_date}, {"resolution", one_day}};
  static const Value type = make_type(
      {.name = "date",
       .qualified_name = "datetime.date",
       .is_instance = [](const Value& v) { return v.kind() == Kind::kDate || v.kind() == Kind::kDateTime; },
       .construct = construct,
       .instances = type_of(Kind::kDate, Flavor::kPlain),
       .functions = kFunctions,
       .attributes = kAttributes});
  return type;
}

std::span<const MethodDef> date_methods() {
  static constexpr MethodDef kMethods[] = {
      {"ctime", date_ctime, kStr},
      {"isocalendar", date_iso_calendar, kTuple},
      {"isoformat", iso_format, kStr},
      {"isoweekday", date_iso_weekday, kInt},
      {"replace", replace, kDate},
      {"strftime", any_strftime, kStr},
      {"timetuple", time_tuple, kTuple},
      {"toordinal", date_to_ordinal, kInt},
      {"weekday", date_weekday, kInt},
      {"today", as_method<today>, kDate},
      {"fromtimestamp", as_method<from_timestamp>, kDate},
      {"fromordinal", as_method<from_ordinal>, kDate},
      {"fromisoformat", as_method<from_iso_format>, kDate},
      {"fromisocalendar", as_method<from_iso_calendar>, kDate},
  };
  return kMethods;
}

std::span<const AttributeDef> date_attributes() {
  static constexpr AttributeDef kAttributes[] = {
      {"year", date_year, kInt},
      {"month", date_month, kInt},
      {"day", date_day, kInt},
      {"min", constant_attribute<first_date>, kDate},
      {"max", constant_attribute<last_date>, kDate},
      {"resolution", constant_attribute<one_day>, kind_set(Kind::kTimeDelta)},
  };
  return kAttributes;
}

}  // namespace headrace::pylib
