#include "pylib/datetime/fields.h"

#include <string>

#include "pylib/errors.h"

namespace headrace::pylib {

DateAndClock fields_from_us(int64_t wall_us) {
  const SplitDay split = split_days(wall_us);
  return {civil_from_days(split.day), clock_from_us(split.us_of_day)};
}

int64_t day_number(const Value& v) {
  if (v.kind() == Kind::kDate) return v.days();
  return split_days(v.is_heap() ? zoned_time(v).wall_us : v.wall_us()).day;
}

// 1970-01-01 was a Thursday.
int32_t weekday(int64_t day) { return static_cast<int32_t>(((day + 3) % 7 + 7) % 7); }

int32_t day_of_year(int64_t day, int32_t year) {
  return static_cast<int32_t>(day - days_from_civil(year, 1, 1)) + 1;
}

int64_t iso_year_start(int32_t year) {
  const int64_t first = days_from_civil(year, 1, 1);
  const int32_t first_weekday = weekday(first);
  return first - first_weekday + (first_weekday > 3 ? 7 : 0);
}

IsoWeek iso_week(int64_t day) {
  int32_t year = civil_from_days(day).year;
  if (day >= iso_year_start(year + 1)) {
    ++year;
  } else if (day < iso_year_start(year)) {
    --year;
  }
  return {year, static_cast<int32_t>((day - iso_year_start(year)) / 7) + 1, weekday(day) + 1};
}

bool day_from_iso_week(Context& cx, int32_t year, int32_t week, int32_t weekday, int64_t* day) {
  if (year < 1 || year > 9999)
    return cx.fail(Exc::kValueError, "Year is out of range: {}", Value::integer(year));
  const int64_t start = iso_year_start(year);
  const int64_t weeks = (iso_year_start(year + 1) - start) / 7;
  if (week < 1 || week > weeks) return cx.fail(Exc::kValueError, "Invalid week: {}", Value::integer(week));
  if (weekday < 1 || weekday > 7) {
    return cx.fail(Exc::kValueError, "Invalid weekday: {} (range is [1, 7])", Value::integer(weekday));
  }
  *day = start + (week - 1) * 7 + weekday - 1;
  return is_valid_day(*day) || fail_year(cx, year + 1);
}

bool check_date(Context& cx, int32_t year, int32_t month, int32_t day) {
  if (year < 1 || year > 9999) return fail_year(cx, year);
  if (month < 1 || month > 12) return cx.fail(Exc::kValueError, "month must be in 1..12");
  if (day < 1 || day > days_in_month(year, month)) {
    return cx.fail(Exc::kValueError, "day is out of range for month");
  }
  return true;
}

bool check_clock(Context& cx, const Clock& c) {
  if (c.hour < 0 || c.hour > 23) return cx.fail(Exc::kValueError, "hour must be in 0..23");
  if (c.minute < 0 || c.minute > 59) return cx.fail(Exc::kValueError, "minute must be in 0..59");
  if (c.second < 0 || c.second > 59) return cx.fail(Exc::kValueError, "second must be in 0..59");
  if (c.microsecond < 0 || c.microsecond > 999'999) {
    return cx.fail(Exc::kValueError, "microsecond must be in 0..999999");
  }
  return true;
}

bool check_fold(Context& cx, int32_t fold) {
  return fold == 0 || fold == 1 || cx.fail(Exc::kValueError, "fold must be either 0 or 1");
}

bool shift_wall(Context& cx, int64_t wall_us, int64_t by_us, int64_t* out) {
  return (!__builtin_add_overflow(wall_us, by_us, out) && is_valid_wall(*out)) || fail_date_overflow(cx);
}

bool fail_year(Context& cx, int64_t year) {
  return cx.fail(Exc::kValueError, "year {} is out of range", Value::integer(year));
}

bool fail_date_overflow(Context& cx) { return cx.fail(Exc::kOverflowError, "date value out of range"); }

}  // namespace headrace::pylib
