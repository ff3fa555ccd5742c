// Which of the numbers of a date is the year, which the month, which the day.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "pylib/datetime/dateutil_number.h"

namespace headrace::pylib {

inline constexpr int64_t kAbsent = -1;

class DateNumbers {
 public:
  enum class Label { kNone, kYear, kMonth };

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  // Whether a year was written with three digits or more.
  bool century_specified() const { return century_specified_; }

  // Each is false where dateutil has a ValueError. A number of more than two digits, or above 100, is a year.
  bool append_text(std::string_view text, Label label = Label::kNone);
  bool append_decimal(const Decimal& value);
  bool append_month(int64_t month) { return append(month, Label::kMonth); }

  bool could_be_day(const Decimal& value) const;

  // Absent ones are kAbsent.
  bool resolve(bool year_first, bool day_first, int64_t* year, int64_t* month, int64_t* day) const;

 private:
  static constexpr size_t kNowhere = SIZE_MAX;

  bool append(int64_t value, Label label);
  void resolve_two(bool day_first, int64_t* year, int64_t* month, int64_t* day) const;
  void resolve_three(bool year_first, bool day_first, int64_t* year, int64_t* month, int64_t* day) const;

  size_t size_ = 0;
  int64_t values_[3] = {};  // more than three are no date, whatever they are
  bool century_specified_ = false;
  size_t year_at_ = kNowhere, month_at_ = kNowhere;  // where a labelled one stands
};

}  // namespace headrace::pylib
