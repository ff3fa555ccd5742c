// Arguments of the datetime types' functions, with the errors of CPython's argument parser.
#pragma once

#include <cstdint>
#include <optional>

#include "data/context.h"
#include "data/datetime.h"
#include "pylib/api.h"

namespace headrace::pylib {

// An integer that C's int holds: int or bool. TypeError or OverflowError.
bool to_c_int(Context& cx, const Value& v, int32_t* out);
// Keeps *out where v is null.
inline bool to_c_int(Context& cx, const Value* v, int32_t* out) { return !v || to_c_int(cx, *v, out); }

// The one argument of the kind that the function takes, or a TypeError that says what it must be.
bool one_argument(Context& cx, const char* function, const Args& args, Kind kind, const char* kind_name,
                  const Value** out);

// A POSIX timestamp: seconds and microseconds, 0 <= us < 1'000'000.
struct Timestamp {
  int64_t seconds;
  int32_t us;
};
enum class Rounding { kFloor, kHalfEven };  // of what is below a microsecond (kHalfEven) or a second (kFloor)
bool to_timestamp(Context& cx, const Value& v, Rounding rounding, Timestamp* out);

// A class or static method, reached through an instance.
template <FunctionFn F>
bool as_method(Context& cx, const Value&, const Args& args, Value* out) {
  return F(cx, args, out);
}

}  // namespace headrace::pylib
