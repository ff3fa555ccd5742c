// The replacement argument of re.sub, and Match.expand: text with \1, \g<name> and escapes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pylib/regex/matcher.h"

namespace headrace::regex {

class Replacement {
 public:
  // False: *error says why (re.error, or IndexError for an unknown name).
  bool parse(std::string_view source, bool is_text, const Program& program, CompileError* error);

  // The replacement for the matcher's last match; a group that took no part is empty.
  void append_to(const Matcher& match, const Text& text, std::string* out) const;

  // The groups referred to, in order; what lies between is literal.
  struct Piece {
    std::string literal;     // before the group
    uint32_t group = kNone;  // kNone: only the literal
  };
  const std::vector<Piece>& pieces() const { return pieces_; }

 private:
  friend class ReplacementParser;
  std::vector<Piece> pieces_;
};

// re.escape, for str and bytes alike.
std::string escape(std::string_view pattern);

}  // namespace headrace::regex
