// The format of strptime as CPython understands it: a regular expression with a group a directive, which
// ignores case and backtracks.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include "data/context.h"

namespace headrace::pylib {

// A part of a format: one character to be found, white space (one or more), or a directive.
struct StrptimeElement {
  char directive;  // 0 for a character, ' ' for white space
  char32_t literal;
};

class StrptimePattern {
 public:
  // What a directive took of the text.
  struct Taken {
    char directive;
    std::string_view text;
  };
  using TakenList = boost::container::small_vector<Taken, 12>;
  enum class Outcome { kMatched, kNoMatch, kFailed };  // kFailed: the budget is spent

  // Fails as CPython does, for unknown and repeated directives.
  static bool compile(Context& cx, std::string_view format, StrptimePattern* out);

  // Matches a beginning of the text; *end is where the match ends, *taken in the order of the format.
  Outcome match(Context& cx, std::string_view text, TakenList* taken, size_t* end) const;

 private:
  std::vector<StrptimeElement> elements_;
};

}  // namespace headrace::pylib
