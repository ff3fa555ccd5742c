// Calendar arithmetic, and uniform access to date, time, datetime and time-zone values whether they live
// inside the Value or on the heap.
#pragma once

#include <cstdint>
#include <string>

#include "data/object.h"
#include "data/value.h"

namespace headrace {

inline constexpr int64_t kDayUs = 86'400'000'000;

struct CivilDate {
  int32_t year;
  int32_t month;  // 1..12
  int32_t day;    // 1..31
};
int64_t days_from_civil(int32_t year, int32_t month, int32_t day);  // since 1970-01-01
CivilDate civil_from_days(int64_t days);
bool is_leap_year(int32_t year);
int32_t days_in_month(int32_t year, int32_t month);

// A time zone: a family, an offset, and for the families that carry one a name.
struct TimeZone {
  Zone zone = Zone::kNaive;
  int64_t offset_us = 0;
  bool has_name = false;
  std::string name;
};

// kDateTime or kTime of any representation.
struct ZonedTime {
  int64_t wall_us;  // since 1970-01-01T00:00 on the zone's wall clock (kDateTime), since midnight (kTime)
  bool fold;
  TimeZone tz;
};
ZonedTime zoned_time(const Value& v);
Value make_datetime(const ZonedTime& t);
Value make_time(const ZonedTime& t);
Value make_timezone(const TimeZone& tz);  // kTimeZone; tz.zone is not kNaive
TimeZone time_zone(const Value& tz);

// The instant of a datetime, microseconds since the epoch, UTC; a naive one is taken as UTC.
int64_t instant_us(const Value& datetime);

// equal() and hash_value() for kDate, kTime, kDateTime, kTimeDelta and kTimeZone.
bool datetime_equal(const Value& a, const Value& b);
uint64_t datetime_hash(const Value& v);

}  // namespace headrace
