// Numbers as Python writes and reads them: repr(float), str(int), float(text), int(text, base).
//
// Text is WTF-8 as everywhere. Reading accepts what Python does: white space around (the Unicode kinds too),
// digits of any script, single underscores between digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "data/value.h"

namespace headrace {

// Decimal integers longer than this are refused in both directions, as Python 3.11 does.
inline constexpr size_t kIntDigitsMax = 4300;

// repr(d): the shortest text that reads back as d.
void append_float(double d, std::string* out);

void append_int64(int64_t i, std::string* out);
// str(int(v)) for an int or bool. False, with *out as it was, for more than kIntDigitsMax digits.
[[nodiscard]] bool append_int(const Value& v, std::string* out);
// The digits of abs(v) in base 2, 8 or 16, lower case, without a prefix and of any length. v is an int or
// bool.
void append_magnitude(const Value& v, int base, std::string* out);

enum class IntText : uint8_t { kOk, kMalformed, kTooManyDigits };
// int(text, base); base is 0 (as the prefix says) or 2..36. *digits, where not null, receives the number of
// digits when that is too large.
IntText parse_int(std::string_view text, int base, Value* out, size_t* digits = nullptr);

// float(text). False when it is no float.
bool parse_float(std::string_view text, double* out);

}  // namespace headrace
