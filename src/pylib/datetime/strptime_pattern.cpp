#include "pylib/datetime/strptime_pattern.h"

#include <algorithm>
#include <span>
#include <string>

#include "base/unicode.h"
#include "pylib/datetime/names.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

// A directive's alternatives, in the order in which CPython's expression tries them. Each character class of
// an alternative is spelled by two characters, its first and last, or "dd" for \d, which any script's decimal
// digits satisfy.
using Alternatives = std::span<const std::string_view>;

Alternatives alternatives_of(char directive) {
  static constexpr std::string_view kDay[] = {"3301", "12dd", "0019", "19", "  19"};
  static constexpr std::string_view kHour[] = {"2203", "01dd", "dd"};
  static constexpr std::string_view kHour12[] = {"1102", "0019", "19"};  // and the month
  static constexpr std::string_view kDayOfYear[] = {"336606", "3305dd", "12dddd", "0019dd",
                                                    "000019", "19dd",   "0019",   "19"};
  static constexpr std::string_view kMinute[] = {"05dd", "dd"};
  static constexpr std::string_view kSecond[] = {"6601", "05dd", "dd"};
  static constexpr std::string_view kWeek[] = {"5503", "04dd", "dd"};
  static constexpr std::string_view kIsoWeek[] = {"5503", "0019", "14dd", "dd"};
  static constexpr std::string_view kWeekday[] = {"06"};
  static constexpr std::string_view kIsoWeekday[] = {"17"};
  static constexpr std::string_view kYear[] = {"dddddddd"};
  static constexpr std::string_view kYearOfCentury[] = {"dddd"};
  static constexpr std::string_view kFraction[] = {"090909090909", "0909090909", "09090909",
                                                   "090909",       "0909",       "09"};
  switch (directive) {
    case 'd': return kDay;
    case 'H': return kHour;
    case 'I':
    case 'm': return kHour12;
    case 'j': return kDayOfYear;
    case 'M': return kMinute;
    case 'S': return kSecond;
    case 'U':
    case 'W': return kWeek;
    case 'V': return kIsoWeek;
    case 'w': return kWeekday;
    case 'u': return kIsoWeekday;
    case 'G':
    case 'Y': return kYear;
    case 'y': return kYearOfCentury;
    case 'f': return kFraction;
    default: return {};
  }
}

// The names a directive takes, of which at most one fits.
std::span<const std::string_view> names_of(char directive) {
  static constexpr std::string_view kAmPm[] = {"AM", "PM"}, kZones[] = {"UTC", "GMT"};
  switch (directive) {
    case 'A':
    case 'a': return kWeekdayNames;
    case 'B':
    case 'b': return kMonthNames;
    case 'p': return kAmPm;
    case 'Z': return kZones;
    default: return {};
  }
}

bool is_known(char directive) {
  return directive == 'z' || !alternatives_of(directive).empty() || !names_of(directive).empty();
}

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Reads the text under a cursor; past its end there is nothing.
class Cursor {
 public:
  Cursor(std::string_view text, size_t at) : text_(text), at_(at) {}

  size_t at() const { return at_; }
  // To the character that ends at `end`.
  void move_before(size_t end) {
    const char* p = text_.data() + end;
    unicode::decode_previous(p);
    at_ = static_cast<size_t>(p - text_.data());
  }
  bool at_end() const { return at_ >= text_.size(); }

  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take_range(char first, char last) {
    if (at_end() || text_[at_] < first || text_[at_] > last) return false;
    ++at_;
    return true;
  }
  bool take_decimal() {
    if (take_range('0', '9')) return true;
    return take_if([](char32_t c) { return unicode::is_decimal(c); });
  }
  template <typename Test>
  bool take_if(Test test) {
    if (at_end()) return false;
    const char* p = text_.data() + at_;
    if (!test(unicode::decode_next(p))) return false;
    at_ = static_cast<size_t>(p - text_.data());
    return true;
  }
  bool take_name(std::string_view name) {
    if (text_.size() - at_ < name.size()) return false;
    for (size_t i = 0; i < name.size(); ++i) {
      if (ascii_lower(text_[at_ + i]) != ascii_lower(name[i])) return false;
    }
    at_ += name.size();
    return true;
  }

