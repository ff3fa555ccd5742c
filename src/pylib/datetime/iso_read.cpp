// fromisoformat(), which takes most of ISO 8601: calendar and week dates, with and without separators, any
// one character between date and time, fractions of any length. CPython reads the text as bytes that end in a
// zero, and is lenient in places; what it lets pass is kept here.
#include <string>

#include "base/unicode.h"
#include "pylib/api.h"
#include "pylib/datetime/iso_fast.h"
#include "pylib/datetime/isoformat.h"
#include "pylib/datetime/zone.h"

namespace headrace::pylib {
namespace {

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

// Null where one of the n characters is no digit. The zero at the end stops every reader.
const char* read_digits(const char* p, int n, int32_t* out) {
  for (; n > 0; --n, ++p) {
    if (!is_digit(*p)) return nullptr;
    *out = *out * 10 + (*p - '0');
  }
  return p;
}

// YYYY-MM-DD, YYYYMMDD, YYYY-Www, YYYYWww, YYYY-Www-D, YYYYWwwD in the first `size` bytes. What follows the
// date is not looked at.
bool read_date(Context& cx, const char* text, size_t size, CivilDate* date) {
  *date = {0, 0, 0};
  const char* p = read_digits(text, 4, &date->year);
  if (!p) return false;
  const bool separated = *p == '-';
  if (separated) ++p;
  if (*p == 'W') {
    int32_t week = 0, weekday = 1;
    int64_t day;
    p = read_digits(p + 1, 2, &week);
    if (!p) return false;
    if (static_cast<size_t>(p - text) < size) {
      if (separated && *p++ != '-') return false;
      weekday = 0;
      if (!read_digits(p, 1, &weekday)) return false;
    }
    if (!day_from_iso_week(cx, date->year, week, weekday, &day)) return false;
    *date = civil_from_days(day);
    return true;
  }
  p = read_digits(p, 2, &date->month);
  if (!p || (separated && *p++ != '-')) return false;
  return read_digits(p, 2, &date->day) != nullptr;
}

enum class Read { kFailed, kToEnd, kStopped };

// HH[:MM[:SS[.f]]] or HH[MM[SS[.f]]] in [p, end); kStopped when text follows.
Read read_clock(const char* p, const char* end, Clock* out) {
  *out = Clock();
  int32_t* const parts[] = {&out->hour, &out->minute, &out->second};
  bool separated = true;
  for (int i = 0; i < 3; ++i) {
    p = read_digits(p, 2, parts[i]);
    if (!p) return Read::kFailed;
    const char c = *p++;
    if (i == 0) separated = c == ':';
    if (p >= end) return c == '\0' ? Read::kToEnd : Read::kStopped;
    if (separated && c == ':') continue;
    if (c == '.' || c == ',') break;
    if (separated) return Read::kFailed;
    --p;
  }
  const auto digits = static_cast<int>(std::min<ptrdiff_t>(end - p, 6));
  p = read_digits(p, digits, &out->microsecond);
  if (!p) return Read::kFailed;
  for (int i = digits; i < 6; ++i) out->microsecond *= 10;
  while (is_digit(*p)) ++p;
  return *p == '\0' ? Read::kToEnd : Read::kStopped;
}

// A time with an optional zone, which begins at the first Z, + or -.
bool read_time(const char* text, size_t size, Clock* clock, TimeZone* tz) {
  const char* end = text + size;
  const char* zone = text;
  do {
    if (*zone == 'Z' || *zone == '+' || *zone == '-') break;
  } while (++zone < end);
  const Read read = read_clock(text, zone, clock);
  *tz = TimeZone();
  if (read == Read::kFailed) return false;
  if (zone == end) return read == Read::kToEnd;
  if (*zone == 'Z') {
    *tz = utc_zone();
    return zone[1] == '\0';
  }
  Clock offset;
  if (read_clock(zone + 1, end, &offset) != Read::kToEnd) return false;
  const int64_t us = offset.microsecond;
  offset.microsecond = 0;
  const int64_t whole_us = us_from_clock(offset);
  // CPython looks at the whole seconds alone to see whether this is UTC.
  *tz = whole_us == 0 ? utc_zone() : fixed_zone((whole_us + us) * (*zone == '-' ? -1 : 1));
  return true;
}

bool check_offset(Context& cx, const TimeZone& tz) {
  int64_t offset_us;
  return !tz.aware() || utc_offset(cx, tz, &offset_us);
}

// Where the character between date and time stands. Week dates need a guess: in 2020-W01-0000 the second
// dash may be the separator or a part of the date.
size_t find_separator(const std::string& s) {
  const size_t size = s.size();
  if (size == 7) return 7;
  if (s[4] == '-') {
    if (s[5] != 'W') return 10;
    if (size > 8 && s[8] == '-') return size > 10 && is_digit(s[10]) ? 8 : 10;
    return 8;
  }
  if (s[4] != 'W') return 8;
  size_t digits_end = 7;
  while (digits_end < size && is_digit(s[digits_end])) ++digits_end;
  if (digits_end < 9) return digits_end;
  return digits_end % 2 == 0 ? 7 : 8;
}

bool fail_iso(Context& cx, const Value& text) {
  std::string message = "Invalid isoformat string: ";
  if (!append_repr(cx, text, &message)) return false;
  return cx.fail_text(Exc::kValueError, message);
}

// A lone surrogate may stand between date and time, where it counts as one character; elsewhere there is no
// way to encode it.
bool replace_surrogate_separator(std::string* s) {
  std::u32string points = unicode::decode_all(*s);
  const auto is_surrogate = [](char32_t c) { return c >= 0xD800 && c <= 0xDFFF; };
  for (size_t at : {7, 8, 10}) {
    if (at >= points.size()) break;
    if (!is_surrogate(points[at])) continue;
    points[at] = 'T';
    *s = unicode::encode_all(points);
    break;
  }
  return unicode::is_valid(*s, false);
}

bool read_datetime(Context& cx, const Value& text, DateAndClock* fields, TimeZone* tz) {
  std::string s(text.str());
  if (text.is_ascii() ? s.size() < 7 : unicode::count_code_points(s) < 7) return false;
  if (!text.is_ascii() && !replace_surrogate_separator(&s)) return false;
  const size_t separator = find_separator(s);
  if (!read_date(cx, s.c_str(), separator, &fields->date)) return false;
  fields->clock = Clock();
  *tz = TimeZone();
  if (s.size() <= separator) return true;
  const char* p = s.c_str() + separator;
  p += (*p & 0x80) == 0 ? 1 : (*p & 0xf0) == 0xe0 ? 3 : (*p & 0xf0) == 0xf0 ? 4 : 2;
  const char* end = s.c_str() + s.size();
  return p <= end && read_time(p, static_cast<size_t>(end - p), &fields->clock, tz);
}

}  // namespace

bool date_from_iso(Context& cx, const Value& text, Value* out) {
  const std::string s(text.str());
  CivilDate date;
  if ((s.size() != 7 && s.size() != 8 && s.size() != 10) || !read_date(cx, s.c_str(), s.size(), &date)) {
    return fail_iso(cx, text);
  }
  if (!check_date(cx, date.year, date.month, date.day)) return false;
  *out = Value::date(days_from_civil(date.year, date.month, date.day));
  return true;
}

bool time_from_iso(Context& cx, const Value& text, Value* out) {
  std::string s(text.str());
  if (!s.empty() && s[0] == 'T') s.erase(0, 1);
  Clock clock;
  TimeZone tz;
  if (!unicode::is_valid(s, false) || !read_time(s.c_str(), s.size(), &clock, &tz)) {
    return fail_iso(cx, text);
  }
  if (!check_offset(cx, tz) || !check_clock(cx, clock)) return false;
  *out = make_time({us_from_clock(clock), false, tz});
  return true;
}

bool datetime_from_iso(Context& cx, const Value& text, Value* out) {
  FastIso fast;
  if (read_fast_iso(text.str(), &fast)) {
    const bool aware = fast.form >= FastIso::Form::kZulu;
    *out = Value::datetime(fast.wall_us, aware ? Zone::kFixed : Zone::kNaive, fast.offset_s);
    return true;
  }
  DateAndClock f;
  TimeZone tz;
  if (!read_datetime(cx, text, &f, &tz)) return fail_iso(cx, text);
  if (!check_offset(cx, tz) || !check_date(cx, f.date.year, f.date.month, f.date.day) ||
      !check_clock(cx, f.clock)) {
    return false;
  }
  const int64_t day = days_from_civil(f.date.year, f.date.month, f.date.day);
  *out = make_datetime({day * kDayUs + us_from_clock(f.clock), false, tz});
  return true;
}

}  // namespace headrace::pylib
