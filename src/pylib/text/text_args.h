// Reading the arguments of str and bytes methods, with CPython 3.11's errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "data/context.h"

namespace headrace::pylib {

// Python's Py_ssize_t and C int arguments: an int or bool, OverflowError beyond 63 (31) bits.
bool size_arg(Context& cx, const Value& v, int64_t* out);
bool c_int_arg(Context& cx, const Value& v, int32_t* out);

// The type of an argument as errors about arguments name it: None's is "None".
std::string_view argument_type(const Value& v);

// TypeError "<function>() argument <which> must be str, not <type>" unless v is a str. `which` is "2",
// "'encoding'" or
// "" for a function's only argument.
bool expect_str(Context& cx, std::string_view function, std::string_view which, const Value& v);

// Whether v is of self's kind; else "must be str, not int" or "a bytes-like object is required, not 'int'".
bool expect_same_kind(Context& cx, const Value& self, const Value& v);

// What the optional start and end of find, count, startswith... choose of self's text: args[first],
// args[first + 1], counted in units and clamped as slices are.
struct Window {
  bool exists = true;  // false: it begins behind its end, so that not even an empty text is in it
  std::string_view text;
  size_t begin = 0;  // index of its first unit in self
};
bool read_window(Context& cx, const Value& self, const Args& args, size_t first, Window* out);

}  // namespace headrace::pylib
