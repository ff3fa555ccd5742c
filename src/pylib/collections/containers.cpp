#include "pylib/collections/containers.h"

#include <algorithm>

#include "pylib/errors.h"

namespace headrace::pylib {

bool fail_unless_hashable(Context& cx, const Value& key) {
  uint64_t parts = 0;
  const std::string_view type = unhashable_type(key, &parts);
  if (!cx.charge(parts / 4)) return false;
  if (type.empty()) return true;
  return fail_with(cx, Exc::kTypeError, {"unhashable type: '", type, "'"});
}

bool charge_search(Context& cx, std::span<const Value> items, const Value& item) {
  constexpr size_t kLong = 256;
  if (!charge_walk(cx, items.size())) return false;
  const auto is_text = [](const Value& v) { return v.is_str() || v.kind() == Kind::kBytes; };
  if (!is_text(item) || item.str().size() < kLong) return true;
  const size_t size = item.str().size();
  const auto alike =
      std::ranges::count_if(items, [&](const Value& v) { return is_text(v) && v.str().size() == size; });
  return cx.charge(static_cast<uint64_t>(alike) * (size / 64));
}

Value repr_detail(Context& cx, const Value& v) {
  std::string text;
  return v.kind() <= Kind::kTimeZone && append_repr(cx, v, &text) ? Value::string(text) : v;
}

bool fail_type(Context& cx, std::string_view before, const Value& v, std::string_view after) {
  return fail_with(cx, Exc::kTypeError, {before, type_name(v), after});
}

}  // namespace headrace::pylib
