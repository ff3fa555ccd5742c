#include "pylib/collections/type_union.h"

#include <algorithm>

#include "pylib/type.h"

namespace headrace::pylib {
namespace {

bool holds(const Values& types, const Value& type) {
  return std::ranges::any_of(types, [&](const Value& v) { return equal(v, type); });
}

// Adds what v stands for in a union; false when it stands for nothing.
bool add_types(const Value& v, Values* types) {
  if (const TypeUnion* united = as_type_union(v)) {
    for (const Value& type : united->types()) add_types(type, types);
    return true;
  }
  if (v.kind() != Kind::kType && !v.is_none()) return false;
  if (!holds(*types, v)) types->push_back(v);
  return true;
}

}  // namespace

bool TypeUnion::repr(Context&, std::string* out) const {
  std::string_view separator;
  for (const Value& type : types_) {
    out->append(separator).append(type.is_none() ? "None" : as_type(type).spec().qualified_name);
    separator = " | ";
  }
  return true;
}

uint64_t TypeUnion::hash() const {
  uint64_t sum = types_.size();
  for (const Value& type : types_) sum += hash_value(type);
  return sum;
}

bool TypeUnion::equals(const Value& other) const {
  const TypeUnion* united = as_type_union(other);
  return united && united->types_.size() == types_.size() &&
         std::ranges::all_of(types_, [&](const Value& type) { return holds(united->types_, type); });
}

const TypeUnion* as_type_union(const Value& v) {
  return v.kind() == Kind::kObject ? dynamic_cast<const TypeUnion*>(v.as<NativeObject>()) : nullptr;
}

bool unite_types(Context&, const Value& a, const Value& b, Value* out, bool* handled) {
  Values types;
  *handled = add_types(a, &types) && add_types(b, &types);
  if (*handled) *out = types.size() == 1 ? types[0] : Value::adopt(new TypeUnion(std::move(types)));
  return true;
}

}  // namespace headrace::pylib
