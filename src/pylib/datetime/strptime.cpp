// From what the directives took to a datetime, by the rules of CPython's _strptime.
#include "pylib/datetime/strptime.h"

#include <array>
#include <optional>
#include <string>

#include "base/unicode.h"
#include "pylib/api.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/names.h"
#include "pylib/datetime/strptime_pattern.h"
#include "pylib/datetime/zone.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

using Taken = StrptimePattern::Taken;

// Decimal digits of any script.
int32_t to_int(std::string_view text) {
  int32_t n = 0;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    n = n * 10 + unicode::decimal_value(unicode::decode_next(p));
  }
  return n;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The first three letters tell all names apart.
template <size_t N>
int32_t index_of(const std::string_view (&names)[N], std::string_view text) {
  for (size_t i = 0; i < N; ++i) {
    if (lower(names[i][0]) == lower(text[0]) && names[i][1] == lower(text[1]) &&
        names[i][2] == lower(text[2])) {
      return static_cast<int32_t>(i);
    }
  }
  return 0;
}

class Interpreter {
 public:
  explicit Interpreter(Context& cx) : cx_(cx) {}

  bool run(const StrptimePattern::TakenList& taken, Value* out) {
    for (const Taken& t : taken) {
      if (t.directive == 'p') afternoon_ = lower(t.text[0]) == 'p';
    }
    for (const Taken& t : taken) {
      if (!take(t)) return false;
    }
    return check_combination() && resolve_date() && make(out);
  }

 private:
  bool take(const Taken& t) {
    switch (t.directive) {
      case 'y':
        year_ = to_int(t.text);
        *year_ += *year_ <= 68 ? 2000 : 1900;
        return true;
      case 'Y': year_ = to_int(t.text); return true;
      case 'G': iso_year_ = to_int(t.text); return true;
      case 'm': date_.month = to_int(t.text); return true;
      case 'B':
      case 'b': date_.month = index_of(kMonthNames, t.text) + 1; return true;
      case 'd': date_.day = to_int(t.text[0] == ' ' ? t.text.substr(1) : t.text); return true;
      case 'H': clock_.hour = to_int(t.text); return true;
      case 'I': clock_.hour = to_int(t.text) % 12 + (afternoon_ ? 12 : 0); return true;
      case 'M': clock_.minute = to_int(t.text); return true;
      case 'S': clock_.second = to_int(t.text); return true;
      case 'f':
        clock_.microsecond = to_int(t.text);
        for (size_t i = t.text.size(); i < 6; ++i) clock_.microsecond *= 10;
        return true;
      case 'A':
      case 'a': weekday_ = index_of(kWeekdayNames, t.text); return true;
      case 'w': weekday_ = (to_int(t.text) + 6) % 7; return true;
      case 'u': weekday_ = to_int(t.text) - 1; return true;
      case 'j': day_of_year_ = to_int(t.text); return true;
      case 'U':
      case 'W':
        week_ = to_int(t.text);
        week_starts_monday_ = t.directive == 'W';
        return true;
      case 'V': iso_week_ = to_int(t.text); return true;
      case 'Z': zone_name_ = t.text; return true;
      case 'z': return take_offset(t.text);
      default: return true;
    }
  }

  // CPython looks for colons at fixed places: the second one must be there if the first is.
  bool take_offset(std::string_view text) {
    if (text == "Z") {
      offset_us_ = 0;
      return true;
    }
    std::u32string z = unicode::decode_all(text);
    if (z[3] == ':') {
      z.erase(3, 1);
      if (z.size() > 5) {
        if (z[5] != ':') return fail_with(cx_, Exc::kValueError, {"Inconsistent use of : in ", text});
        z.erase(5, 1);
      }
    }
    const auto two = [&](size_t i) { return int64_t{number(z, i, i + 2)}; };
    int64_t fraction = z.size() > 8 ? number(z, 8, z.size()) : 0;
    for (size_t i = std::max<size_t>(z.size(), 8); i < 14; ++i) fraction *= 10;
    // Without colons the seconds may be cut off by a colon of their own ("+0102:03"): no digits there.
    if (z.size() > 5 && z[5] == ':') return fail_with(cx_, Exc::kValueError, {"invalid literal in ", text});
    const int64_t seconds = two(1) * 3600 + two(3) * 60 + (z.size() > 5 ? two(5) : 0);
    offset_us_ = (seconds * kSecondUs + fraction) * (z[0] == '-' ? -1 : 1);
    return true;
  }

  static int32_t number(const std::u32string& digits, size_t begin, size_t end) {
    int32_t n = 0;
    for (size_t i = begin; i < std::min(end, digits.size()); ++i)
      n = n * 10 + unicode::decimal_value(digits[i]);
    return n;
  }

  bool check_combination() {
    if (!year_ && iso_year_) {
      if (!iso_week_ || !weekday_) {
        return cx_.fail(Exc::kValueError,
                        "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday "
                        "directive ('%A', '%a', '%w', or '%u').");
      }
      if (day_of_year_) {
        return cx_.fail(Exc::kValueError,
                        "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use "
                        "'%Y' instead.");
      }
    } else if (!week_ && iso_week_) {
      if (!weekday_) {
        return cx_.fail(Exc::kValueError,
                        "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday "
                        "directive ('%A', '%a', '%w', or '%u').");
      }
      return cx_.fail(
          Exc::kValueError,
          "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year "
          "'%G' instead.");
    }
    return true;
  }