 private:
  std::string_view text_;
  size_t at_;
};

bool take_classes(Cursor& cursor, std::string_view classes) {
  for (size_t i = 0; i < classes.size(); i += 2) {
    const bool any = classes[i] == 'd';
    if (any ? !cursor.take_decimal() : !cursor.take_range(classes[i], classes[i + 1])) return false;
  }
  return true;
}

// +hh[:]mm[[:]ss[.ffffff]] or Z. Alternative n < 6 takes 6 - n digits of fraction, 6 none, 7 no seconds.
constexpr size_t kOffsetAlternatives = 9;
bool take_offset(Cursor& cursor, size_t n) {
  if (n == 8) return cursor.take('Z');
  if (!cursor.take('+') && !cursor.take('-')) return false;
  if (!cursor.take_decimal() || !cursor.take_decimal()) return false;
  cursor.take(':');
  if (!cursor.take_range('0', '5') || !cursor.take_decimal()) return false;
  if (n == 7) return true;
  cursor.take(':');
  if (!cursor.take_range('0', '5') || !cursor.take_decimal()) return false;
  if (n == 6) return true;
  if (!cursor.take('.')) return false;
  for (size_t i = n; i < 6; ++i) {
    if (!cursor.take_decimal()) return false;
  }
  return true;
}

bool same_ignoring_case(char32_t a, char32_t b) {
  if (a == b) return true;
  if (!unicode::has_simple_case(a)) return false;
  const char32_t x = unicode::simple_lower(a), y = unicode::simple_lower(b);
  if (x == y) return true;
  // Lower-case letters that share their upper case (s and the long s) match too.
  const unicode::CaseMapping p = unicode::full_upper(x), q = unicode::full_upper(y);
  return p.size == q.size && std::equal(p.chars, p.chars + p.size, q.chars);
}

bool take_space(Cursor& cursor) {
  return cursor.take_if([](char32_t c) { return unicode::is_space(c); });
}

// The n-th way for an element to match at the cursor, which then stands behind it. kNever: no such way, and
// none of a higher number.
enum class Way { kMatches, kFails, kNever };

// White space matches as much as there is, then one character less than the last time, which ended at
// `before`.
Way take_all_space(size_t before, Cursor& cursor) {
  const size_t start = cursor.at();
  if (before == 0) {
    while (take_space(cursor)) {
    }
  } else {
    cursor.move_before(before);
  }
  return cursor.at() > start ? Way::kMatches : Way::kNever;
}

Way take_element(const StrptimeElement& e, size_t n, Cursor& cursor) {
  const auto way = [](bool matches) { return matches ? Way::kMatches : Way::kFails; };
  if (e.directive == 0) {
    if (n > 0) return Way::kNever;
    return way(cursor.take_if([&](char32_t c) { return same_ignoring_case(e.literal, c); }));
  }
  if (e.directive == 'z') return n >= kOffsetAlternatives ? Way::kNever : way(take_offset(cursor, n));
  if (const Alternatives all = alternatives_of(e.directive); !all.empty()) {
    return n >= all.size() ? Way::kNever : way(take_classes(cursor, all[n]));
  }
  const std::span<const std::string_view> names = names_of(e.directive);
  if (n >= names.size()) return Way::kNever;
  const bool abbreviated = e.directive == 'a' || e.directive == 'b';
  return way(cursor.take_name(abbreviated ? names[n].substr(0, 3) : names[n]));
}

class Compiler {
 public:
  Compiler(Context& cx, std::string_view format, std::vector<StrptimeElement>* out)
      : cx_(cx), format_(format), out_(out) {}

  bool run() { return add(format_) && !repeats(); }

