// What Python's tzinfo methods answer for the fixed zones we know, for datetimes and times alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "data/context.h"
#include "data/datetime.h"

namespace headrace::pylib {

// dateutil's tzoffset takes any offset, as long as nobody asks for it; beyond this it is refused, so that it
// can be subtracted from any wall clock.
inline constexpr int64_t kOffsetMaxUs = int64_t{1} << 62;

// datetime.utcoffset() in microseconds. The zone is aware. Fails with ValueError where dateutil's tzoffset
// is a day or more, as every use of such a zone does in Python.
bool utc_offset(Context& cx, const TimeZone& tz, int64_t* offset_us);

// tzname(); empty for None.
std::optional<std::string> zone_name(const TimeZone& tz);

// dateutil's zones have dst() == timedelta(0), datetime.timezone has None.
inline bool has_dst(const TimeZone& tz) { return tz.aware() && tz.zone != Zone::kFixed; }

TimeZone utc_zone();                     // datetime.timezone.utc
TimeZone named_utc_zone();               // what astimezone() gives: timezone(timedelta(0), 'UTC')
TimeZone tz_offset(int64_t offset_us);   // dateutil.tz.tzoffset(None, ...)
TimeZone fixed_zone(int64_t offset_us);  // datetime.timezone

// None, a tzinfo, or a TypeError. Null counts as None.
bool to_zone(Context& cx, const Value* v, TimeZone* out);

}  // namespace headrace::pylib
