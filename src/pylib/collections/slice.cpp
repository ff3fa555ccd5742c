// slice(a, b, c) as a value.

#include "pylib/collections/containers.h"
#include "pylib/collections/subscript.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

bool indices(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "slice.indices", args, 1, 1)) return false;
  int64_t size;
  if (!to_ssize(cx, args[0], &size)) return false;
  if (size < 0) return cx.fail(Exc::kValueError, "length should not be negative");
  const auto* slice = self.as<SliceObj>();
  SliceRange range;
  if (!resolve_slice(cx, slice->start, slice->stop, slice->step, size, &range)) return false;
  const Value step = slice->step.kind() == Kind::kInt ? slice->step : Value::integer(range.step);
  *out = make_tuple({Value::integer(range.first), Value::integer(range.stop), step});
  return true;
}

constexpr MethodDef kIndices = {"indices", indices, kTupleKind};

bool construct(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "slice", args, 1, 3)) return false;
  *out = Value::adopt(args.count == 1 ? new SliceObj({}, args[0], {})
                                      : new SliceObj(args[0], args[1], args.count == 3 ? args[2] : Value()));
  return true;
}

}  // namespace

bool SliceObj::repr(Context& cx, std::string* out) const {
  out->append("slice(");
  if (!append_repr(cx, start, out)) return false;
  out->append(", ");
  if (!append_repr(cx, stop, out)) return false;
  out->append(", ");
  if (!append_repr(cx, step, out)) return false;
  out->append(")");
  return true;
}

bool SliceObj::get_attribute(Context& cx, std::string_view name, Value* out) const {
  if (name == "start") {
    *out = start;
  } else if (name == "stop") {
    *out = stop;
  } else if (name == "step") {
    *out = step;
  } else if (name == kIndices.name) {
    *out = bound_method(Value::share(const_cast<SliceObj*>(this)), kIndices);
  } else {
    return NativeObject::get_attribute(cx, name, out);
  }
  return true;
}

bool SliceObj::equals(const Value& other) const {
  const SliceObj* slice = as_slice(other);
  return slice && equal_nested(start, slice->start) && equal_nested(stop, slice->stop) &&
         equal_nested(step, slice->step);
}

const SliceObj* as_slice(const Value& v) {
  return v.kind() == Kind::kObject ? dynamic_cast<const SliceObj*>(v.as<NativeObject>()) : nullptr;
}

Value slice_type() {
  static const Value type = make_type({
      .name = "slice",
      .qualified_name = "slice",
      .is_instance = [](const Value& v) { return as_slice(v) != nullptr; },
      .construct = construct,
  });
  return type;
}

}  // namespace headrace::pylib
