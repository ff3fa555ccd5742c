#include "pylib/collections/containers.h"

#include "pylib/errors.h"

namespace headrace::pylib {

bool fail_unless_hashable(Context& cx, const Value& key) {
  uint64_t parts = 0;
  const std::string_view type = unhashable_type(key, &parts);
  if (!cx.charge(parts / 4)) return false;
  if (type.empty()) return true;
  return fail_with(cx, Exc::kTypeError, {"unhashable type: '", type, "'"});
}

Value repr_detail(Context& cx, const Value& v) {
  std::string text;
  return v.kind() <= Kind::kTimeZone && append_repr(cx, v, &text) ? Value::string(text) : v;
}

bool fail_type(Context& cx, std::string_view before, const Value& v, std::string_view after) {
  return fail_with(cx, Exc::kTypeError, {before, type_name(v), after});
}

}  // namespace headrace::pylib
