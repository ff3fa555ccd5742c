// Calendar arithmetic, and uniform access to date, time, datetime and time-zone values whether they live
// inside the Value or on the heap.
#pragma once

#include <cstdint>
#include <string>

#include "data/object.h"
#include "data/value.h"

namespace headrace {

inline constexpr int64_t kSecondUs = 1'000'000;
inline constexpr int64_t kDayUs = 86'400'000'000;
// 0001-01-01 and 9999-12-31, the first and last date, in days since 1970-01-01.
inline constexpr int64_t kFirstDay = -719'162;
inline constexpr int64_t kLastDay = 2'932'896;

struct CivilDate {
  int32_t year;
  int32_t month;  // 1..12
  int32_t day;    // 1..31
};
int64_t days_from_civil(int32_t year, int32_t month, int32_t day);  // since 1970-01-01
CivilDate civil_from_days(int64_t days);
bool is_leap_year(int32_t year);
int32_t days_in_month(int32_t year, int32_t month);

// A time zone: a family, an offset, and for the families that carry one (kFixed, kTzOffset) a name.
struct TimeZone {
  Zone zone = Zone::kNaive;
  int64_t offset_us = 0;  // within a day for kFixed; dateutil's tzoffset takes any
  bool has_name = false;
  std::string name;

  bool aware() const { return zone != Zone::kNaive; }
  // The same family, offset and name.
  bool operator==(const TimeZone&) const = default;
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
Value make_timezone(const TimeZone& tz);  // kTimeZone; None where tz.zone is kNaive
TimeZone time_zone(const Value& tz);

// Python's == of tzinfo objects. It is not transitive: dateutil's tzlocal equals tzutc, but not a nameless
// tzoffset of 0, which tzutc equals.
bool timezone_equal(const TimeZone& a, const TimeZone& b);

// The instant of a datetime, microseconds since the epoch, UTC; a naive one is taken as UTC.
int64_t heap_instant_us(const Value& datetime);
inline int64_t instant_us(const Value& datetime) {
  if (datetime.is_heap()) return heap_instant_us(datetime);
  return datetime.wall_us() - datetime.offset_s() * kSecondUs;
}
bool is_aware(const Value& v);  // kDateTime, kTime

// equal() and hash_value() for kDate, kTime, kDateTime, kTimeDelta and kTimeZone.
bool datetime_equal(const Value& a, const Value& b);
uint64_t datetime_hash(const Value& v);

}  // namespace headrace
