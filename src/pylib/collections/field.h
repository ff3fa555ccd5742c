// How the containers of fields (Blurr's Map, List, Set) change what their type's methods give: None becomes
// the container itself, and a plain container of the same base type a wrapped copy. They take in what can be
// printed, as a field does.
#pragma once

#include <array>
#include <utility>

#include "data/object.h"
#include "pylib/api.h"

namespace headrace::pylib {

// A TypeError: a field cannot hold this.
bool fail_to_hold(Context& cx, const Value& item);
// Fails for what a field cannot hold, and for a container with such inside; for what no key can be.
bool require_storable(Context& cx, const Value& item, int depth = 0);
bool require_storable_key(Context& cx, const Value& key);
// The same of what an iterable will give: *iterable becomes an iterator that looks at each item.
bool require_storable_items(Context& cx, Value* iterable);

// A method whose arguments go into the container; one that takes a key first; one that puts in what its
// arguments hold.
template <MethodFn kMethod>
bool taking_in(Context& cx, const Value& self, const Args& args, Value* out) {
  for (uint32_t i = 0; i < args.count; ++i) {
    if (!require_storable(cx, args[i])) return false;
  }
  for (uint32_t i = 0; i < args.keyword_count; ++i) {
    if (!require_storable(cx, args.keyword_values[i])) return false;
  }
  return kMethod(cx, self, args, out);
}
template <MethodFn kMethod>
bool taking_in_by_key(Context& cx, const Value& self, const Args& args, Value* out) {
  for (uint32_t i = 0; i < args.count; ++i) {
    if (!(i == 0 ? require_storable_key(cx, args[i]) : require_storable(cx, args[i]))) return false;
  }
  for (uint32_t i = 0; i < args.keyword_count; ++i) {
    const Value& value = args.keyword_values[i];
    const bool is_key = args.keyword_names[i].str() == "key";
    if (!(is_key ? require_storable_key(cx, value) : require_storable(cx, value))) return false;
  }
  return kMethod(cx, self, args, out);
}
template <MethodFn kMethod>
bool taking_in_all(Context& cx, const Value& self, const Args& args, Value* out) {
  Values checked(args.values, args.values + args.count);
  for (Value& iterable : checked) {
    if (!require_storable_items(cx, &iterable)) return false;
  }
  for (uint32_t i = 0; i < args.keyword_count; ++i) {
    if (!require_storable(cx, args.keyword_values[i])) return false;
  }
  Args with_checked = args;
  with_checked.values = checked.data();
  return kMethod(cx, self, with_checked, out);
}

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
