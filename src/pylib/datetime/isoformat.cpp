#include "pylib/datetime/isoformat.h"

#include "pylib/datetime/zone.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

// All of a datetime's text but the separator: 10 + 15 + 16 characters.
using Buffer = char[48];

template <int Width>
char* put_digits(char* p, int32_t n) {
  for (int i = Width; i-- > 0; n /= 10) p[i] = static_cast<char>('0' + n % 10);
  return p + Width;
}

char* put_date(char* p, const CivilDate& date) {
  p = put_digits<4>(p, date.year);
  *p++ = '-';
  p = put_digits<2>(p, date.month);
  *p++ = '-';
  return put_digits<2>(p, date.day);
}

char* put_clock(char* p, const Clock& clock, TimeSpec spec) {
  if (spec == TimeSpec::kAuto) spec = clock.microsecond ? TimeSpec::kMicroseconds : TimeSpec::kSeconds;
  p = put_digits<2>(p, clock.hour);
  if (spec >= TimeSpec::kMinutes) *p++ = ':', p = put_digits<2>(p, clock.minute);
  if (spec >= TimeSpec::kSeconds) *p++ = ':', p = put_digits<2>(p, clock.second);
  if (spec == TimeSpec::kMilliseconds) *p++ = '.', p = put_digits<3>(p, clock.microsecond / 1000);
  if (spec == TimeSpec::kMicroseconds) *p++ = '.', p = put_digits<6>(p, clock.microsecond);
  return p;
}

char* put_offset(char* p, int64_t offset_us, bool colons) {
  *p++ = offset_us < 0 ? '-' : '+';
  const Clock c = clock_from_us(offset_us < 0 ? -offset_us : offset_us);
  p = put_digits<2>(p, c.hour);
  if (colons) *p++ = ':';
  p = put_digits<2>(p, c.minute);
  if (c.second == 0 && c.microsecond == 0) return p;
  if (colons) *p++ = ':';
  p = put_digits<2>(p, c.second);
  if (c.microsecond != 0) *p++ = '.', p = put_digits<6>(p, c.microsecond);
  return p;
}

// The offset behind the wall clock; none for a naive value. Fails where it is not valid.
bool offset_of(Context& cx, const Value& v, bool* aware, int64_t* offset_us) {
  *aware = is_aware(v);
  *offset_us = 0;
  if (!*aware) return true;
  if (v.is_heap()) return utc_offset(cx, zoned_time(v).tz, offset_us);
  *offset_us = v.offset_s() * kSecondUs;
  return (*offset_us > -kDayUs && *offset_us < kDayUs) || utc_offset(cx, zoned_time(v).tz, offset_us);
}

}  // namespace

bool to_time_spec(Context& cx, const Value* v, TimeSpec* out) {
  static constexpr std::string_view kNames[] = {"auto",    "hours",        "minutes",
                                                "seconds", "milliseconds", "microseconds"};
  *out = TimeSpec::kAuto;
  if (!v) return true;
  if (!v->is_str()) {
    return fail_with(cx, Exc::kTypeError, {"isoformat() timespec must be str, not ", type_name(*v)});
  }
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (v->str() == kNames[i]) {
      *out = static_cast<TimeSpec>(i);
      return true;
    }
  }
  return cx.fail(Exc::kValueError, "Unknown timespec value");
}

void append_iso_date(const CivilDate& date, std::string* out) {
  Buffer text;
  out->append(text, put_date(text, date));
}

void append_iso_clock(const Clock& clock, TimeSpec spec, std::string* out) {
  Buffer text;
  out->append(text, put_clock(text, clock, spec));
}

void append_offset(int64_t offset_us, bool colons, std::string* out) {
  Buffer text;
  out->append(text, put_offset(text, offset_us, colons));
}

bool append_iso(Context& cx, const Value& v, std::string_view separator, TimeSpec spec, std::string* out) {
  bool aware;
  int64_t offset_us;
  if (!offset_of(cx, v, &aware, &offset_us)) return false;
  const SplitDay split = split_days(v.is_heap() ? zoned_time(v).wall_us : v.wall_us());
  Buffer text;
  char* p = text;
  if (v.kind() == Kind::kDateTime) {
    p = put_date(p, civil_from_days(split.day));
    out->append(text, p).append(separator);
    p = text;
  }
  p = put_clock(p, clock_from_us(split.us_of_day), spec);
  if (aware) p = put_offset(p, offset_us, true);
  out->append(text, p);
  return true;
}

}  // namespace headrace::pylib
