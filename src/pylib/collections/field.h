// How the containers of fields (Blurr's Map, List, Set) change what their type's methods give: None becomes
// the container itself, and a plain container of the same base type a wrapped copy.
#pragma once

#include <array>
#include <utility>

#include "pylib/api.h"

namespace headrace::pylib {

// `result` of a method of `self`, as a field's container gives it.
bool field_result(Context& cx, const Value& self, Value* result);

template <MethodFn kMethod>
bool field_method(Context& cx, const Value& self, const Args& args, Value* out) {
  return kMethod(cx, self, args, out) && field_result(cx, self, out);
}

namespace field_detail {
constexpr KindSet field_kinds(KindSet result, Kind self) {
  constexpr KindSet kNone = kind_set(Kind::kNone);
  return result & kNone ? (result & ~kNone) | kind_set(self) : result;
}

template <const auto& kPlain, Kind kSelf, size_t... i>
constexpr auto wrap_table(std::index_sequence<i...>) {
  return std::array<MethodDef, sizeof...(i)>{{{kPlain[i].name, field_method<kPlain[i].fn>,
                                               field_kinds(kPlain[i].result, kSelf), kPlain[i].mutates}...}};
}
}  // namespace field_detail

// The table of a field's container, from the methods of its base type and its own (which hide the base's).
template <const auto& kPlain, const auto& kOwn, Kind kSelf>
constexpr auto field_table() {
  using field_detail::wrap_table;
  constexpr size_t kPlainSize = std::size(kPlain), kOwnSize = std::size(kOwn);
  const auto own = wrap_table<kOwn, kSelf>(std::make_index_sequence<kOwnSize>());
  const auto plain = wrap_table<kPlain, kSelf>(std::make_index_sequence<kPlainSize>());
  std::array<MethodDef, kOwnSize + kPlainSize> table{};
  for (size_t i = 0; i < kOwnSize; ++i) table[i] = own[i];
  for (size_t i = 0; i < kPlainSize; ++i) table[kOwnSize + i] = plain[i];
  return table;
}

}  // namespace headrace::pylib
