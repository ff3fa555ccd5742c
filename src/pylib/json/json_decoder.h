// json.loads with hooks: what parse_float, parse_int, parse_constant, object_hook and object_pairs_hook make
// of a text. Without any of them the faster parser of data/json_parser.h does.
#pragma once

#include <string_view>

#include "data/context.h"

namespace headrace::pylib {

// Null where a hook was not given. All are borrowed for the call.
struct JsonHooks {
  const Value* object_hook = nullptr;
  const Value* parse_float = nullptr;
  const Value* parse_int = nullptr;
  const Value* parse_constant = nullptr;
  const Value* object_pairs_hook = nullptr;
  bool strict = true;  // false: strings may hold control characters
};

// The value of the whole text (WTF-8). Fails with JSONDecodeError, or as a hook does.
bool decode_json(Context& cx, std::string_view text, const JsonHooks& hooks, Value* out);

// The JSONDecodeError for a place in the text, in bytes.
bool fail_json(Context& cx, std::string_view text, std::string_view message, size_t offset);

}  // namespace headrace::pylib
