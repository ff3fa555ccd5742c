// `int | str`: what isinstance takes besides a type and a tuple of types.
#pragma once

#include "data/context.h"
#include "data/object.h"

namespace headrace::pylib {

class TypeUnion final : public NativeObject {
 public:
  explicit TypeUnion(Values types) : NativeObject(Kind::kObject), types_(std::move(types)) {}

  // Types, and None for NoneType. Each once.
  const Values& types() const { return types_; }

  std::string_view type_name() const override { return "UnionType"; }
  bool repr(Context& cx, std::string* out) const override;
  uint64_t hash() const override;
  bool equals(const Value& other) const override;

 private:
  const Values types_;
};
// Null when v is no union.
const TypeUnion* as_type_union(const Value& v);

// a | b where one is a type; *handled false when the other is none, nor a union, nor None.
bool unite_types(Context& cx, const Value& a, const Value& b, Value* out, bool* handled);

}  // namespace headrace::pylib
