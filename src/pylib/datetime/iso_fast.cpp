#include "pylib/datetime/iso_fast.h"

#include <bit>
#include <cstring>

#include "data/datetime.h"

namespace headrace::pylib {
namespace {

static_assert(std::endian::native == std::endian::little, "bytes are compared eight at a time");

uint64_t load8(const char* p) {
  uint64_t x;
  std::memcpy(&x, p, 8);
  return x;
}

// Eight characters in which '0' stands for any digit.
struct Pattern {
  uint64_t text = 0;
  uint64_t digits = 0;  // all bits of the bytes where a digit stands

  constexpr explicit Pattern(const char (&pattern)[9]) {
    for (int i = 0; i < 8; ++i) {
      text |= static_cast<uint64_t>(static_cast<unsigned char>(pattern[i])) << (8 * i);
      if (pattern[i] == '0') digits |= uint64_t{0xff} << (8 * i);
    }
  }

  // *values has each digit's value in its byte.
  bool match(const char* p, uint64_t* values) const {
    constexpr uint64_t kHighBits = 0x8080808080808080, kOverNine = 0x7676767676767676;
    const uint64_t x = load8(p) ^ text;  // '0'..'9' ^ '0' is 0..9, equal characters give 0
    *values = x;
    return ((x & ~digits) | (x & kHighBits) | (((x & digits) + (kOverNine & digits)) & kHighBits)) == 0;
  }
};
constexpr Pattern kDatePattern("0000-00-"), kClockPattern("00:00:00");

int32_t digit(uint64_t digits, int i) { return static_cast<int32_t>(digits >> (8 * i) & 0xff); }
int32_t two(uint64_t digits, int i) { return digit(digits, i) * 10 + digit(digits, i + 1); }

// The numbers of two digits that begin at 0, 3 and 6 of such eight.
struct Pairs {
  explicit Pairs(uint64_t digits) : pairs(digits * 10 + (digits >> 8)) {}
  int64_t operator[](int i) const { return static_cast<int64_t>(pairs >> (8 * i) & 0xff); }
  uint64_t pairs;
};

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool two_digits(const char* p, int32_t* out) {
  *out = (p[0] - '0') * 10 + (p[1] - '0');
  return is_digit(p[0]) && is_digit(p[1]);
}

// Digits after the point, cut to microseconds.
const char* read_fraction(const char* p, const char* end, int64_t* us) {
  *us = 0;
  int64_t scale = 100'000;
  for (; p < end && is_digit(*p); ++p, scale /= 10) *us += (*p - '0') * scale;
  return p;
}

bool read_offset(const char* p, const char* end, FastIso* out) {
  if (*p == 'Z' && p + 1 == end) {
    out->form = FastIso::Form::kZulu;
    return true;
  }
  if (*p != '+' && *p != '-') return false;
  const bool negative = *p++ == '-';
  const auto n = end - p;
  int32_t hours, minutes = 0;
  if (n < 2 || !two_digits(p, &hours) || hours > 23) return false;
  if (n == 5 && p[2] == ':') {
    if (!two_digits(p + 3, &minutes)) return false;
  } else if (n == 4) {
    if (!two_digits(p + 2, &minutes)) return false;
  } else if (n != 2) {
    return false;
  }
  if (minutes > 59) return false;
  out->form = FastIso::Form::kOffset;
  out->offset_s = (hours * 60 + minutes) * (negative ? -60 : 60);
  return true;
}

// Of "YYYY-MM-DD", which is mostly that of the text before.
class Dates {
 public:
  bool start_of(const char* p, int64_t* us) {
    uint16_t last;
    std::memcpy(&last, p + 8, sizeof last);
    if (load8(p) == front_ && last == back_) {
      *us = start_us_;
      return true;
    }
    uint64_t d;
    int32_t day;
    if (!kDatePattern.match(p, &d) || !two_digits(p + 8, &day)) return false;
    const int32_t year = two(d, 0) * 100 + two(d, 2), month = two(d, 5);
    if (year == 0 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return false;
    front_ = load8(p);
    back_ = last;
    *us = start_us_ = days_from_civil(year, month, day) * kDayUs;
    return true;
  }

 private:
  uint64_t front_ = ~uint64_t{0};  // of no text
  uint16_t back_ = 0;
  int64_t start_us_ = 0;
};
thread_local constinit Dates dates;

// Of "+hh:mm", which is mostly that of the text before.
class Offsets {
 public:
  bool read(const char* p, const char* end, FastIso* out) {
    if (end - p != kSize) return read_offset(p, end, out);
    uint32_t front;
    uint16_t back;
    std::memcpy(&front, p, sizeof front);
    std::memcpy(&back, p + sizeof front, sizeof back);
    if (front == front_ && back == back_) {
      out->form = FastIso::Form::kOffset;
      out->offset_s = offset_s_;
      return true;
    }
    if (!read_offset(p, end, out)) return false;
    front_ = front;
    back_ = back;
    offset_s_ = out->offset_s;
    return true;
  }

 private:
  static constexpr ptrdiff_t kSize = 6;
  uint32_t front_ = ~uint32_t{0};  // of no text
  uint16_t back_ = 0;
  int32_t offset_s_ = 0;
};
thread_local constinit Offsets offsets;

}  // namespace

bool read_fast_iso(std::string_view text, FastIso* out) {
  const char* p = text.data();
  const char* end = p + text.size();
  if (text.size() < 10 || !dates.start_of(p, &out->wall_us)) return false;
  out->offset_s = 0;
  out->form = FastIso::Form::kDate;
  if (text.size() == 10) return true;

  uint64_t d;
  if (text.size() < 19 || (p[10] != 'T' && p[10] != ' ') || !kClockPattern.match(p + 11, &d)) return false;
  const Pairs pairs(d);
  const int64_t hour = pairs[0], minute = pairs[3], second = pairs[6];
  if (hour > 23 || minute > 59 || second > 59) return false;
  out->wall_us += ((hour * 60 + minute) * 60 + second) * kSecondUs;
  out->form = FastIso::Form::kNaive;
  p += 19;
  if (p != end && *p == '.') {
    int64_t us;
    if (p + 1 == end || !is_digit(p[1])) return false;
    p = read_fraction(p + 1, end, &us);
    out->wall_us += us;
  }
  return p == end || offsets.read(p, end, out);
}

}  // namespace headrace::pylib
