// strftime() as CPython 3.11 on Linux has it: Python's own %f, %z and %Z, everything else glibc's in the C
// locale, with its flags (_ - 0 ^ #), widths and E and O modifiers.
#pragma once

#include <string>
#include <string_view>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

// v: kDate, kTime or kDateTime. Appends to *out.
bool append_strftime(Context& cx, const Value& v, std::string_view format, std::string* out);

// "Wed Mar  4 05:06:07 2020"
void append_ctime(int64_t wall_us, std::string* out);

}  // namespace headrace::pylib
