// datetime.time
#include "pylib/api.h"
#include "pylib/datetime/arguments.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/isoformat.h"
#include "pylib/datetime/shared_methods.h"
#include "pylib/datetime/zone.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

constexpr const char* kNames[] = {"hour", "minute", "second", "microsecond", "tzinfo", "fold"};

// The arguments given over what stands in *clock, *tz and *fold.
bool make_from(Context& cx, const Value* const* slots, Clock clock, TimeZone tz, int32_t fold, Value* out) {
  if (!to_c_int(cx, slots[0], &clock.hour) || !to_c_int(cx, slots[1], &clock.minute) ||
      !to_c_int(cx, slots[2], &clock.second) || !to_c_int(cx, slots[3], &clock.microsecond) ||
      !to_c_int(cx, slots[5], &fold) || !check_clock(cx, clock) || !check_fold(cx, fold) ||
      (slots[4] && !to_zone(cx, slots[4], &tz))) {
    return false;
  }
  *out = make_time({us_from_clock(clock), fold == 1, tz});
  return true;
}

bool construct(Context& cx, const Args& args, Value* out) {
  const Value* slots[6];
  return bind(cx, {.function = "time", .names = kNames, .keyword_only_from = 5}, args, slots) &&
         make_from(cx, slots, {}, {}, 0, out);
}

bool replace(Context& cx, const Value& self, const Args& args, Value* out) {
  const Value* slots[6];
  const ZonedTime t = zoned_time(self);
  return bind(cx, {.function = "replace", .names = kNames, .keyword_only_from = 5}, args, slots) &&
         make_from(cx, slots, clock_from_us(t.wall_us), t.tz, t.fold, out);
}

bool from_iso_format(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "fromisoformat", args, 1, 1)) return false;
  if (!args[0].is_str()) return cx.fail(Exc::kTypeError, "fromisoformat: argument must be str");
  return time_from_iso(cx, args[0], out);
}

bool iso_format(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kTimeSpec[] = {"timespec"};
  const Value* spec_value;
  TimeSpec spec;
  std::string text;
  if (!bind(cx, {"isoformat", kTimeSpec}, args, &spec_value) || !to_time_spec(cx, spec_value, &spec) ||
      !append_iso(cx, self, "", spec, &text)) {
    return false;
  }
  *out = Value::string(text);
  return true;
}

Value first_time() { return Value::time(0, Zone::kNaive, 0); }
Value last_time() { return Value::time(kDayUs - 1, Zone::kNaive, 0); }
Value one_microsecond() { return Value::timedelta(0, 1); }

constexpr KindSet kInt = kind_set(Kind::kInt), kStr = kind_set(Kind::kStr), kTime = kind_set(Kind::kTime),
                  kNone = kind_set(Kind::kNone), kDelta = kind_set(Kind::kTimeDelta);

}  // namespace

Value time_type() {
  static constexpr FunctionDef kFunctions[] = {{"fromisoformat", from_iso_format, kTime}};
  static constexpr ClassAttribute kAttributes[] = {
      {"min", first_time}, {"max", last_time}, {"resolution", one_microsecond}};
  static const Value type = make_type({.name = "time",
                                       .qualified_name = "datetime.time",
                                       .is_instance = [](const Value& v) { return v.kind() == Kind::kTime; },
                                       .construct = construct,
                                       .instances = type_of(Kind::kTime, Flavor::kPlain),
                                       .functions = kFunctions,
                                       .attributes = kAttributes});
  return type;
}

std::span<const MethodDef> time_methods() {
  static constexpr MethodDef kMethods[] = {
      {"dst", clock_dst, kDelta | kNone},
      {"isoformat", iso_format, kStr},
      {"replace", replace, kTime},
      {"strftime", any_strftime, kStr},
      {"tzname", clock_tzname, kStr | kNone},
      {"utcoffset", clock_utcoffset, kDelta | kNone},
      {"fromisoformat", as_method<from_iso_format>, kTime},
  };
  return kMethods;
}

std::span<const AttributeDef> time_attributes() {
  static constexpr AttributeDef kAttributes[] = {
      {"hour", clock_hour, kInt},
      {"minute", clock_minute, kInt},
      {"second", clock_second, kInt},
      {"microsecond", clock_microsecond, kInt},
      {"tzinfo", clock_tzinfo, kind_set(Kind::kTimeZone) | kNone},
      {"fold", clock_fold, kInt},
      {"min", constant_attribute<first_time>, kTime},
      {"max", constant_attribute<last_time>, kTime},
      {"resolution", constant_attribute<one_microsecond>, kDelta},
  };
  return kAttributes;
}

}  // namespace headrace::pylib
