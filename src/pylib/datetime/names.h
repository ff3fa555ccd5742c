// Names of days and months in the C locale.
#pragma once

#include <string_view>

namespace headrace::pylib {

inline constexpr std::string_view kMonthNames[] = {"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
inline constexpr std::string_view kWeekdayNames[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                     "Friday", "Saturday", "Sunday"};

// month: 1 to 12; weekday: Monday is 0.
constexpr std::string_view month_name(int month) { return kMonthNames[month - 1]; }
constexpr std::string_view month_abbreviation(int month) { return month_name(month).substr(0, 3); }
constexpr std::string_view weekday_abbreviation(int weekday) { return kWeekdayNames[weekday].substr(0, 3); }

}  // namespace headrace::pylib
