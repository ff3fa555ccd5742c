#include "pylib/datetime/dateutil_ymd.h"

#include <algorithm>

#include "data/datetime.h"
#include "pylib/datetime/dateutil_lexer.h"

namespace headrace::pylib {

bool DateNumbers::append_text(std::string_view text, Label label) {
  if (text.size() > 2 && is_digits(text)) {
    century_specified_ = true;
    label = Label::kYear;
  }
  int64_t value;
  return to_int(text, &value) && append(value, label);
}

bool DateNumbers::append_decimal(const Decimal& value) {
  if (!(value > 100)) return append(value.whole(), Label::kNone);
  century_specified_ = true;
  return append(value.whole(), Label::kYear);
}

bool DateNumbers::append(int64_t value, Label label) {
  if (label != Label::kNone) {
    size_t& at = label == Label::kYear ? year_at_ : month_at_;
    if (at != kNowhere) return false;  // named twice
    at = size_;
  }
  if (size_ < std::size(values_)) values_[size_] = value;
  ++size_;
  return true;
}

// February may have 29 days where the year is not known.
bool DateNumbers::could_be_day(const Decimal& value) const {
  if (size_ > std::size(values_)) return false;  // there is no date any more
  int64_t days_max = 31;
  if (month_at_ != kNowhere) {
    const int64_t year = year_at_ != kNowhere ? values_[year_at_] : 2000;
    days_max = days_in_month(static_cast<int32_t>(year % 400), static_cast<int32_t>(values_[month_at_]));
  }
  return !(value < 1) && !(value > days_max);
}

bool DateNumbers::resolve(bool year_first, bool day_first, int64_t* year, int64_t* month,
                          int64_t* day) const {
  *year = *month = *day = kAbsent;
  if (size_ > 3) return false;
  const bool has_year = year_at_ != kNowhere, has_month = month_at_ != kNowhere;
  const size_t labels = size_t{has_year} + size_t{has_month};
  if ((size_ > 0 && size_ == labels) || (size_ == 3 && labels == 2)) {
    if (has_year) *year = values_[year_at_];
    if (has_month) *month = values_[month_at_];
    if (size_ == 3) *day = values_[3 - year_at_ - month_at_];
    return true;
  }
  if (size_ == 1) {
    (values_[0] > 31 ? *year : *day) = values_[0];
  } else if (size_ == 2 && has_month) {
    const int64_t other = values_[1 - month_at_];
    *month = values_[month_at_];
    (other > 31 ? *year : *day) = other;
  } else if (size_ == 2) {
    resolve_two(day_first, year, month, day);
  } else if (size_ == 3) {
    resolve_three(year_first, day_first, year, month, day);
  }
  return true;
}

void DateNumbers::resolve_two(bool day_first, int64_t* year, int64_t* month, int64_t* day) const {
  const int64_t a = values_[0], b = values_[1];
  if (a > 31) {
    *year = a, *month = b;
  } else if (b > 31) {
    *month = a, *year = b;
  } else if (day_first && b <= 12) {
    *day = a, *month = b;
  } else {
    *month = a, *day = b;
  }
}

void DateNumbers::resolve_three(bool year_first, bool day_first, int64_t* year, int64_t* month,
                                int64_t* day) const {
  const int64_t a = values_[0], b = values_[1], c = values_[2];
  const auto assign = [&](int64_t* first, int64_t* second, int64_t* third) {
    *first = a, *second = b, *third = c;
  };
  switch (month_at_) {
    case 0: b > 31 ? assign(month, year, day) : assign(month, day, year); return;
    case 1: a > 31 || (year_first && c <= 31) ? assign(year, month, day) : assign(day, month, year); return;
    case 2: b > 31 ? assign(day, year, month) : assign(year, day, month); return;
    default: break;
  }
  if (a > 31 || year_at_ == 0 || (year_first && b <= 12 && c <= 31)) {
    day_first&& c <= 12 ? assign(year, day, month) : assign(year, month, day);
  } else if (a > 12 || (day_first && b <= 12)) {
    assign(day, month, year);
  } else {
    assign(month, day, year);
  }
}

}  // namespace headrace::pylib
