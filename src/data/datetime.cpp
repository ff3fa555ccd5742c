#include "data/datetime.h"

#include "base/hash.h"

namespace headrace {
namespace {

// A datetime or time whose zone does not fit inside a Value.
class ZonedTimeObj final : public NativeObject {
 public:
  ZonedTimeObj(Kind kind, const ZonedTime& t) : NativeObject(kind), time(t) {}
  std::string_view type_name() const override { return kind == Kind::kDateTime ? "datetime" : "time"; }

  const ZonedTime time;
};

class TimeZoneObj final : public NativeObject {
 public:
  explicit TimeZoneObj(const TimeZone& tz) : NativeObject(Kind::kTimeZone), zone(tz) {}
  std::string_view type_name() const override { return "tzinfo"; }
  // dateutil's have __eq__ without __hash__.
  bool hashable() const override { return zone.zone == Zone::kFixed; }

  const TimeZone zone;
};

bool fits_inline(const TimeZone& tz) {
  const int64_t offset_s = tz.offset_us / kSecondUs;
  return !tz.has_name && tz.offset_us % kSecondUs == 0 && offset_s == static_cast<int32_t>(offset_s);
}

Value make_immortal_zone(Zone zone) {
  TimeZone tz;
  tz.zone = zone;
  Value v = Value::adopt(new TimeZoneObj(tz));
  make_immortal(v);
  return v;
}

// What a value's zone says, without copying a name.
struct ZoneView {
  bool aware;
  int64_t wall_us;
  int64_t offset_us;
};

ZoneView zone_view(const Value& v) {
  if (!v.is_heap()) return {v.zone() != Zone::kNaive, v.wall_us(), v.offset_s() * kSecondUs};
  const ZonedTime& t = v.as<ZonedTimeObj>()->time;
  return {t.tz.aware(), t.wall_us, t.tz.offset_us};
}

int64_t floor_seconds(int64_t us) { return (us - (us % kSecondUs + kSecondUs) % kSecondUs) / kSecondUs; }

// Aware times compare by their time of day in UTC, to which Python counts whole seconds of offset only.
int64_t time_of_day_utc_us(const ZoneView& t) { return t.wall_us - floor_seconds(t.offset_us) * kSecondUs; }

}  // namespace

// Counts from 0000-03-01, so that a leap day is the last of its year; the days before a month are then
// floor((153 m + 2) / 5), m counted from March.
int64_t days_from_civil(int32_t year, int32_t month, int32_t day) {
  const int32_t y = year - (month <= 2);
  const int32_t m = month + (month <= 2 ? 9 : -3);
  const int32_t era = (y >= 0 ? y : y - 399) / 400;
  const int32_t year_of_era = y - era * 400;
  const int32_t day_of_year = (153 * m + 2) / 5 + day - 1;
  const int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return int64_t{era} * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(int64_t days) {
  const int64_t z = days + 719'468;
  const int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  const auto day_of_era = static_cast<int32_t>(z - era * 146'097);
  const int32_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int32_t m = (5 * day_of_year + 2) / 153;
  const int32_t month = m < 10 ? m + 3 : m - 9;
  const auto year = static_cast<int32_t>(year_of_era + era * 400) + (month <= 2);
  return {year, month, day_of_year - (153 * m + 2) / 5 + 1};
}

bool is_leap_year(int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int32_t days_in_month(int32_t year, int32_t month) {
  static constexpr int8_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

ZonedTime zoned_time(const Value& v) {
  if (v.is_heap()) return v.as<ZonedTimeObj>()->time;
  return {v.wall_us(), v.fold(), TimeZone{v.zone(), v.offset_s() * kSecondUs, false, {}}};
}

Value make_datetime(const ZonedTime& t) {
  if (!fits_inline(t.tz)) return Value::adopt(new ZonedTimeObj(Kind::kDateTime, t));
  return Value::datetime(t.wall_us, t.tz.zone, static_cast<int32_t>(t.tz.offset_us / kSecondUs), t.fold);
}

Value make_time(const ZonedTime& t) {
  if (!fits_inline(t.tz)) return Value::adopt(new ZonedTimeObj(Kind::kTime, t));
  return Value::time(t.wall_us, t.tz.zone, static_cast<int32_t>(t.tz.offset_us / kSecondUs), t.fold);
}

Value make_timezone(const TimeZone& tz) {
  static const Value utc = make_immortal_zone(Zone::kFixed);
  static const Value tz_utc = make_immortal_zone(Zone::kTzUtc);
  static const Value tz_local = make_immortal_zone(Zone::kTzLocal);
  if (tz.zone == Zone::kNaive) return Value();
  if (tz.zone == Zone::kTzUtc) return tz_utc;
  if (tz.zone == Zone::kTzLocal) return tz_local;
  if (tz.zone == Zone::kFixed && tz.offset_us == 0 && !tz.has_name) return utc;
  return Value::adopt(new TimeZoneObj(tz));
}

TimeZone time_zone(const Value& tz) { return tz.as<TimeZoneObj>()->zone; }

bool timezone_equal(const TimeZone& a, const TimeZone& b) {
  if (a.zone == b.zone) return a.offset_us == b.offset_us;
  const auto either = [&](Zone x, Zone y) {
    return (a.zone == x && b.zone == y) || (a.zone == y && b.zone == x);
  };
  if (either(Zone::kTzUtc, Zone::kTzOffset)) return a.offset_us == b.offset_us;
  if (either(Zone::kTzUtc, Zone::kTzLocal)) return true;
  if (!either(Zone::kTzLocal, Zone::kTzOffset)) return false;
  const TimeZone& named = a.zone == Zone::kTzOffset ? a : b;
  return named.offset_us == 0 && named.has_name && named.name == "UTC";
}

int64_t heap_instant_us(const Value& datetime) {
  const ZoneView t = zone_view(datetime);
  return t.wall_us - t.offset_us;
}

bool is_aware(const Value& v) { return zone_view(v).aware; }

bool datetime_equal(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::kDate: return a.days() == b.days();
    case Kind::kTimeDelta: return a.delta_days() == b.delta_days() && a.delta_us() == b.delta_us();
    case Kind::kDateTime: {
      const ZoneView x = zone_view(a), y = zone_view(b);
      return x.aware == y.aware && x.wall_us - x.offset_us == y.wall_us - y.offset_us;
    }
    case Kind::kTime: {
      const ZoneView x = zone_view(a), y = zone_view(b);
      return x.aware == y.aware && time_of_day_utc_us(x) == time_of_day_utc_us(y);
    }
    case Kind::kTimeZone: return timezone_equal(a.as<TimeZoneObj>()->zone, b.as<TimeZoneObj>()->zone);
    default: return false;
  }
}

uint64_t datetime_hash(const Value& v) {
  const auto mix = [&](int64_t x) {
    return hash_mix(static_cast<uint64_t>(x) ^ static_cast<uint64_t>(v.kind()) << 56);
  };
  switch (v.kind()) {
    case Kind::kDate: return mix(v.days());
    case Kind::kTimeDelta:
      return hash_fold(mix(v.delta_us()), static_cast<uint64_t>(v.delta_days()) | uint64_t{1} << 40);
    case Kind::kDateTime: return mix(instant_us(v));
    case Kind::kTime: return mix(time_of_day_utc_us(zone_view(v)));
    // Families that equal each other share an offset.
    case Kind::kTimeZone: return mix(v.as<TimeZoneObj>()->zone.offset_us);
    default: return 0;
  }
}

}  // namespace headrace
