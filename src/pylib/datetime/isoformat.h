// ISO 8601 as datetime's isoformat() writes it and fromisoformat() reads it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "data/context.h"
#include "data/datetime.h"
#include "pylib/datetime/fields.h"

namespace headrace::pylib {

// isoformat's timespec.
enum class TimeSpec { kAuto, kHours, kMinutes, kSeconds, kMilliseconds, kMicroseconds };
bool to_time_spec(Context& cx, const Value* v, TimeSpec* out);

void append_iso_date(const CivilDate& date, std::string* out);
void append_iso_clock(const Clock& clock, TimeSpec spec, std::string* out);
// "+05:30", with seconds and microseconds where the offset has them.
void append_offset(int64_t offset_us, bool colons, std::string* out);
// isoformat() of a datetime or time. Fails where the offset is not valid.
bool append_iso(Context& cx, const Value& v, std::string_view separator, TimeSpec spec, std::string* out);

// fromisoformat(). `text` is a str.
bool date_from_iso(Context& cx, const Value& text, Value* out);
bool time_from_iso(Context& cx, const Value& text, Value* out);
bool datetime_from_iso(Context& cx, const Value& text, Value* out);

}  // namespace headrace::pylib
