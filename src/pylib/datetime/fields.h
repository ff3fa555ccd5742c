// The parts of dates and times, and the checks of Python's constructors on them.
#pragma once

#include <cstdint>

#include "data/context.h"
#include "data/datetime.h"

namespace headrace::pylib {

struct Clock {
  int32_t hour = 0;
  int32_t minute = 0;
  int32_t second = 0;
  int32_t microsecond = 0;
};

inline Clock clock_from_us(int64_t us_of_day) {
  const auto seconds = static_cast<int32_t>(us_of_day / kSecondUs);
  return {seconds / 3600, seconds / 60 % 60, seconds % 60, static_cast<int32_t>(us_of_day % kSecondUs)};
}
inline int64_t us_from_clock(const Clock& c) {
  return (c.hour * int64_t{3600} + c.minute * 60 + c.second) * kSecondUs + c.microsecond;
}

// Floored: us == day * kDayUs + us_of_day with 0 <= us_of_day < kDayUs.
struct SplitDay {
  int64_t day;
  int64_t us_of_day;
};
inline SplitDay split_days(int64_t us) {
  int64_t day = us / kDayUs, rest = us % kDayUs;
  if (rest < 0) --day, rest += kDayUs;
  return {day, rest};
}

struct DateAndClock {
  CivilDate date;
  Clock clock;
};
DateAndClock fields_from_us(int64_t wall_us);

// kDate or kDateTime: the days since 1970-01-01 of its date.
int64_t day_number(const Value& v);

inline bool is_valid_day(int64_t day) { return day >= kFirstDay && day <= kLastDay; }
inline bool is_valid_wall(int64_t us) { return us >= kFirstDay * kDayUs && us < (kLastDay + 1) * kDayUs; }

int32_t weekday(int64_t day);                    // Monday is 0
int32_t day_of_year(int64_t day, int32_t year);  // 1 is January 1

struct IsoWeek {
  int32_t year, week, weekday;  // Monday is 1
};
IsoWeek iso_week(int64_t day);
// The Monday of week 1.
int64_t iso_year_start(int32_t year);
// Fails with Python's ValueError.
bool day_from_iso_week(Context& cx, int32_t year, int32_t week, int32_t weekday, int64_t* day);

// Whether the parts make a date or a time; fail with Python's ValueError. The years are 1 to 9999.
bool check_date(Context& cx, int32_t year, int32_t month, int32_t day);
bool check_clock(Context& cx, const Clock& clock);
bool check_fold(Context& cx, int32_t fold);

// *out = wall_us + by_us, or OverflowError outside the years 1 to 9999.
bool shift_wall(Context& cx, int64_t wall_us, int64_t by_us, int64_t* out);

bool fail_year(Context& cx, int64_t year);  // ValueError: year 0 is out of range
bool fail_date_overflow(Context& cx);       // OverflowError: date value out of range

}  // namespace headrace::pylib
