// Lays a number's text out: sign, prefix, grouped digits, the rest, and padding to the width.
#pragma once

#include <string>
#include <string_view>

#include "pylib/text/format_spec.h"

namespace headrace::pylib {

struct NumberText {
  bool negative = false;
  std::string_view prefix = {};  // "0x"
  std::string_view digits = {};  // the integer part, which takes zeros and separators
  std::string_view rest = {};    // ".5e+10", "inf", "%"
  size_t rest_units = 0;         // code points of `rest`
};

// group_size: digits between separators; 0 for none.
bool append_number(Context& cx, const FormatSpec& spec, const NumberText& number, int group_size,
                   std::string* out);

// Whether a text of that many bytes and as many copies of c may be made.
bool charge_fill(Context& cx, char32_t c, uint64_t times, uint64_t bytes);
// That many copies of c.
void append_fill(char32_t c, size_t times, std::string* out);

}  // namespace headrace::pylib
