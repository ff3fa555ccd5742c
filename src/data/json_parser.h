// JSON text to Values, by the rules of Python's json.loads: the last of duplicate keys, NaN and Infinity,
// lone surrogates, integers of up to 4300 digits, a leading byte-order mark. json_projector.h reads only some
// keys of an object.
#pragma once

#include <cstdint>
#include <string_view>

#include "data/value.h"

namespace headrace {

struct JsonError {
  const char* message = "";  // as json.JSONDecodeError says it: "Expecting value"
  size_t offset = 0;         // bytes
};

// Nested deeper than this is refused, as Python does at about this depth.
inline constexpr int kJsonDepthMax = 900;
// Nor is a text with more values than this inside others, which would take gigabytes.
inline constexpr uint32_t kJsonPartsMax = 1 << 24;

// The whole text is one value. `text` is bytes from outside: strings are checked to be UTF-8 (encoded
// surrogates are let through, as Python does for bytes).
bool parse_json(std::string_view text, Value* out, JsonError* error);

// A copy of a value out of an event: these may be nested deeper than what expressions make.
void copy_of_event(const Value& value, Value* out);

}  // namespace headrace
