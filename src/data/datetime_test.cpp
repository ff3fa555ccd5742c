#include "data/datetime.h"

#include <gtest/gtest.h>

#include "data/object.h"

namespace headrace {
namespace {

constexpr int64_t kHourUs = 3'600 * kSecondUs;

TEST(Calendar, EveryDayThereAndBack) {
  int32_t year = 1, month = 1, day = 1;
  for (int64_t days = kFirstDay; days <= kLastDay; ++days) {
    const CivilDate c = civil_from_days(days);
    ASSERT_TRUE(c.year == year && c.month == month && c.day == day) << days;
    ASSERT_EQ(days_from_civil(year, month, day), days);
    if (++day > days_in_month(year, month)) {
      day = 1;
      if (++month > 12) month = 1, ++year;
    }
  }
  EXPECT_EQ(year, 10'000);
}

TEST(ZonedTime, KeepsWhatDoesNotFitInside) {
  const TimeZone zones[] = {
      {},
      {Zone::kFixed, 0, false, ""},
      {Zone::kFixed, 5 * kHourUs + 1, false, ""},
      {Zone::kFixed, -5 * kHourUs, true, "EST"},
      {Zone::kTzUtc, 0, false, ""},
      {Zone::kTzOffset, 99 * kHourUs, false, ""},
      {Zone::kTzOffset, int64_t{1} << 55, false, ""},
      {Zone::kTzOffset, 0, true, "UTC"},
      {Zone::kTzLocal, 0, false, ""},
  };
  for (const TimeZone& tz : zones) {
    const ZonedTime t = zoned_time(make_datetime({-1, true, tz}));
    EXPECT_EQ(t.wall_us, -1);
    EXPECT_TRUE(t.fold);
    EXPECT_EQ(t.tz, tz);
    EXPECT_EQ(zoned_time(make_time({1, false, tz})).tz, tz);
    if (tz.aware()) {
      EXPECT_EQ(time_zone(make_timezone(tz)), tz);
    } else {
      EXPECT_TRUE(make_timezone(tz).is_none());
    }
  }
}

TEST(ZonedTime, EqualityIsOfInstants) {
  const Value naive = Value::datetime(0, Zone::kNaive, 0);
  const Value utc = Value::datetime(0, Zone::kFixed, 0);
  const Value local = Value::datetime(0, Zone::kTzLocal, 0, true);
  const Value plus_one = Value::datetime(kHourUs, Zone::kTzOffset, 3600);
  const Value named = make_datetime({kHourUs, false, {Zone::kFixed, kHourUs, true, "CET"}});
  EXPECT_FALSE(equal(naive, utc));
  for (const Value& v : {local, plus_one, named}) {
    EXPECT_TRUE(equal(utc, v));
    EXPECT_EQ(hash_value(utc), hash_value(v));
  }
  EXPECT_EQ(instant_us(plus_one), 0);
}

// Python compares aware times by whole seconds of offset.
TEST(ZonedTime, TimesIgnoreOffsetsBelowASecond) {
  const Value a = make_time({kHourUs, false, {Zone::kFixed, 1, false, ""}});
  const Value b = make_time({kHourUs, false, {Zone::kFixed, 0, false, ""}});
  EXPECT_TRUE(equal(a, b));
  EXPECT_EQ(hash_value(a), hash_value(b));
}

TEST(TimeZone, EqualityAsPythonHasIt) {
  const TimeZone utc{Zone::kFixed, 0, false, ""}, tz_utc{Zone::kTzUtc, 0, false, ""};
  const TimeZone offset{Zone::kTzOffset, 0, false, ""}, named{Zone::kTzOffset, 0, true, "UTC"};
  const TimeZone local{Zone::kTzLocal, 0, false, ""};
  EXPECT_FALSE(timezone_equal(utc, tz_utc));
  EXPECT_TRUE(timezone_equal(tz_utc, offset));
  EXPECT_TRUE(timezone_equal(tz_utc, local));
  EXPECT_TRUE(timezone_equal(local, named));
  EXPECT_FALSE(timezone_equal(local, offset));
  EXPECT_TRUE(timezone_equal(utc, {Zone::kFixed, 0, true, "X"}));
}

}  // namespace
}  // namespace headrace
