// The set of characters that one position of a pattern takes, with CPython's rules for IGNORECASE.
//
// Under IGNORECASE a character of the text is lower-cased before it is looked up, and the set holds the lower
// case of what was written, plus the lower-case letters that share an upper case with it (s and long s). Two
// corners are CPython's own and kept: a class such as \w is asked about the lower-cased character, and
// characters beyond the Basic Multilingual Plane stay as written, ranges of them being tried with the upper
// case too.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "pylib/regex/syntax.h"

namespace headrace::regex {

// How a character of the text is folded before it is compared.
enum class Fold : uint8_t { kNone, kAscii, kUnicode, kLocale };

// What the flags mean for case: kNone without IGNORECASE.
Fold fold_of(uint32_t flags);
char32_t fold(Fold how, char32_t c);
// Whether case matters to this character under these flags.
bool is_cased(Fold how, char32_t c);
bool in_category(Category category, bool unicode, char32_t c);
inline bool is_word(bool unicode, char32_t c) { return in_category(Category::kWord, unicode, c); }

class Charset {
 public:
  // What [items] matches under the flags.
  Charset(const std::vector<SetItem>& items, uint32_t flags);
  // A single character, or any other one if negated, under IGNORECASE.
  static Charset of_literal(char32_t c, bool negated, uint32_t flags);

  bool matches(uint8_t c) const { return low_[c]; }
  bool matches(char32_t c) const { return c < low_.size() ? low_[c] : matches_high(c); }
  // Whether some code point from 256 on can match.
  bool may_match_high() const { return may_match_high_; }
  size_t bytes() const {
    return sizeof(Charset) + (ranges_.size() + upper_ranges_.size()) * sizeof(Range) +
           (plane_ ? sizeof(Plane) : 0);
  }

 private:
  using Range = std::pair<char32_t, char32_t>;  // first and last
  using Plane = std::bitset<0x10000>;

  Charset() = default;
  void add(const SetItem& item, Fold how);
  void add_folded_literal(char32_t c, Fold how);
  void add_folded_ranges(std::vector<Range> written, Fold how);
  void add_folded_range(char32_t low, char32_t high, Fold how);
  void add_case_variants(char32_t lower, Fold how);
  // A folded character of the BMP.
  void insert(char32_t c);
  void finish();
  bool matches_high(char32_t c) const;
  bool contains(char32_t c) const;

  std::array<bool, 256> low_{};
  bool may_match_high_ = true;
  bool negated_ = false;
  bool unicode_ = false;
  Fold fold_ = Fold::kNone;
  std::vector<Category> categories_;
  std::vector<Range> ranges_;        // in order and apart, once finished
  std::vector<Range> upper_ranges_;  // the same; tried with the upper case too
  std::shared_ptr<Plane> plane_;     // for wide ranges under IGNORECASE
};

}  // namespace headrace::regex
