// Values as JSON text, as Python's json.dumps writes them with its defaults: non-ASCII escaped, ", " and ": "
// between, NaN and Infinity bare, map keys turned to strings.
//
// What json.dumps refuses is written all the same (docs/blurr-differences.md, 11): dates, times and datetimes
// as ISO text, sets as lists, anything else as its name in angle brackets.
#pragma once

#include <string>
#include <string_view>

#include "data/value.h"

namespace headrace {

// False when nested deeper than kMaxNesting; *out is then incomplete.
bool append_json(const Value& v, std::string* out, int depth = 0);
// The same as a part of a text: null for what is nested too deeply.
void append_json_or_null(const Value& v, std::string* out);
// A JSON string, quotes included. `text` is WTF-8; astral characters become surrogate pairs.
void append_json_string(std::string_view text, std::string* out);
// The same of bytes that may be no text, as names of files are: U+FFFD for each that is none.
void append_json_bytes(std::string_view bytes, std::string* out);
// The isoformat() of a date, time or datetime.
void append_iso(const Value& v, std::string* out);

}  // namespace headrace
