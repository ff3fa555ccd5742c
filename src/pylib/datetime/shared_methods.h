// Methods and attributes that date, time and datetime share.
#pragma once

#include "pylib/api.h"

namespace headrace::pylib {

inline constexpr int64_t kOrdinalOfEpoch = 719'163;  // date(1970, 1, 1).toordinal()

// date and datetime
bool date_ctime(Context& cx, const Value& self, const Args& args, Value* out);
bool date_iso_calendar(Context& cx, const Value& self, const Args& args, Value* out);
bool date_iso_weekday(Context& cx, const Value& self, const Args& args, Value* out);
bool date_weekday(Context& cx, const Value& self, const Args& args, Value* out);
bool date_to_ordinal(Context& cx, const Value& self, const Args& args, Value* out);
bool date_year(Context& cx, const Value& self, Value* out);
bool date_month(Context& cx, const Value& self, Value* out);
bool date_day(Context& cx, const Value& self, Value* out);

// date, time and datetime
bool any_strftime(Context& cx, const Value& self, const Args& args, Value* out);

// time and datetime
bool clock_utcoffset(Context& cx, const Value& self, const Args& args, Value* out);
bool clock_tzname(Context& cx, const Value& self, const Args& args, Value* out);
bool clock_dst(Context& cx, const Value& self, const Args& args, Value* out);
bool clock_hour(Context& cx, const Value& self, Value* out);
bool clock_minute(Context& cx, const Value& self, Value* out);
bool clock_second(Context& cx, const Value& self, Value* out);
bool clock_microsecond(Context& cx, const Value& self, Value* out);
bool clock_tzinfo(Context& cx, const Value& self, Value* out);
bool clock_fold(Context& cx, const Value& self, Value* out);

// A class attribute, reached through an instance.
template <Value (*Make)()>
bool constant_attribute(Context&, const Value&, Value* out) {
  *out = Make();
  return true;
}

}  // namespace headrace::pylib
