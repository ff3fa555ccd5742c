#include "pylib/regex/charset.h"

#include <algorithm>
#include <iterator>

#include "base/unicode.h"

namespace headrace::regex {
namespace {

// Lower-case letters that share their upper case, in groups that end with 0.
constexpr char32_t kSharedUpperCase[] = {
    0x0069, 0x0131, 0,          // i, dotless i
    0x0073, 0x017F, 0,          // s, long s
    0x00B5, 0x03BC, 0,          // micro sign, mu
    0x0345, 0x03B9, 0x1FBE, 0,  // ypogegrammeni, iota, prosgegrammeni
    0x0390, 0x1FD3, 0,          // iota with dialytika and tonos, oxia
    0x03B0, 0x1FE3, 0,          // upsilon with dialytika and tonos, oxia
    0x03B2, 0x03D0, 0,          // beta
    0x03B5, 0x03F5, 0,          // epsilon
    0x03B8, 0x03D1, 0,          // theta
    0x03BA, 0x03F0, 0,          // kappa
    0x03C0, 0x03D6, 0,          // pi
    0x03C1, 0x03F1, 0,          // rho
    0x03C2, 0x03C3, 0,          // sigma, final and not
    0x03C6, 0x03D5, 0,          // phi
    0x0432, 0x1C80, 0,          // ve
    0x0434, 0x1C81, 0,          // de
    0x043E, 0x1C82, 0,          // o
    0x0441, 0x1C83, 0,          // es
    0x0442, 0x1C84, 0x1C85, 0,  // te
    0x044A, 0x1C86, 0,          // hard sign
    0x0463, 0x1C87, 0,          // yat
    0x1C88, 0xA64B, 0,          // uk
    0x1E61, 0x1E9B, 0,          // s with dot above, long s with dot above
    0xFB05, 0xFB06, 0,          // ligatures long s t, s t
};

constexpr char32_t kBmpEnd = 0x10000;

bool is_ascii_upper(char32_t c) { return c >= U'A' && c <= U'Z'; }
bool is_ascii_lower(char32_t c) { return c >= U'a' && c <= U'z'; }
char32_t ascii_upper(char32_t c) { return is_ascii_lower(c) ? c - 0x20 : c; }
char32_t ascii_lower(char32_t c) { return is_ascii_upper(c) ? c + 0x20 : c; }

// The one-to-one upper case; where the full one is longer there is none that matters here.
char32_t simple_upper(char32_t c) {
  const unicode::CaseMapping upper = unicode::full_upper(c);
  return upper.size == 1 ? upper.chars[0] : c;
}

using Ranges = std::vector<std::pair<char32_t, char32_t>>;

// Ranges that overlap or touch become one.
void put_in_order(Ranges* ranges) {
  std::sort(ranges->begin(), ranges->end());
  size_t kept = 0;
  for (const auto& range : *ranges) {
    if (kept > 0 && range.first <= (*ranges)[kept - 1].second + 1) {
      (*ranges)[kept - 1].second = std::max((*ranges)[kept - 1].second, range.second);
    } else {
      (*ranges)[kept++] = range;
    }
  }
  ranges->resize(kept);
}

bool in_ranges(const Ranges& ranges, char32_t c) {
  const auto found =
      std::partition_point(ranges.begin(), ranges.end(), [c](const auto& range) { return range.second < c; });
  return found != ranges.end() && found->first <= c;
}

// The others of the group that `lower` is in.
template <typename Function>
void for_each_variant(char32_t lower, Function function) {
  const auto* end = std::end(kSharedUpperCase);
  const auto* found = std::find(std::begin(kSharedUpperCase), end, lower);
  if (found == end) return;
  while (found != std::begin(kSharedUpperCase) && found[-1] != 0) --found;
  for (; *found != 0; ++found) {
    if (*found != lower) function(*found);
  }
}

}  // namespace

Fold fold_of(uint32_t flags) {
  if ((flags & kFlagIgnoreCase) == 0) return Fold::kNone;
  if ((flags & kFlagLocale) != 0) return Fold::kLocale;
  return (flags & kFlagUnicode) != 0 ? Fold::kUnicode : Fold::kAscii;
}

char32_t fold(Fold how, char32_t c) {
  switch (how) {
    case Fold::kNone: return c;
    case Fold::kAscii:
    case Fold::kLocale: return ascii_lower(c);
    case Fold::kUnicode: return unicode::simple_lower(c);
  }
  return c;
}

bool is_cased(Fold how, char32_t c) {
  if (how == Fold::kUnicode) return unicode::has_simple_case(c);
  return how != Fold::kNone && (is_ascii_upper(c) || is_ascii_lower(c));
}

bool in_category(Category category, bool unicode, char32_t c) {
  switch (category) {
    case Category::kDigit: return unicode ? unicode::is_decimal(c) : c >= U'0' && c <= U'9';
    case Category::kSpace: return unicode ? unicode::is_space(c) : c == U' ' || (c >= U'\t' && c <= U'\r');
    case Category::kWord:
      if (c == U'_') return true;
      if (unicode) return unicode::is_alnum(c);
      return (c >= U'0' && c <= U'9') || is_ascii_upper(c) || is_ascii_lower(c);
    case Category::kNotDigit: return !in_category(Category::kDigit, unicode, c);
    case Category::kNotSpace: return !in_category(Category::kSpace, unicode, c);
    case Category::kNotWord: return !in_category(Category::kWord, unicode, c);
  }
  return false;
}

Charset::Charset(const std::vector<SetItem>& items, uint32_t flags) : unicode_((flags & kFlagUnicode) != 0) {
  const Fold how = fold_of(flags);
  if (how == Fold::kLocale) fold_ = how;
  std::vector<Range> written;
  for (const SetItem& item : items) {
    if (item.kind == SetItem::Kind::kRange && how != Fold::kNone && how != Fold::kLocale) {
      written.emplace_back(item.low, item.high);
    } else {
      add(item, how == Fold::kLocale ? Fold::kNone : how);
    }
  }
  add_folded_ranges(std::move(written), how);
  finish();
}

Charset Charset::of_literal(char32_t c, bool negated, uint32_t flags) {
  Charset set;
  set.negated_ = negated;
  const Fold how = fold_of(flags);
  if (how == Fold::kLocale) {
    for (const char32_t variant : {c, ascii_lower(c), ascii_upper(c)}) set.insert(variant);
  } else {
    set.fold_ = how;
    const char32_t lower = regex::fold(how, c);
    set.insert(lower);
    set.add_case_variants(lower, how);
  }
  set.finish();
  return set;
}

void Charset::add(const SetItem& item, Fold how) {
  switch (item.kind) {
    case SetItem::Kind::kNegate: negated_ = true; return;
    case SetItem::Kind::kCategory: categories_.push_back(static_cast<Category>(item.low)); return;
    case SetItem::Kind::kLiteral:
      if (how == Fold::kNone) return insert(item.low);
      return add_folded_literal(item.low, how);
    case SetItem::Kind::kRange: ranges_.emplace_back(item.low, item.high); return;
  }
}

void Charset::add_folded_literal(char32_t c, Fold how) {
  const char32_t lower = regex::fold(how, c);
  if (lower >= kBmpEnd) {
    insert(c);  // as written, CPython's corner
    fold_ = how;
    return;
  }
  insert(lower);
  add_case_variants(lower, how);
  if (is_cased(how, c)) fold_ = how;
}

// Ranges that overlap are folded once, however often a pattern repeats them.
void Charset::add_folded_ranges(std::vector<Range> written, Fold how) {
  for (Range& range : written) {
    if (range.second < kBmpEnd) continue;
    upper_ranges_.push_back(range);
    fold_ = how;
    range.second = kBmpEnd - 1;
  }
  std::sort(written.begin(), written.end());
  char32_t next = 0;
  for (const Range& range : written) {
    add_folded_range(std::max(range.first, next), range.second, how);
    next = std::max<char32_t>(next, range.second + 1);
  }
}

void Charset::add_folded_range(char32_t low, char32_t high, Fold how) {
  if (low > high) return;
  if (how == Fold::kAscii) {
    // Folding leaves no upper-case letter in the text, so those in the range do no harm.
    ranges_.emplace_back(low, high);
    for (char32_t c = U'A'; c <= U'Z'; ++c) {
      if (low <= c && c <= high) insert(ascii_lower(c));
      if (low <= c && c <= high) fold_ = how;
      if (low <= ascii_lower(c) && ascii_lower(c) <= high) fold_ = how;
    }
    return;
  }
  if (high > 0xFF && !plane_) plane_ = std::make_shared<Plane>();
  for (char32_t c = low; c <= high; ++c) {
    const char32_t lower = regex::fold(how, c);
    insert(lower);
    add_case_variants(lower, how);
    if (is_cased(how, c)) fold_ = how;
  }
}

void Charset::add_case_variants(char32_t lower, Fold how) {
  if (how == Fold::kUnicode && is_cased(how, lower)) {
    for_each_variant(lower, [this](char32_t c) { insert(c); });
  }
}

void Charset::insert(char32_t c) {
  if (plane_ && c < kBmpEnd) {
    plane_->set(c);
  } else if (!ranges_.empty() && ranges_.back().second + 1 == c) {
    ranges_.back().second = c;
  } else {
    ranges_.emplace_back(c, c);
  }
}

void Charset::finish() {
  put_in_order(&ranges_);
  put_in_order(&upper_ranges_);
  for (size_t c = 0; c < low_.size(); ++c) low_[c] = matches_high(static_cast<char32_t>(c));
  const bool nothing_high =
      std::all_of(ranges_.begin(), ranges_.end(), [](const auto& range) { return range.second < 256; });
  may_match_high_ = negated_ || fold_ == Fold::kUnicode || plane_ || !upper_ranges_.empty() || !nothing_high;
  for (const Category category : categories_) {
    const bool bounded =
        category == Category::kDigit || category == Category::kSpace || category == Category::kWord;
    if (unicode_ || !bounded) may_match_high_ = true;
  }
}

bool Charset::matches_high(char32_t c) const {
  if (fold_ != Fold::kLocale) return contains(regex::fold(fold_, c));
  const char32_t lower = ascii_lower(c), upper = ascii_upper(c);
  return contains(lower) || (upper != lower && contains(upper));
}

bool Charset::contains(char32_t c) const {
  const auto found = [&] {
    if (in_ranges(ranges_, c) || in_ranges(upper_ranges_, c)) return true;
    if (plane_ && c < kBmpEnd && plane_->test(c)) return true;
    if (!upper_ranges_.empty() && in_ranges(upper_ranges_, simple_upper(c))) return true;
    return std::any_of(categories_.begin(), categories_.end(),
                       [&](Category category) { return in_category(category, unicode_, c); });
  };
  return found() != negated_;
}

}  // namespace headrace::regex