 private:
  bool add(std::string_view format) {
    const char* p = format.data();
    const char* end = p + format.size();
    while (p < end) {
      if (*p == '%') {
        if (++p == end) return fail_with(cx_, Exc::kValueError, {"stray % in format '", format_, "'"});
        if (!add_directive(*p, p, end)) return false;
        p += 1;
        continue;
      }
      const char32_t c = unicode::decode_next(p);
      const bool space = unicode::is_space(c);
      if (!space) out_->push_back({0, c});
      if (space && !in_space_) out_->push_back({' ', 0});
      in_space_ = space;
    }
    return true;
  }

  bool add_directive(char directive, const char* p, const char* end) {
    in_space_ = false;
    switch (directive) {
      case '%': out_->push_back({0, U'%'}); return true;
      case 'c': return add("%a %b %d %H:%M:%S %Y");
      case 'x': return add("%m/%d/%y");
      case 'X': return add("%H:%M:%S");
      default: break;
    }
    if (is_known(directive)) {
      out_->push_back({directive, 0});
      return true;
    }
    // White space and characters special to regular expressions are escaped before CPython looks.
    const char* next = p;
    const bool escaped = unicode::is_space(unicode::decode_next(next)) ||
                         std::string_view("\\.^$*+?(){}[]|").find(directive) != std::string_view::npos;
    const std::string_view shown(p, static_cast<size_t>(std::min(next, end) - p));
    return fail_with(cx_, Exc::kValueError,
                     {"'", escaped ? "%" : shown, "' is a bad directive in format '", format_, "'"});
  }

  bool repeats() {
    uint64_t seen[2] = {0, 0};
    for (const StrptimeElement& e : *out_) {
      if (e.directive == 0 || e.directive == ' ') continue;
      uint64_t& word = seen[e.directive >> 6];
      const uint64_t bit = uint64_t{1} << (e.directive & 63);
      if (word & bit) {
        fail_with(cx_, Exc::kRegexError,
                  {"redefinition of group name '", std::string_view(&e.directive, 1), "'"});
        return true;
      }
      word |= bit;
    }
    return false;
  }

  Context& cx_;
  std::string_view format_;
  std::vector<StrptimeElement>* out_;
  bool in_space_ = false;
};

}  // namespace

bool StrptimePattern::compile(Context& cx, std::string_view format, StrptimePattern* out) {
  out->elements_.clear();
  return Compiler(cx, format, &out->elements_).run();
}

StrptimePattern::Outcome StrptimePattern::match(Context& cx, std::string_view text, TakenList* taken,
                                                size_t* end) const {
  // Where to go on when an element matches nowhere: the latest element with another way to match.
  struct Choice {
    size_t element, at, way, taken;  // for white space, `way` is where it ended
  };
  boost::container::small_vector<Choice, 16> choices;
  size_t at = 0, way = 0;
  taken->clear();
  for (size_t i = 0; i < elements_.size();) {
    const StrptimeElement& e = elements_[i];
    const bool space = e.directive == ' ';
    Cursor cursor(text, at);
    const Way result = space ? take_all_space(way, cursor) : take_element(e, way, cursor);
    if (!cx.charge(space && way == 0 ? 1 + (cursor.at() - at) / 16 : 1)) return Outcome::kFailed;
    if (result == Way::kMatches) {
      if (e.directive != 0) choices.push_back({i, at, space ? cursor.at() : way + 1, taken->size()});
      if (e.directive != 0 && !space) {
        taken->push_back({e.directive, text.substr(at, cursor.at() - at)});
      }
      at = cursor.at();
      ++i;
      way = 0;
    } else if (result == Way::kFails && e.directive != 0) {
      ++way;
    } else if (choices.empty()) {
      return Outcome::kNoMatch;
    } else {
      const Choice& last = choices.back();
      i = last.element;
      at = last.at;
      way = last.way;
      taken->resize(last.taken);
      choices.pop_back();
    }
  }
  *end = at;
  return Outcome::kMatched;
}

}  // namespace headrace::pylib
