// Blurr's Map: a dict with set() and increment(), to which a None key is nothing.

#include "pylib/collections/dict_methods.h"
#include "pylib/collections/field.h"
#include "pylib/operators.h"
#include "pylib/python_arguments.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

bool set(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"key", "value"};
  const Value* slots[2];
  if (!bind_python(cx, {"Map.set", kNames, 2}, args, slots)) return false;
  *out = Value();
  return slots[0]->is_none() || dict_insert(cx, dict_table(self), *slots[0], *slots[1]);
}

// The two additions that nearly every counter makes.
bool add_in_place(Value* value, const Value& by) {
  int64_t sum;
  if (value->is_small_int() && by.is_small_int() &&
      !__builtin_add_overflow(value->as_int(), by.as_int(), &sum)) {
    *value = Value::integer(sum);
    return true;
  }
  if (value->is_float() && by.is_float()) {
    *value = Value::real(value->as_float() + by.as_float());
    return true;
  }
  return false;
}

bool increment(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"key", "by"};
  const Value* slots[2];
  if (!bind_python(cx, {"Map.increment", kNames, 1}, args, slots)) return false;
  *out = Value();
  const Value& key = *slots[0];
  if (key.is_none()) return true;
  if (!require_hashable(cx, key)) return false;
  const Value by = slots[1] ? *slots[1] : Value::integer(1);
  DictEntry* e = dict_table(self).find(key);
  if (e && add_in_place(&e->value, by)) return true;
  // What stands there comes from self.get(): a None is the map itself, a dict a map.
  Value old = e ? e->value : Value::integer(0);
  if (e && !field_result(cx, self, &old)) return false;
  Value sum;
  return binary(cx, BinaryOp::kAdd, old, by, &sum) && dict_insert(cx, dict_table(self), key, std::move(sum));
}

constexpr MethodDef kOwn[] = {
    {"increment", taking_in_by_key<increment>, kNoneKind, true},
    {"set", taking_in_by_key<set>, kNoneKind, true},
    {"setdefault", taking_in_by_key<dict_detail::setdefault>, kAnyKind, true},
    {"update", taking_in_all<dict_detail::update>, kNoneKind, true},
};
constexpr auto kMethods = field_table<dict_detail::kMethods, kOwn, Kind::kDict>();

}  // namespace

std::span<const MethodDef> field_map_methods() { return kMethods; }

}  // namespace headrace::pylib
