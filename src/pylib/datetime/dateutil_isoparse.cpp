// dateutil.parser.isoparse, a strict reader of ISO 8601. Numbers go through Python's int() of a slice of
// bytes, which takes white space, a sign and underscores.
#include <string>
#include <string_view>

#include "base/unicode.h"
#include "pylib/api.h"
#include "pylib/datetime/datetime.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/zone.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// int() of at most a few bytes.
bool slice_to_int(std::string_view s, int32_t* out) {
  while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
  const bool negative = !s.empty() && s[0] == '-';
  if (!s.empty() && (s[0] == '-' || s[0] == '+')) s.remove_prefix(1);
  if (s.empty() || s.back() == '_') return false;
  int32_t n = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '_' ? i == 0 || s[i - 1] == '_' : !is_digit(s[i])) return false;
    if (s[i] != '_') n = n * 10 + (s[i] - '0');
  }
  *out = negative ? -n : n;
  return true;
}

// Each reader gives false where dateutil has a ValueError.
class IsoReader {
 public:
  IsoReader(Context& cx, std::string_view text) : cx_(cx), text_(text) {}

  bool run(Value* out) {
    size_t at;
    if (!read_common_date(&at) && !read_uncommon_date(&at)) return false;
    if (at < text_.size() && !read_time(text_.substr(at + 1))) return false;
    int64_t midnight_us = 0;
    if (clock_.hour == 24) {  // the end of the day
      if (clock_.minute != 0 || clock_.second != 0 || clock_.microsecond != 0) return false;
      clock_.hour = 0;
      midnight_us = kDayUs;
    }
    if (!check_date(cx_, date_.year, date_.month, date_.day) || !check_clock(cx_, clock_)) return false;
    const int64_t day = days_from_civil(date_.year, date_.month, date_.day);
    int64_t wall_us;
    if (!shift_wall(cx_, day * kDayUs + us_from_clock(clock_), midnight_us, &wall_us)) return false;
    *out = make_datetime({wall_us, false, tz_});
    return true;
  }

 private:
  std::string_view slice(size_t at, size_t n) const {
    return at < text_.size() ? text_.substr(at, n) : std::string_view();
  }
  bool is(size_t at, char c) const { return at < text_.size() && text_[at] == c; }

  // YYYY, YYYY-MM, YYYY-MM-DD, YYYYMMDD; *at is where it ends.
  bool read_common_date(size_t* at) {
    date_ = {1, 1, 1};
    const size_t size = text_.size();
    if (size < 4 || !slice_to_int(slice(0, 4), &date_.year)) return false;
    *at = 4;
    if (size == 4) return true;
    const bool separated = is(4, '-');
    *at += separated;
    if (size - *at < 2 || !slice_to_int(slice(*at, 2), &date_.month)) return false;
    *at += 2;
    if (*at >= size) return separated;
    if (separated) {
      if (!is(*at, '-')) return false;
      ++*at;
    }
    if (size - *at < 2 || !slice_to_int(slice(*at, 2), &date_.day)) return false;
    *at += 2;
    return true;
  }

  // YYYY-Www[-D], YYYYWww[D], YYYY-DDD, YYYYDDD
  bool read_uncommon_date(size_t* at) {
    int32_t year;
    if (text_.size() < 4 || !slice_to_int(slice(0, 4), &year)) return false;
    const bool separated = is(4, '-');
    *at = 4 + separated;
    int64_t day;
    if (!is(*at, 'W')) {
      int32_t ordinal;
      if (text_.size() < *at + 3 || !slice_to_int(slice(*at, 3), &ordinal)) return false;
      *at += 3;
      if (ordinal < 1 || ordinal > 365 + is_leap_year(year) || year < 1 || year > 9999) return false;
      day = days_from_civil(year, 1, 1) + ordinal - 1;
    } else {
      int32_t week, weekday = 1;
      if (!slice_to_int(slice(*at + 1, 2), &week)) return false;
      *at += 3;
      if (*at < text_.size()) {
        if (is(*at, '-') != separated) return false;
        *at += separated;
        if (!slice_to_int(slice(*at, 1), &weekday)) return false;
        *at += 1;
      }
      if (week < 1 || week > 53 || weekday < 1 || weekday > 7 || year < 1 || year > 9999) return false;
      day = iso_year_start(year) + (week - 1) * 7 + weekday - 1;
    }
    if (!is_valid_day(day)) return fail_date_overflow(cx_);
    date_ = civil_from_days(day);
    return true;
  }

  // hh, hh:mm, hhmm, hh:mm:ss, hhmmss, and a fraction; then a zone
  bool read_time(std::string_view s) {
    int32_t* const parts[] = {&clock_.hour, &clock_.minute, &clock_.second};
    if (s.size() < 2) return false;
    bool separated = false;
    size_t at = 0;
    for (int part = 0; at < s.size() && part <= 5; ++part) {
      const char c = s[at];
      if (c == '-' || c == '+' || c == 'Z' || c == 'z') return read_zone(s.substr(at));
      if (part == 1 && c == ':') {
        separated = true;
        ++at;
      } else if (part == 2 && separated) {
        if (c != ':') return false;
        ++at;
      }
      if (part < 3) {
        if (at >= s.size() || !slice_to_int(s.substr(at, 2), parts[part])) return false;
        at += 2;
      } else if (part == 3) {
        at += read_fraction(s.substr(at));
      }
    }
    return at >= s.size();
  }

  // The number of bytes taken: none if there is no fraction.
  size_t read_fraction(std::string_view s) {
    if ((s[0] != '.' && s[0] != ',') || s.size() < 2 || !is_digit(s[1])) return 0;
    size_t end = 1;
    for (int32_t unit = 100'000; end < s.size() && is_digit(s[end]); ++end, unit /= 10) {
      clock_.microsecond += (s[end] - '0') * unit;
    }
    return end;
  }

  // Z, +hh, +hhmm, +hh:mm
  bool read_zone(std::string_view s) {
    if (s == "Z" || s == "z") {
      tz_.zone = Zone::kTzUtc;
      return true;
    }
    if ((s.size() != 3 && s.size() != 5 && s.size() != 6) || (s[0] != '+' && s[0] != '-')) return false;
    int32_t hours, minutes = 0;
    if (!slice_to_int(s.substr(1, 2), &hours)) return false;
    if (s.size() > 3 && !slice_to_int(s.substr(s[3] == ':' ? 4 : 3), &minutes)) return false;
    if (hours == 0 && minutes == 0) {
      tz_.zone = Zone::kTzUtc;
      return true;
    }
    if (minutes > 59 || hours > 23) return false;
    tz_ = tz_offset((hours * 60 + minutes) * 60 * kSecondUs * (s[0] == '-' ? -1 : 1));
    return true;
  }

  Context& cx_;
  std::string_view text_;
  CivilDate date_{1, 1, 1};
  Clock clock_;
  TimeZone tz_;
};

}  // namespace

bool dateutil_isoparse(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "isoparse", args, 1, 1)) return false;
  if (!args[0].is_str() && args[0].kind() != Kind::kBytes) {
    return fail_with(cx, Exc::kTypeError, {"object of type '", type_name(args[0]), "' has no len()"});
  }
  if (args[0].is_str() && !args[0].is_ascii()) {
    return cx.fail(Exc::kValueError, "ISO-8601 strings should contain only ASCII characters");
  }
  cx.clear_error();
  if (IsoReader(cx, args[0].str()).run(out)) return true;
  if (cx.failed()) return false;
  return fail_with(cx, Exc::kValueError, {"Invalid ISO string: ", args[0].str()});
}

}  // namespace headrace::pylib
