#include <string>

#include "connect/columnar/arrow_column_kinds.h"
#include "connect/columnar/cell_loop.h"
#include "data/datetime.h"

namespace headrace::columnar {
namespace {

// Microseconds are what times are made of here: `count` units become `numerator / denominator` of them each.
struct Unit {
  int64_t numerator;
  int64_t denominator;
};

bool unit_of(char c, Unit* unit) {
  switch (c) {
    case 's': *unit = {1'000'000, 1}; return true;
    case 'm': *unit = {1'000, 1}; return true;
    case 'u': *unit = {1, 1}; return true;
    case 'n': *unit = {1, 1'000}; return true;
    default: return false;
  }
}

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Nanoseconds are cut towards the past. False beyond 64 bits.
bool to_us(int64_t count, Unit unit, int64_t* us) {
  if (__builtin_mul_overflow(count, unit.numerator, us)) return false;
  if (unit.denominator != 1) *us = floor_div(*us, unit.denominator);
  return true;
}

bool in_calendar(int64_t wall_us) {
  return wall_us >= kFirstDay * kDayUs && wall_us < (kLastDay + 1) * kDayUs;
}

// Days (int32) or milliseconds (int64).
template <typename T>
class DateColumn final : public CellLoop<DateColumn<T>> {
 public:
  static auto cells(const ArrowArray& array, int64_t, int64_t) {
    return [values = buffer<T>(array, 1)](int64_t at, Value* out, std::string* why) {
      const int64_t days = sizeof(T) == 8 ? floor_div(values[at], kDayUs / 1000) : values[at];
      if (days < kFirstDay || days > kLastDay) {
        *why = "a date outside the years 1 to 9999";
        return false;
      }
      *out = Value::date(days);
      return true;
    };
  }
};

template <typename T>
class TimeColumn final : public CellLoop<TimeColumn<T>> {
 public:
  explicit TimeColumn(Unit unit) : unit_(unit) {}

  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [values = buffer<T>(array, 1), unit = unit_](int64_t at, Value* out, std::string* why) {
      int64_t us;
      if (!to_us(values[at], unit, &us) || us < 0 || us >= kDayUs) {
        *why = "a time outside the day";
        return false;
      }
      *out = Value::time(us, Zone::kNaive, 0);
      return true;
    };
  }

 private:
  Unit unit_;
};

class TimestampColumn final : public CellLoop<TimestampColumn> {
 public:
  static constexpr bool kTakesUsedCells = true;

  TimestampColumn(Unit unit, Zone zone, int32_t offset_s) : unit_(unit), zone_(zone), offset_s_(offset_s) {}

  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [values = buffer<int64_t>(array, 1), unit = unit_, zone = zone_, offset_s = offset_s_](
               int64_t at, Value* out, std::string* why) {
      int64_t us;
      if (!to_us(values[at], unit, &us) || __builtin_add_overflow(us, offset_s * kSecondUs, &us) ||
          !in_calendar(us)) {
        *why = "a timestamp outside the years 1 to 9999";
        return false;
      }
      *out = Value::datetime(us, zone, offset_s);
      return true;
    };
  }

 private:
  Unit unit_;
  Zone zone_;
  int32_t offset_s_;
};

class DurationColumn final : public CellLoop<DurationColumn> {
 public:
  explicit DurationColumn(Unit unit) : unit_(unit) {}

  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [values = buffer<int64_t>(array, 1), unit = unit_](int64_t at, Value* out, std::string* why) {
      constexpr int64_t kDaysMax = 999'999'999;
      int64_t us;
      if (!to_us(values[at], unit, &us)) {
        *why = "a duration of more than 290,000 years";
        return false;
      }
      static_assert(INT64_MAX / kDayUs < kDaysMax);
      const int64_t days = floor_div(us, kDayUs);
      *out = Value::timedelta(static_cast<int32_t>(days), us - days * kDayUs);
      return true;
    };
  }

 private:
  Unit unit_;
};

// "+05:30" and "+0530". The clocks of named zones are not known here: their instants are shown in UTC.
int32_t zone_offset_s(std::string_view zone) {
  std::string digits;
  for (const char c : zone.substr(zone.empty() ? 0 : 1)) {
    if (c >= '0' && c <= '9') {
      digits.push_back(c);
    } else if (c != ':') {
      return 0;
    }
  }
  if (digits.size() != 4 || (zone[0] != '+' && zone[0] != '-')) return 0;
  const int32_t minutes = std::stoi(digits.substr(0, 2)) * 60 + std::stoi(digits.substr(2));
  if (minutes >= 24 * 60) return 0;
  return (zone[0] == '-' ? -60 : 60) * minutes;
}

ColumnPtr timestamp_column(Unit unit, std::string_view zone) {
  if (zone.empty()) return std::make_unique<TimestampColumn>(unit, Zone::kNaive, 0);
  return std::make_unique<TimestampColumn>(unit, Zone::kFixed, zone_offset_s(zone));
}

}  // namespace

ColumnPtr time_column(std::string_view format) {
  if (format.size() < 3 || format[0] != 't') return nullptr;
  if (format == "tdD") return std::make_unique<DateColumn<int32_t>>();
  if (format == "tdm") return std::make_unique<DateColumn<int64_t>>();
  Unit unit;
  if (!unit_of(format[2], &unit)) return nullptr;
  if (format[1] == 's' && format.size() > 3 && format[3] == ':')
    return timestamp_column(unit, format.substr(4));
  if (format.size() != 3) return nullptr;
  if (format[1] == 'D') return std::make_unique<DurationColumn>(unit);
  if (format[1] != 't') return nullptr;
  if (format[2] == 's' || format[2] == 'm') return std::make_unique<TimeColumn<int32_t>>(unit);
  return std::make_unique<TimeColumn<int64_t>>(unit);
}

}  // namespace headrace::columnar
