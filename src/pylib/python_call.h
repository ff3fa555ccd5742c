// What the native library leaves to CPython: calls with an object of CPython's (kPyObject: a Decimal, a
// number of numpy's) among the arguments, or among the items of one.
#pragma once

#include <array>
#include <utility>

#include "pylib/api.h"

namespace headrace::pylib {

// v, or the first such object among its items or values where it is a list, tuple or dict; or null.
const NativeObject* find_foreign(const Value& v);

// After a native function has failed: the same call to the function of that name in CPython's module, where
// it was a TypeError and there is such an object. Otherwise false, with the error as it was.
bool call_in_python(Context& cx, std::string_view module, std::string_view function, const Args& args,
                    Value* out);

namespace python_call_detail {

template <const auto& kTable, const auto& kModule, size_t i>
bool native_or_python(Context& cx, const Args& args, Value* out) {
  return kTable[i].fn(cx, args, out) || call_in_python(cx, kModule, kTable[i].name, args, out);
}

template <const auto& kTable, const auto& kModule, size_t... i>
constexpr auto wrap_table(std::index_sequence<i...>) {
  return std::array{FunctionDef{kTable[i].name, native_or_python<kTable, kModule, i>,
                                kTable[i].result | kind_set(Kind::kPyObject)}...};
}

}  // namespace python_call_detail

// The functions of a table, with CPython's where they fail so. kModule is the module's name.
template <const auto& kTable, const auto& kModule>
inline constexpr auto kNativeOrPython =
    python_call_detail::wrap_table<kTable, kModule>(std::make_index_sequence<std::size(kTable)>());

}  // namespace headrace::pylib
