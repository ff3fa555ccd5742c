// The modules datetime, dateutil, dateutil.parser and dateutil.tz as values.
#include "pylib/datetime/datetime.h"
#include "pylib/datetime/timezone_types.h"
#include "pylib/datetime/zone.h"
#include "pylib/module.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

Value tz_utc() {
  TimeZone tz;
  tz.zone = Zone::kTzUtc;
  return make_timezone(tz);
}

}  // namespace

Value datetime_module() {
  static const Value module = NativeModule::make("datetime", {},
                                                 {{"date", date_type()},
                                                  {"time", time_type()},
                                                  {"datetime", datetime_type()},
                                                  {"timedelta", timedelta_type()},
                                                  {"timezone", timezone_type()},
                                                  {"tzinfo", tzinfo_type()},
                                                  {"UTC", make_timezone(utc_zone())},
                                                  {"MINYEAR", Value::integer(1)},
                                                  {"MAXYEAR", Value::integer(9999)}});
  return module;
}

Value dateutil_parser_module() {
  static constexpr FunctionDef kFunctions[] = {
      {"parse", dateutil_parse, kind_set(Kind::kDateTime) | kind_set(Kind::kDate) | kind_set(Kind::kTuple)},
      {"isoparse", dateutil_isoparse, kind_set(Kind::kDateTime)},
  };
  static const Value module = NativeModule::make("dateutil.parser", kFunctions);
  return module;
}

Value dateutil_tz_module() {
  static const Value module = NativeModule::make("dateutil.tz", {},
                                                 {{"UTC", tz_utc()},
                                                  {"tzutc", tzutc_type()},
                                                  {"tzoffset", tzoffset_type()},
                                                  {"tzlocal", tzlocal_type()}});
  return module;
}

Value dateutil_module() {
  static const Value module = NativeModule::make(
      "dateutil", {}, {{"parser", dateutil_parser_module()}, {"tz", dateutil_tz_module()}});
  return module;
}

}  // namespace headrace::pylib
