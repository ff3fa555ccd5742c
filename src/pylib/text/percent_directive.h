// One conversion of str % values or bytes % values, and how it writes its value.
#pragma once

#include <cstdint>
#include <string>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

struct Directive {
  bool left = false;       // -
  bool plus = false;       // +
  bool blank = false;      // ' '
  bool alternate = false;  // #
  bool zero = false;       // 0
  int64_t width = -1;
  int32_t precision = -1;
  char32_t type = 0;  // s, r, a, b of bytes; c; d, i, u, o, x, X; e, E, f, F, g, G
};

// Each writes the values of its own types of conversion; Python's TypeError for others.
bool percent_text(Context& cx, const Directive& d, const Value& v, std::string* out);
bool percent_character(Context& cx, const Directive& d, const Value& v, std::string* out);
// The same where bytes are formatted.
bool percent_bytes(Context& cx, const Directive& d, const Value& v, std::string* out);
bool percent_byte(Context& cx, const Directive& d, const Value& v, std::string* out);
bool percent_integer(Context& cx, const Directive& d, const Value& v, std::string* out);
bool percent_real(Context& cx, const Directive& d, const Value& v, std::string* out);

}  // namespace headrace::pylib
