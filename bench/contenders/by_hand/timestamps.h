// "2018-03-02T14:13:20+00:00" to seconds since 1970; the last day is remembered. No other form is understood.
#pragma once

#include <cstdint>
#include <cstring>

namespace by_hand {

class Timestamps {
 public:
  int64_t operator()(const char* text) {
    if (std::memcmp(text, day_, 10) != 0) {
      std::memcpy(day_, text, 10);
      day_start_ = 86400 * days(number(text, 4), number(text + 5, 2), number(text + 8, 2));
    }
    return day_start_ + number(text + 11, 2) * 3600 + number(text + 14, 2) * 60 + number(text + 17, 2);
  }

  // Days since 1970 of a date of the Gregorian calendar, counted in eras of 400 years that begin in March.
  static int64_t days(int64_t year, int64_t month, int64_t day) {
    year -= month <= 2;
    const int64_t era = year / 400, year_of_era = year - era * 400;
    const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
  }

 private:
  static int64_t number(const char* digits, int count) {
    int64_t value = 0;
    for (int i = 0; i < count; i++) value = value * 10 + (digits[i] - '0');
    return value;
  }

  char day_[10] = {};
  int64_t day_start_ = 0;
};

}  // namespace by_hand
