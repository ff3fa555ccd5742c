// Format specifications: [[fill]align][sign][z][#][0][width][grouping][.precision][type], as in format(v,
// spec).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

struct FormatSpec {
  char32_t fill = ' ';
  char align;                     // '<', '>', '=' or '^'
  char sign = '\0';               // '+', '-', ' ', or none
  bool no_negative_zero = false;  // z
  bool alternate = false;         // #
  char grouping = '\0';           // ',' or '_', or none
  int64_t width = -1;
  int64_t precision = -1;
  char32_t type;
};

// Fails with Python's ValueError. `v` is what is to be formatted; errors name its type.
bool parse_format_spec(Context& cx, const Value& v, std::string_view text, char default_type,
                       char default_align, FormatSpec* out);
// ValueError: Unknown format code 'q' for object of type 'int'.
bool unknown_format_code(Context& cx, const Value& v, char32_t type);

// format(v, spec) of a str, an int or bool, and a float; the spec is not empty.
bool format_str(Context& cx, const Value& v, const FormatSpec& spec, std::string* out);
bool format_int(Context& cx, const Value& v, const FormatSpec& spec, std::string* out);
bool format_float(Context& cx, const Value& v, const FormatSpec& spec, std::string* out);

// Reads decimal digits (of any script) at *at, which moves behind them. *out is -1 where there are none.
// False, after a ValueError, for more than fit 63 bits.
bool read_decimal(Context& cx, const char** at, const char* end, int64_t* out);

}  // namespace headrace::pylib
