// What patterns do with strings; the methods of re.Pattern and the functions of the module share it.
#pragma once

#include <limits>

#include "pylib/regex/pattern_object.h"

namespace headrace::pylib {

// `pos` and `endpos` as given; they are brought into the string.
struct Bounds {
  int64_t begin = 0;
  int64_t end = std::numeric_limits<int64_t>::max();
};

enum class MatchMode { kMatch, kFullMatch, kSearch };

// In all: `pattern` is a PatternObject, `string` any value, of which others than str and bytes are a
// TypeError.

// Whether the pattern can be used on it; TypeError if not.
bool check_string(Context& cx, const Value& pattern, const Value& string);
// *out is a MatchObject or None.
bool match_once(Context& cx, const Value& pattern, const Value& string, Bounds bounds, MatchMode mode,
                Value* out);
bool find_all(Context& cx, const Value& pattern, const Value& string, Bounds bounds, Value* out);
bool find_iter(Context& cx, const Value& pattern, const Value& string, Bounds bounds, Value* out);
bool split_string(Context& cx, const Value& pattern, const Value& string, int64_t splits_max, Value* out);
// sub, or with the number of replacements subn.
bool substitute(Context& cx, const Value& pattern, const Value& replacement, const Value& string,
                int64_t count_max, bool with_count, Value* out);
// Match.expand
class MatchObject;
bool expand(Context& cx, const MatchObject& match, const Value& replacement, Value* out);

}  // namespace headrace::pylib
