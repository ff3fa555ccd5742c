#include "pylib/datetime/strftime.h"

#include <algorithm>
#include <climits>

#include "base/unicode.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/isoformat.h"
#include "pylib/datetime/names.h"
#include "pylib/datetime/zone.h"

namespace headrace::pylib {
namespace {

// C's struct tm, as far as a timetuple() fills it.
struct BrokenDown {
  CivilDate date;
  Clock clock;
  int64_t day;
  int32_t weekday;      // Monday is 0
  int32_t day_of_year;  // January 1 is 0
  int32_t is_dst;       // -1: unknown
};

BrokenDown break_down(int64_t wall_us, int32_t is_dst) {
  const SplitDay split = split_days(wall_us);
  const CivilDate date = civil_from_days(split.day);
  return {date,
          clock_from_us(split.us_of_day),
          split.day,
          weekday(split.day),
          day_of_year(split.day, date.year) - 1,
          is_dst};
}

// One directive: %, flags, width, modifier, conversion.
struct Directive {
  char pad = 0;  // '_', '-' or '0'
  bool upper = false;
  bool change_case = false;
  int width = -1;
  char modifier = 0;
  char conversion = 0;
  const char* start;  // the %
  const char* end;    // behind the conversion
};

Directive read_directive(const char* p, const char* end) {
  Directive d;
  d.start = p++;
  for (; p < end; ++p) {
    if (*p == '_' || *p == '-' || *p == '0') {
      d.pad = *p;
    } else if (*p == '^') {
      d.upper = true;
    } else if (*p == '#') {
      d.change_case = true;
    } else {
      break;
    }
  }
  if (p < end && *p >= '0' && *p <= '9') {
    int64_t width = 0;
    for (; p < end && *p >= '0' && *p <= '9'; ++p)
      width = std::min<int64_t>(width * 10 + (*p - '0'), INT_MAX);
    d.width = static_cast<int>(width);
  }
  if (p < end && (*p == 'E' || *p == 'O')) d.modifier = *p++;
  if (p < end) {
    d.conversion = *p;
    p += unicode::sequence_size(*p);
  }
  d.end = p;
  return d;
}

// Writes a format without %f, %z, %Z of Python's. Fails (false) where the text would be longer than any
// buffer that CPython tries, which gives the empty string there.
class Formatter {
 public:
  Formatter(const BrokenDown& tm, std::string* out, size_t size_max)
      : tm_(tm), out_(out), start_(out->size()), size_max_(size_max) {}

  bool run(std::string_view format) {
    const char* p = format.data();
    const char* end = p + format.size();
    while (p < end) {
      if (*p != '%') {
        *out_ += *p++;
        continue;
      }
      const Directive d = read_directive(p, end);
      if (!convert(d)) return false;
      p = d.end;
    }
    return out_->size() - start_ <= size_max_;
  }

 private:
  enum class Case { kAsIs, kUpper, kLower };

  bool convert(const Directive& d) {
    if (d.modifier == 'E' && takes_no_e(d.conversion)) return unknown(d);
    if (d.modifier == 'O' && takes_no_o(d.conversion)) return unknown(d);
    const int hour12 = tm_.clock.hour % 12 == 0 ? 12 : tm_.clock.hour % 12;
    const int year = tm_.date.year;
    switch (d.conversion) {
      case '%': return text(d, "%", Case::kAsIs);
      case 'n': return text(d, "\n", Case::kAsIs);
      case 't': return text(d, "\t", Case::kAsIs);
      case 'a': return name(d, weekday_abbreviation(tm_.weekday));
      case 'A': return name(d, kWeekdayNames[tm_.weekday]);
      case 'b':
      case 'h': return name(d, month_abbreviation(tm_.date.month));
      case 'B': return name(d, month_name(tm_.date.month));
      case 'p':
      case 'P': return am_pm(d);
      case 'c': return composed(d, "%a %b %e %H:%M:%S %Y");
      case 'x':
      case 'D': return composed(d, "%m/%d/%y");
      case 'F': return composed(d, "%Y-%m-%d");
      case 'R': return composed(d, "%H:%M");
      case 'r': return composed(d, "%I:%M:%S %p");
      case 'X':
      case 'T': return composed(d, "%H:%M:%S");
      case 'C': return number(d, 1, year / 100);
      case 'Y': return number(d, 1, year);
      case 'y': return number(d, 2, year % 100);
      case 'm': return number(d, 2, tm_.date.month);
      case 'd': return number(d, 2, tm_.date.day);
      case 'e': return number_in_spaces(d, tm_.date.day);
      case 'H': return number(d, 2, tm_.clock.hour);
      case 'k': return number_in_spaces(d, tm_.clock.hour);
      case 'I': return number(d, 2, hour12);
      case 'l': return number_in_spaces(d, hour12);
      case 'M': return number(d, 2, tm_.clock.minute);
      case 'S': return number(d, 2, tm_.clock.second);
      case 's': return signed_digits(d, 1, std::to_string(epoch_seconds()));
      case 'j': return number(d, 3, tm_.day_of_year + 1);
      case 'u': return number(d, 1, tm_.weekday + 1);
      case 'w': return number(d, 1, (tm_.weekday + 1) % 7);
      case 'U': return number(d, 2, (tm_.day_of_year - (tm_.weekday + 1) % 7 + 7) / 7);
      case 'W': return number(d, 2, (tm_.day_of_year - tm_.weekday + 7) / 7);
      case 'V': return number(d, 2, iso_week(tm_.day).week);
      case 'G': return number(d, 1, iso_week(tm_.day).year);
      case 'g': return number(d, 2, iso_week(tm_.day).year % 100);
      case 'Z': return text(d, tm_.is_dst < 0 ? "" : "UTC", d.change_case ? Case::kLower : letter_case(d));
      case 'z': return offset(d);
      default: return unknown(d);
    }
  }

