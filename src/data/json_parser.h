// JSON text to Values, by the rules of Python's json.loads: the last of duplicate keys, NaN and Infinity,
// lone surrogates, integers of up to 4300 digits, a leading byte-order mark.
//
// JsonProjector reads only the keys it is asked for out of an object. All keys are walked, so that the last
// duplicate counts; values of other keys are stepped over without looking into them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"

namespace headrace {

struct JsonError {
  const char* message = "";  // as json.JSONDecodeError says it: "Expecting value"
  size_t offset = 0;         // bytes
};

// Nested deeper than this is refused, as Python does at about this depth.
inline constexpr int kJsonDepthMax = 900;

// The whole text is one value. `text` is bytes from outside: strings are checked to be UTF-8 (encoded
// surrogates are let through, as Python does for bytes).
bool parse_json(std::string_view text, Value* out, JsonError* error);

class JsonProjector {
 public:
  // strict: values of other keys are checked as well.
  JsonProjector(std::vector<std::string> keys, bool strict);

  // The object's value under keys[i] goes to slots[i], None where it is missing; slots are None before. The
  // text is one object and nothing else. Dicts and lists are plain.
  bool read(std::string_view text, Value* slots, JsonError* error);

 private:
  int find(std::string_view raw_key, size_t position);

  std::vector<std::string> keys_;
  bool strict_;
  std::string decoded_key_;
  // Which key stood at each position last time: events are alike.
  std::vector<int> expected_;
};

}  // namespace headrace
