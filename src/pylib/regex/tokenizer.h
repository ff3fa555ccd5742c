// Cuts a pattern, or a replacement template, into characters and two-character escapes, one ahead.
//
// The first error sticks: everything after it sees the end of the pattern.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "pylib/regex/syntax.h"

namespace headrace::regex {

// Group numbers from here on are refused.
inline constexpr uint64_t kMaxGroups = 1073741823;
// The most digits that Python converts to an int.
inline constexpr size_t kMaxIntDigits = 4300;

// One character, an escape such as "\d", or, with size 0, the end.
struct Token {
  char32_t chars[2] = {0, 0};
  int size = 0;

  bool is(char32_t c) const { return size == 1 && chars[0] == c; }
  bool is_end() const { return size == 0; }
  bool is_escape() const { return size == 2; }
  // Whether this is a single character out of ASCII `set`.
  bool in(std::string_view set) const {
    return size == 1 && chars[0] < 0x80 && set.find(static_cast<char>(chars[0])) != std::string_view::npos;
  }
  std::u32string_view text() const { return {chars, static_cast<size_t>(size)}; }
};

inline constexpr std::string_view kDigits = "0123456789";
inline constexpr std::string_view kOctalDigits = "01234567";
inline constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

class Tokenizer {
 public:
  // The pattern must live as long. Of a bytes pattern, each character is a byte.
  Tokenizer(std::u32string_view pattern, bool is_text, CompileError* error);

  const Token& next() const { return next_; }
  Token get();
  bool match(char32_t c);
  // Up to `limit` characters out of `set`, appended to *out.
  void get_while(int limit, std::string_view set, std::u32string* out);
  // All before `terminator`, which is passed over. `name` says what is read, for the error.
  bool get_until(char32_t terminator, std::string_view name, std::u32string* out);

  // Where next() starts.
  size_t position() const { return index_ - static_cast<size_t>(next_.size); }
  void seek(size_t index);

  bool is_text() const { return is_text_; }
  bool failed() const { return failed_; }
  // Always false. `back` counts code points before position().
  bool fail(std::string_view message, size_t back = 0);
  bool fail_at(std::string_view message, int64_t position);
  bool fail_with(CompileError::Kind kind, std::string_view message);

  // Whether `name` may name a group; fails if not. `extra` counts what was read after it.
  bool check_group_name(std::u32string_view name, size_t extra);

 private:
  void advance();

  std::u32string_view pattern_;
  bool is_text_;
  bool failed_ = false;
  CompileError* error_;
  size_t index_ = 0;
  Token next_;
};

bool is_identifier(std::u32string_view name);

struct GroupNumber {
  uint64_t value;      // at most kMaxGroups
  std::string digits;  // of the true value
};
// Python's int(text), for a group number: false if it is none, or negative.
bool parse_group_number(std::u32string_view text, GroupNumber* out);

// Python's repr of a str.
std::string quoted(std::u32string_view text);

}  // namespace headrace::regex
