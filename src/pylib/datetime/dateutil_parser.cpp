// One pass over the tokens. Each step takes one or more of them; what a number means hangs on its length and
// on the tokens around it. Wherever dateutil has a ValueError or an IndexError, a function returns false.
#include "pylib/datetime/dateutil_parser.h"

#include <algorithm>

#include "pylib/datetime/dateutil_number.h"
#include "pylib/datetime/dateutil_ymd.h"

namespace headrace::pylib {
namespace {

constexpr size_t kNone = SIZE_MAX;

bool is_upper_case(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Names that Python's float() takes: numbers to the parser, and then not finite.
bool is_infinite_or_nan(std::string_view text) {
  if (text.size() != 3 && text.size() != 8) return false;
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(c | 0x20);
  return lower == "nan" || lower == "inf" || lower == "infinity";
}

class Parser {
 public:
  Parser(Context& cx, TokenList& tokens, const DateutilOptions& options, int32_t current_year,
         DateutilResult* result, std::vector<size_t>* skipped)
      : cx_(cx),
        l_(tokens),
        options_(options),
        current_year_(current_year),
        res_(*result),
        skipped_(skipped) {}

  DateutilOutcome run() {
    if (!read_all()) return raised_ ? DateutilOutcome::kRaised : DateutilOutcome::kUnknown;
    validate();
    return DateutilOutcome::kParsed;
  }

 private:
  bool has(size_t i) const { return i < l_.size(); }
  bool is(size_t i, char c) const { return has(i) && l_[i].is(c); }

  bool read_all() {
    for (size_t i = 0; has(i); ++i) {
      if (!cx_.charge(1)) return raise();
      if (!read(i)) return false;
    }
    int64_t year, month, day;
    if (!ymd_.resolve(options_.year_first, options_.day_first, &year, &month, &day)) return false;
    if (year != kAbsent) res_.year = year;
    if (month != kAbsent) res_.month = month;
    if (day != kAbsent) res_.day = day;
    return true;
  }

  // Takes the token at i and maybe more; i is then the last one taken.
  bool read(size_t& i) {
    const Token& t = l_[i];
    if (is_number_text(t.text)) return read_number(i);
    if (is_infinite_or_nan(t.text)) return false;
    if (t.meaning.weekday >= 0) {
      res_.weekday = t.meaning.weekday;
      return true;
    }
    if (t.meaning.month >= 0) return read_month(i);
    if (t.meaning.ampm >= 0) return read_ampm(i);
    if (could_be_zone_name(t, res_.zone_offset_s.has_value())) return read_zone_name(i);
    if (res_.hour && (t.is('+') || t.is('-'))) return read_zone_offset(i);
    skip(i);
    return t.meaning.jump || options_.fuzzy;
  }

  void skip(size_t i) {
    if (skipped_) skipped_->push_back(i);
  }

  // Jan-01[-99], Jan of 01
  bool read_month(size_t& i) {
    if (!ymd_.append_month(l_[i].meaning.month)) return false;
    if (!has(i + 1)) return true;
    if (l_[i + 1].is('-') || l_[i + 1].is('/')) {
      const char separator = l_[i + 1].text[0];
      if (!has(i + 2) || !ymd_.append_text(l_[i + 2].text)) return false;
      if (is(i + 3, separator)) {
        if (!has(i + 4) || !ymd_.append_text(l_[i + 4].text)) return false;
        i += 2;
      }
      i += 2;
    } else if (has(i + 4) && l_[i + 1].is(' ') && l_[i + 3].is(' ') && l_[i + 2].meaning.pertain) {
      if (is_digits(l_[i + 4].text)) {
        int64_t year;
        if (!to_int(l_[i + 4].text, &year)) return false;
        if (!ymd_.append_text(std::to_string(full_year(year, false)), DateNumbers::Label::kYear))
          return false;
      }
      i += 4;
    }
    return true;
  }

  bool read_ampm(size_t i) {
    const bool hour_fits = res_.hour && *res_.hour <= 12;
    if (!hour_fits && !options_.fuzzy) return false;
    if (!hour_fits || (options_.fuzzy && res_.ampm)) {
      skip(i);
      return true;
    }
    res_.ampm = l_[i].meaning.ampm;
    res_.hour = adjusted_hour(*res_.hour, *res_.ampm);
    return true;
  }

  static int64_t adjusted_hour(int64_t hour, int ampm) {
    if (hour < 12 && ampm == 1) return hour + 12;
    return hour == 12 && ampm == 0 ? 0 : hour;
  }

  bool could_be_zone_name(const Token& t, bool has_offset) const {
    return res_.hour && !res_.zone_name && !has_offset && t.text.size() <= 5 &&
           (is_upper_case(t.text) || t.text == "z");
  }

  bool read_zone_name(size_t i) {
    res_.zone_name = l_[i].text;
    if (l_[i].text == "z") res_.zone_offset_s = 0;
    // "GMT+3" says that my time + 3 is GMT: the sign is turned round, and the zone is not GMT.
    if (is(i + 1, '+') || is(i + 1, '-')) {
      l_[i + 1].text = l_[i + 1].is('+') ? "-" : "+";
      l_[i + 1].meaning.jump = l_[i + 1].is('-');
      res_.zone_offset_s.reset();
      if (l_[i].meaning.utc) res_.zone_name.reset();
    }
    return true;
  }

  // -0300, -03:00, -[0]3, and -0300 (BRST)
  bool read_zone_offset(size_t& i) {
    const int64_t sign = l_[i].is('+') ? 1 : -1;
    if (!has(i + 1)) return false;
    const std::string_view digits = l_[i + 1].text;
    int64_t hours, minutes = 0;
    if (digits.size() == 4) {
      if (!to_int(digits.substr(0, 2), &hours) || !to_int(digits.substr(2), &minutes)) return false;
    } else if (is(i + 2, ':')) {
      if (!to_int(digits, &hours) || !has(i + 3) || !to_int(l_[i + 3].text, &minutes)) return false;
      i += 2;
    } else if (digits.size() > 2 || !to_int(digits, &hours)) {
      return false;
    }
    // Both are saturated, far beyond what a timedelta holds.
    res_.zone_offset_s =
        sign * (std::min(hours, kHugeInt / 7200) * 3600 + std::min(minutes, kHugeInt / 120) * 60);
    if (has(i + 5) && l_[i + 2].meaning.jump && l_[i + 3].is('(') && l_[i + 5].is(')') &&
        l_[i + 4].text.size() >= 3 && could_be_zone_name(l_[i + 4], false)) {
      res_.zone_name = l_[i + 4].text;
      i += 4;
    }
    i += 1;
    return true;
  }

  bool read_number(size_t& i) {
    const std::string_view s = l_[i].text;
    const size_t size = s.size();
    const size_t point = s.find('.');
    if (ymd_.size() == 3 && (size == 2 || size == 4) && !res_.hour &&
        (!has(i + 1) || (!l_[i + 1].is(':') && l_[i + 1].meaning.hms < 0))) {
      // 19990101T23[59]
      return take_int(s.substr(0, 2), &res_.hour) && (size == 2 || take_int(s.substr(2), &res_.minute));
    }
    if (size == 6 || (size > 6 && point == 6)) return read_six_digits(s, point);
    if (size == 8 || size == 12 || size == 14) {
      // YYYYMMDD[hhmm[ss]]
      return ymd_.append_text(s.substr(0, 4), DateNumbers::Label::kYear) &&
             ymd_.append_text(s.substr(4, 2)) && ymd_.append_text(s.substr(6, 2)) &&
             (size == 8 ||
              (take_int(s.substr(8, 2), &res_.hour) && take_int(s.substr(10, 2), &res_.minute))) &&
             (size < 14 || take_int(s.substr(12), &res_.second));
    }
    const Decimal value(s);
    if (const size_t label = find_hms(i); label != kNone) return read_labelled(i, label, s, value);
    if (is(i + 1, ':') && has(i + 2)) return read_clock(i, value);
    if (is(i + 1, '-') || is(i + 1, '/') || is(i + 1, '.')) return read_separated_date(i);
    if (!has(i + 1) || l_[i + 1].meaning.jump) {
      if (has(i + 2) && l_[i + 2].meaning.ampm >= 0) {
        res_.hour = adjusted_hour(value.whole(), l_[i + 2].meaning.ampm);  // 12 am
        i += 1;
      } else if (!ymd_.append_decimal(value)) {
        return false;
      }
      i += 1;
      return true;
    }
    if (l_[i + 1].meaning.ampm >= 0 && value < 24) {
      res_.hour = adjusted_hour(value.whole(), l_[i + 1].meaning.ampm);  // 12am
      i += 1;
      return true;
    }
    if (ymd_.could_be_day(value)) return ymd_.append_decimal(value);
    return options_.fuzzy;
  }

  // YYMMDD, or HHMMSS[.ss] once there is a date
  bool read_six_digits(std::string_view s, size_t point) {
    if (ymd_.empty() && point == s.npos) {
      return ymd_.append_text(s.substr(0, 2)) && ymd_.append_text(s.substr(2, 2)) &&
             ymd_.append_text(s.substr(4));
    }
    return take_int(s.substr(0, 2), &res_.hour) && take_int(s.substr(2, 2), &res_.minute) &&
           take_seconds(s.substr(4));
  }

  // HH:MM[:SS[.ss]]
  bool read_clock(size_t& i, const Decimal& hours) {
    res_.hour = hours.whole();
    const std::string_view minutes = l_[i + 2].text;
    if (!is_number_text(minutes) || !take_minutes(Decimal(minutes))) return false;
    if (is(i + 3, ':') && has(i + 4)) {
      if (!take_seconds(l_[i + 4].text)) return false;
      i += 2;
    }
    i += 2;
    return true;
  }

  // 01-01[-01], 01-Jan[-01]
  bool read_separated_date(size_t& i) {
    const char separator = l_[i + 1].text[0];
    if (!ymd_.append_text(l_[i].text)) return false;
    if (has(i + 2) && !l_[i + 2].meaning.jump) {
      if (is_digits(l_[i + 2].text)) {
        if (!ymd_.append_text(l_[i + 2].text)) return false;
      } else if (l_[i + 2].meaning.month < 0 || !ymd_.append_month(l_[i + 2].meaning.month)) {
        return false;
      }
      if (is(i + 3, separator)) {
        if (!has(i + 4)) return false;
        const int8_t month = l_[i + 4].meaning.month;
        if (month >= 0 ? !ymd_.append_month(month) : !ymd_.append_text(l_[i + 4].text)) return false;
        i += 2;
      }
      i += 1;
    }
    i += 1;
    return true;
  }

  // The token that says whether the number at i is of hours, minutes or seconds: the next one (over a space),
  // or the one before, whose next smaller unit it then is.
  size_t find_hms(size_t i) const {
    const auto is_label = [this](size_t at) { return has(at) && l_[at].meaning.hms >= 0; };
    if (is_label(i + 1)) return i + 1;
    if (is(i + 1, ' ') && is_label(i + 2)) return i + 2;
    if (i > 0 && is_label(i - 1)) return i - 1;
    if (i > 1 && i == l_.size() - 1 && is(i - 1, ' ') && is_label(i - 2)) return i - 2;
    return kNone;
  }

  bool read_labelled(size_t& i, size_t label, std::string_view s, const Decimal& value) {
    const int unit = l_[label].meaning.hms + (label < i ? 1 : 0);
    if (label > i) i = label;
    if (unit == 1) return take_minutes(value);
    if (unit == 2) return take_seconds(s);
    if (unit > 2) return true;
    res_.hour = value.whole();
    if (!value.can_take_fraction()) return raise_decimal();
    if (value.has_fraction()) res_.minute = value.sixtieths();
    return true;
  }

  static bool take_int(std::string_view text, std::optional<int64_t>* out) {
    int64_t value;
    if (!to_int(text, &value)) return false;
    *out = value;
    return true;
  }

  bool take_minutes(const Decimal& value) {
    res_.minute = value.whole();
    if (!value.can_take_fraction()) return raise_decimal();
    res_.second.reset();
    if (value.has_fraction()) res_.second = value.sixtieths();
    return true;
  }

  // I[.F]: the fraction is cut to microseconds, and what follows it is not looked at.
  bool take_seconds(std::string_view s) {
    const size_t point = s.find('.');
    if (point == s.npos) {
      res_.microsecond = 0;
      return take_int(s, &res_.second);
    }
    if (s.find('.', point + 1) != s.npos) return false;
    std::string fraction(s.substr(point + 1, 6));
    fraction.resize(6, '0');
    return take_int(s.substr(0, point), &res_.second) && take_int(fraction, &res_.microsecond);
  }

  int64_t full_year(int64_t year, bool century_specified) const {
    if (year >= 100 || century_specified) return year;
    year += current_year_ / 100 * 100;
    if (year >= current_year_ + 50) return year - 100;
    return year < current_year_ - 50 ? year + 100 : year;
  }

  void validate() {
    if (res_.year) res_.year = full_year(*res_.year, ymd_.century_specified());
    const bool named = res_.zone_name.has_value();
    if ((res_.zone_offset_s == 0 && !named) || res_.zone_name == "Z" || res_.zone_name == "z") {
      res_.zone_name = "UTC";
      res_.zone_offset_s = 0;
    } else if (res_.zone_offset_s != 0 && (res_.zone_name == "UTC" || res_.zone_name == "GMT")) {
      res_.zone_offset_s = 0;
    }
  }

  bool raise() {
    raised_ = true;
    return false;
  }
  // decimal.InvalidOperation, which is no ValueError
  bool raise_decimal() {
    cx_.fail(Exc::kArithmeticError, "decimal.InvalidOperation: [<class 'decimal.DivisionImpossible'>]");
    return raise();
  }

  Context& cx_;
  TokenList& l_;
  const DateutilOptions options_;
  const int64_t current_year_;
  DateutilResult& res_;
  std::vector<size_t>* skipped_;
  DateNumbers ymd_;
  bool raised_ = false;
};

}  // namespace

DateutilOutcome parse_tokens(Context& cx, TokenList& tokens, const DateutilOptions& options,
                             int32_t current_year, DateutilResult* result, std::vector<size_t>* skipped) {
  return Parser(cx, tokens, options, current_year, result, skipped).run();
}

}  // namespace headrace::pylib
