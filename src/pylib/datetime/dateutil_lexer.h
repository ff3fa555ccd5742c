// The tokens of dateutil's parser: words, numbers, single white space and punctuation.
//
// The text is first brought to one byte a character. ASCII stays; decimal digits of any script become
// ASCII's; white space becomes a space; what else is not ASCII matters by its class only, and gets one of the
// bytes below. So a token's size is its length in characters, and no name of a month or zone can be missed:
// none has a letter that is the lower case of a character outside ASCII.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace headrace::pylib {

inline constexpr char kOtherLetter = '\x80';
inline constexpr char kOtherDigit = '\x81';  // isdigit() but not decimal, like a superscript
inline constexpr char kOtherCharacter = '\x82';

// What a token can mean; -1 or false where it does not.
struct Meaning {
  int8_t weekday = -1;   // Monday is 0
  int8_t month = -1;     // 1 to 12
  int8_t hms = -1;       // hours 0, minutes 1, seconds 2
  int8_t ampm = -1;      // am 0, pm 1
  bool jump = false;     // may stand between things and means nothing
  bool pertain = false;  // "of"
  bool utc = false;      // names UTC, in any case
};

struct Token {
  std::string_view text;
  size_t begin;  // the index of its first character
  Meaning meaning;

  bool is(char c) const { return text.size() == 1 && text[0] == c; }
};

// str.isdigit() of normalised text.
bool is_digits(std::string_view text);

class TokenList {
 public:
  explicit TokenList(std::string_view text);
  TokenList(const TokenList&) = delete;
  TokenList& operator=(const TokenList&) = delete;

  size_t size() const { return tokens_.size(); }
  Token& operator[](size_t i) { return tokens_[i]; }
  const Token& operator[](size_t i) const { return tokens_[i]; }

  // The original characters of tokens [first, last], as WTF-8.
  std::string original(size_t first, size_t last) const;

 private:
  void normalise(std::string_view text);
  void split();
  void add(size_t begin, size_t end);
  void add_split_at_points(size_t begin, size_t end);

  // Roomy enough that an everyday text needs no memory of its own.
  boost::container::small_vector<char, 64> text_;  // one byte a character, zero characters left out
  std::u32string characters_;                      // the same, but as they were; empty for ASCII texts
  boost::container::small_vector<Token, 24> tokens_;
};

}  // namespace headrace::pylib