  // Year, month and day; from the day of the year or the week where the format had them.
  bool resolve_date() {
    // Without a year, February 29 still is a day: of 1904, then moved to 1900, where the datetime fails.
    const bool leap_day = !year_ && date_.month == 2 && date_.day == 29;
    date_.year = year_.value_or(leap_day ? 1904 : 1900);
    if (!day_of_year_ && weekday_ && !resolve_week(*weekday_)) return false;
    if (day_of_year_) {
      if (date_.year < 1 || date_.year > 9999) return fail_year(cx_, date_.year);
      const int64_t day = days_from_civil(date_.year, 1, 1) + *day_of_year_ - 1;
      if (!is_valid_day(day)) return cx_.fail(Exc::kValueError, "ordinal is out of range");
      date_ = civil_from_days(day);
    } else if (!check_date(cx_, date_.year, date_.month, date_.day)) {
      return false;
    }
    if (leap_day) date_.year = 1900;
    return true;
  }

  bool resolve_week(int32_t weekday_in_week) {
    if (week_) {
      if (date_.year < 1 || date_.year > 9999) return fail_year(cx_, date_.year);
      const int32_t first = weekday(days_from_civil(date_.year, 1, 1));
      const int32_t shift = week_starts_monday_ ? 0 : 1;  // the week's first day, Monday being 0
      const int32_t first_in_week = (first + shift) % 7, day_in_week = (weekday_in_week + shift) % 7;
      const int32_t week_0_days = (7 - first_in_week) % 7;
      day_of_year_ =
          *week_ == 0 ? 1 + day_in_week - first_in_week : 1 + week_0_days + 7 * (*week_ - 1) + day_in_week;
    } else if (iso_year_ && iso_week_) {
      if (*iso_year_ < 1) return fail_year(cx_, *iso_year_);
      const int64_t day = iso_year_start(*iso_year_) + (*iso_week_ - 1) * 7 + weekday_in_week;
      const bool year_before = day < days_from_civil(*iso_year_, 1, 1);
      date_.year = *iso_year_ - (year_before ? 1 : 0);
      if (date_.year < 1) return fail_year(cx_, date_.year);
      day_of_year_ = static_cast<int32_t>(day - days_from_civil(date_.year, 1, 1)) + 1;
    }
    if (day_of_year_ && *day_of_year_ <= 0) {
      --date_.year;
      *day_of_year_ += is_leap_year(date_.year) ? 366 : 365;
    }
    return true;
  }

  bool make(Value* out) {
    TimeZone tz;
    if (offset_us_) {
      if (*offset_us_ <= -kDayUs || *offset_us_ >= kDayUs) {
        return cx_.fail(Exc::kValueError,
                        "offset must be a timedelta strictly between -timedelta(hours=24) and "
                        "timedelta(hours=24)");
      }
      tz = fixed_zone(*offset_us_);
      if (!zone_name_.empty()) tz.has_name = true, tz.name = zone_name_;
    }
    if (!check_date(cx_, date_.year, date_.month, date_.day) || !check_clock(cx_, clock_)) return false;
    const int64_t day = days_from_civil(date_.year, date_.month, date_.day);
    *out = make_datetime({day * kDayUs + us_from_clock(clock_), false, tz});
    return true;
  }

  Context& cx_;
  CivilDate date_{1900, 1, 1};
  Clock clock_;
  bool afternoon_ = false;
  std::optional<int32_t> year_, iso_year_, week_, iso_week_, weekday_, day_of_year_;
  bool week_starts_monday_ = false;
  std::optional<int64_t> offset_us_;
  std::string_view zone_name_;
};

// The few formats that a spec's hot loop uses stay compiled.
const StrptimePattern* compiled(Context& cx, std::string_view format) {
  struct Entry {
    std::string format;
    StrptimePattern pattern;
  };
  static thread_local std::array<Entry, 8> cache;
  static thread_local size_t used = 0, oldest = 0;
  for (size_t i = 0; i < used; ++i) {
    if (cache[i].format == format) return &cache[i].pattern;
  }
  StrptimePattern pattern;
  if (!StrptimePattern::compile(cx, format, &pattern)) return nullptr;
  const size_t place = used < cache.size() ? used++ : oldest++ % cache.size();
  cache[place] = {std::string(format), std::move(pattern)};
  return &cache[place].pattern;
}

[[gnu::cold]] bool fail_no_match(Context& cx, std::string_view text, std::string_view format) {
  std::string shown_text, shown_format;
  if (!append_repr(cx, Value::string(text), &shown_text) ||
      !append_repr(cx, Value::string(format), &shown_format)) {
    return false;
  }
  return fail_with(cx, Exc::kValueError, {"time data ", shown_text, " does not match format ", shown_format});
}

}  // namespace

bool parse_with_format(Context& cx, std::string_view text, std::string_view format, Value* out) {
  const StrptimePattern* pattern = compiled(cx, format);
  if (!pattern) return false;
  StrptimePattern::TakenList taken;
  size_t end;
  switch (pattern->match(cx, text, &taken, &end)) {
    case StrptimePattern::Outcome::kFailed: return false;
    case StrptimePattern::Outcome::kNoMatch: return fail_no_match(cx, text, format);
    case StrptimePattern::Outcome::kMatched: break;
  }
  if (end != text.size()) {
    return fail_with(cx, Exc::kValueError, {"unconverted data remains: ", text.substr(end)});
  }
  return Interpreter(cx).run(taken, out);
}

}  // namespace headrace::pylib