  static bool takes_no_e(char c) {
    return std::string_view("%aAbhBDdeFHkIljMmSUVgGWw").find(c) != std::string_view::npos;
  }
  static bool takes_no_o(char c) { return std::string_view("%aAcxDFXY").find(c) != std::string_view::npos; }

  static Case letter_case(const Directive& d) { return d.upper ? Case::kUpper : Case::kAsIs; }

  int64_t epoch_seconds() const { return tm_.day * 86'400 + us_from_clock(tm_.clock) / kSecondUs; }

  // As towupper and towlower: one character for one.
  void append_cased(char32_t c, Case letters) {
    if (letters != Case::kAsIs) {
      const unicode::CaseMapping m =
          letters == Case::kUpper ? unicode::full_upper(c) : unicode::full_lower(c);
      if (m.size == 1) c = m.chars[0];
    }
    unicode::append(*out_, c);
  }

  bool pad(int n, char c) {
    if (n <= 0) return true;
    if (static_cast<size_t>(n) > size_max_) return false;
    out_->append(static_cast<size_t>(n), c);
    return out_->size() - start_ <= size_max_;
  }

  // Padded with spaces to the width, or with zeros after the flag 0.
  bool text(const Directive& d, std::string_view s, Case letters, int width) {
    const auto points = static_cast<int>(unicode::count_code_points(s));
    if (!pad(width - points, d.pad == '0' ? '0' : ' ')) return false;
    for (const char *p = s.data(), *end = p + s.size(); p < end;)
      append_cased(unicode::decode_next(p), letters);
    return true;
  }
  bool text(const Directive& d, std::string_view s, Case letters) { return text(d, s, letters, d.width); }

  bool name(const Directive& d, std::string_view s) {
    return text(d, s, d.upper || d.change_case ? Case::kUpper : Case::kAsIs);
  }

  bool am_pm(const Directive& d) {
    const bool lower = d.change_case || d.conversion == 'P';
    return text(d, tm_.clock.hour > 11 ? "PM" : "AM", lower ? Case::kLower : letter_case(d));
  }

  bool composed(const Directive& d, std::string_view format) {
    std::string s;
    Formatter(tm_, &s, size_max_).run(format);
    return text(d, s, letter_case(d));
  }

  bool number(const Directive& d, int digits, int value) {
    return signed_digits(d, std::max(digits, d.width), std::to_string(value));
  }

  bool number_in_spaces(Directive d, int value) {
    if (d.pad != '0' && d.pad != '-') d.pad = '_';
    return number(d, 2, value);
  }

  // At least `digits` wide, zeros first unless a flag says otherwise. With the flag - only the width counts.
  bool signed_digits(const Directive& d, int digits, std::string s) {
    const int padding = digits - static_cast<int>(s.size());
    if (d.pad == '-' || padding <= 0) return text(d, s, Case::kAsIs);
    if (d.pad == '_') return pad(padding, ' ') && text(d, s, Case::kAsIs, std::max(d.width - padding, 0));
    const bool negative = s[0] == '-';
    if (negative) *out_ += '-', s.erase(0, 1);
    if (!pad(padding, '0')) return false;
    *out_ += s;
    return true;
  }

  // glibc's own %z, reached only with a flag, a width or a modifier. A timetuple knows no offset.
  bool offset(const Directive& d) { return tm_.is_dst < 0 || (text(d, "+", Case::kAsIs) && number(d, 4, 0)); }

  // What glibc does not know it copies, from the last % on.
  bool unknown(const Directive& d) {
    const bool month = d.conversion == 'b' || d.conversion == 'h';  // these look at the flag # first
    const Case letters = d.change_case && month ? Case::kUpper : letter_case(d);
    const char* start = d.end - 1;
    while (*start != '%') --start;
    return text(d, std::string_view(start, static_cast<size_t>(d.end - start)), letters);
  }

  const BrokenDown& tm_;
  std::string* out_;
  const size_t start_;
  const size_t size_max_;
};

// What Python puts in the place of %f, %z and %Z before C's strftime sees the format.
class Replacer {
 public:
  Replacer(Context& cx, const Value& v) : cx_(cx) {
    if (v.kind() != Kind::kDate) time_ = zoned_time(v);
  }

