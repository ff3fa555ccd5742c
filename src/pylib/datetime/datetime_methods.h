// Methods of datetime.datetime that date and time do not have.
#pragma once

#include "data/datetime.h"
#include "pylib/api.h"
#include "pylib/datetime/fields.h"

namespace headrace::pylib {

inline constexpr const char* kDatetimeFields[] = {"year",   "month",       "day",    "hour", "minute",
                                                  "second", "microsecond", "tzinfo", "fold"};
// A datetime of the given fields, in the order of kDatetimeFields; null slots keep what the others say.
bool datetime_from_fields(Context& cx, const Value* const* slots, DateAndClock fields, TimeZone tz,
                          int32_t fold, Value* out);

bool datetime_astimezone(Context& cx, const Value& self, const Args& args, Value* out);
bool datetime_date(Context& cx, const Value& self, const Args& args, Value* out);
bool datetime_isoformat(Context& cx, const Value& self, const Args& args, Value* out);
bool datetime_replace(Context& cx, const Value& self, const Args& args, Value* out);
bool datetime_time(Context& cx, const Value& self, const Args& args, Value* out);
bool datetime_timestamp(Context& cx, const Value& self, const Args& args, Value* out);
bool datetime_timetuple(Context& cx, const Value& self, const Args& args, Value* out);
bool datetime_timetz(Context& cx, const Value& self, const Args& args, Value* out);
bool datetime_utctimetuple(Context& cx, const Value& self, const Args& args, Value* out);

}  // namespace headrace::pylib
