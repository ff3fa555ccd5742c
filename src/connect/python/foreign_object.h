// An object of the embedded CPython as a value: whatever has no native form.
#pragma once

#include "connect/python/calls.h"
#include "connect/python/python_api.h"
#include "data/object.h"
#include "pylib/operators.h"

namespace headrace::python {

class ForeignObject final : public NativeObject {
 public:
  // Takes over the reference. `calls`, which it belongs to, outlives it; it may be null.
  ForeignObject(PyObject* object, Calls* calls)
      : NativeObject(Kind::kPyObject), object_(object), calls_(calls) {}
  ~ForeignObject() override;

  PyObject* object() const { return object_; }

  // Gives the object back before the end, for a constant, which has none. Nothing may be asked of it any
  // more.
  void release();

  std::string_view type_name() const override;
  bool repr(Context& cx, std::string* out) const override;
  bool get_attribute(Context& cx, std::string_view name, Value* out) const override;
  bool call(Context& cx, const Args& args, Value* out) override;
  bool iterate(Context& cx, Value* iterator) override;
  Next next(Context& cx, Value* out) override;
  bool length(Context& cx, int64_t* out) const override;
  bool get_item(Context& cx, const Value& key, Value* out) const override;
  bool contains(Context& cx, const Value& item, bool* out) const override;
  bool truthy(Context& cx, bool* out) const override;
  bool has_length() const override { return true; }
  bool hashable() const override;
  uint64_t hash() const override;
  bool equals(const Value& other) const override;

  // For where one operand at least is foreign.
  bool operate(Context& cx, int op, const Value& left, const Value& right, Value* out) const override;
  bool operate_unary(Context& cx, int op, Value* out) const override;
  bool order(Context& cx, int op, const Value& left, const Value& right, bool* out) const override;
  bool call_builtin(Context& cx, std::string_view name, const Args& args, Value* out) const override;

 private:
  bool fail(Context& cx) const;

  PyObject* object_;
  Calls* const calls_;
  mutable std::string type_name_;
};

}  // namespace headrace::python