  bool run(std::string_view format, std::string* out) {
    for (size_t i = 0; i < format.size(); ++i) {
      if (format[i] != '%' || i + 1 == format.size()) {
        *out += format[i];
        continue;
      }
      const char c = format[++i];
      if (c == 'f') {
        append_microsecond(out);
      } else if (c == 'z') {
        if (!append_offset_of(out)) return false;
      } else if (c == 'Z') {
        if (!append_name(out)) return false;
      } else {
        *out += '%';
        *out += c;
      }
    }
    return true;
  }

 private:
  void append_microsecond(std::string* out) {
    const std::string digits = std::to_string(split_days(time_.wall_us).us_of_day % kSecondUs);
    out->append(6 - digits.size(), '0').append(digits);
  }

  bool append_offset_of(std::string* out) {
    if (!time_.tz.aware()) return true;
    int64_t offset_us;
    if (!utc_offset(cx_, time_.tz, &offset_us)) return false;
    append_offset(offset_us, false, out);
    return true;
  }

  bool append_name(std::string* out) {
    for (char c : zone_name(time_.tz).value_or("")) {
      if (c == '\0') return cx_.fail(Exc::kValueError, "embedded null character");
      *out += c;
      if (c == '%') *out += c;
    }
    return true;
  }

  Context& cx_;
  ZonedTime time_{};
};

// CPython doubles its buffer from 1024 characters until the text fits or the buffer is 256 times the format.
size_t result_size_max(size_t format_size) {
  size_t buffer = 1024;
  while (buffer < 256 * format_size) buffer *= 2;
  return buffer - 1;
}

bool has_python_directive(std::string_view format) {
  for (size_t i = 0; i + 1 < format.size(); ++i) {
    if (format[i] != '%') continue;
    const char c = format[++i];
    if (c == 'f' || c == 'z' || c == 'Z') return true;
  }
  return false;
}

}  // namespace

bool append_strftime(Context& cx, const Value& v, std::string_view format, std::string* out) {
  if (!unicode::is_valid(format, false)) {
    return cx.fail(Exc::kUnicodeError, "'utf-8' codec can't encode a surrogate: surrogates not allowed");
  }
  format = format.substr(0, format.find('\0'));
  std::string replaced;
  if (has_python_directive(format)) {
    if (!Replacer(cx, v).run(format, &replaced)) return false;
    format = replaced;
  }
  int64_t wall_us;
  int32_t is_dst = -1;
  if (v.kind() == Kind::kDate) {
    wall_us = v.days() * kDayUs;
  } else {
    const ZonedTime t = zoned_time(v);
    wall_us = t.wall_us;
    if (v.kind() == Kind::kDateTime && has_dst(t.tz)) is_dst = 0;
    if (v.kind() == Kind::kTime) wall_us += days_from_civil(1900, 1, 1) * kDayUs;
  }
  const size_t start = out->size();
  const size_t size_max = result_size_max(unicode::count_code_points(format));
  const size_t bytes_max = std::min(size_max * 4, static_cast<size_t>(cx.limits.bytes));
  const BrokenDown tm = break_down(wall_us, is_dst);
  const bool fits = Formatter(tm, out, bytes_max).run(format);
  const size_t size = out->size() - start;
  if (!cx.charge_bytes(!fits && bytes_max < size_max ? bytes_max + 1 : size)) return false;
  if (!fits ||
      (size > size_max && unicode::count_code_points(std::string_view(*out).substr(start)) > size_max)) {
    out->resize(start);
  }
  return true;
}

void append_ctime(int64_t wall_us, std::string* out) {
  const BrokenDown tm = break_down(wall_us, -1);
  out->append(weekday_abbreviation(tm.weekday)).append(" ").append(month_abbreviation(tm.date.month));
  out->append(tm.date.day < 10 ? "  " : " ").append(std::to_string(tm.date.day)).append(" ");
  append_iso_clock(tm.clock, TimeSpec::kSeconds, out);
  const std::string year = std::to_string(tm.date.year);
  out->append(" ").append(4 - year.size(), '0').append(year);
}

}  // namespace headrace::pylib
