// Floats as text in Python's presentation types, rounded exactly at any precision.
#pragma once

#include <string>

namespace headrace::pylib {

struct FloatStyle {
  char type =
      'r';  // 'e', 'f', 'g', or 'r' for the shortest text that reads back, in which precision has no meaning
  bool upper = false;             // E+05, INF, NAN
  int precision = 6;              // digits after the point ('e', 'f'), all digits ('g')
  bool alternate = false;         // always a point, and 'g' keeps its zeros
  bool add_point_zero = false;    // "1" becomes "1.0"; 'g' turns to an exponent one digit earlier
  bool no_negative_zero = false;  // what rounds to zero has no sign
};

// "-" in front where the sign bit is set, but not of NaN.
void append_float_text(double d, const FloatStyle& style, std::string* out);

// An upper bound of the text's size.
size_t float_text_size_max(const FloatStyle& style);

}  // namespace headrace::pylib
