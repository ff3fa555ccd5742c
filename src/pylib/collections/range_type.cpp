// range: type, methods, attributes.

#include "data/bigint.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/range.h"
#include "pylib/operators.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

const RangeObj& range_of(const Value& self) { return *self.as<RangeObj>(); }

bool count(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "range.count", args, 1, 1)) return false;
  *out = Value::integer(range_has(range_of(self), args[0]));
  return true;
}

bool index(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "range.index", args, 1, 1)) return false;
  if (!range_has(range_of(self), args[0])) {
    if (is_index(args[0])) return cx.fail(Exc::kValueError, "{} is not in range", repr_detail(cx, args[0]));
    return cx.fail(Exc::kValueError, "sequence.index(x): x not in sequence");
  }
  // (x - start) // step is exact, also for a whole float.
  Value item = args[0].is_float() ? make_int(BigInt(args[0].as_float())) : args[0];
  Value distance;
  return binary(cx, BinaryOp::kSub, item, range_of(self).start, &distance) &&
         binary(cx, BinaryOp::kFloorDiv, distance, range_of(self).step, out);
}

constexpr MethodDef kMethods[] = {
    {"count", count, kIntKind},
    {"index", index, kIntKind},
};

template <Value RangeObj::* kMember>
bool attribute(Context&, const Value& self, Value* out) {
  *out = range_of(self).*kMember;
  return true;
}

constexpr AttributeDef kAttributes[] = {
    {"start", attribute<&RangeObj::start>, kIntKind},
    {"step", attribute<&RangeObj::step>, kIntKind},
    {"stop", attribute<&RangeObj::stop>, kIntKind},
};

// A bound as an int: True is 1.
bool read_bound(Context& cx, const Value& v, Value* out) {
  if (!is_index(v)) return fail_type(cx, "'", v, "' object cannot be interpreted as an integer");
  *out = v.is_bool() ? Value::integer(v.as_int()) : v;
  return true;
}

bool construct(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "range", args, 1, 3)) return false;
  Value start = Value::integer(0), stop, step = Value::integer(1);
  if (args.count == 1) {
    if (!read_bound(cx, args[0], &stop)) return false;
  } else {
    if (!read_bound(cx, args[0], &start) || !read_bound(cx, args[1], &stop)) return false;
    if (args.count == 3 && !read_bound(cx, args[2], &step)) return false;
  }
  if (!step.is_heap() && step.as_int() == 0) {
    return cx.fail(Exc::kValueError, "range() arg 3 must not be zero");
  }
  *out = Value::adopt(new RangeObj(std::move(start), std::move(stop), std::move(step)));
  return true;
}

}  // namespace

std::span<const MethodDef> range_methods() { return kMethods; }
std::span<const AttributeDef> range_attributes() { return kAttributes; }

Value range_type() {
  static const Value type = make_type({
      .name = "range",
      .qualified_name = "range",
      .is_instance = [](const Value& v) { return v.kind() == Kind::kRange; },
      .construct = construct,
      .instances = type_of(Kind::kRange, Flavor::kPlain),
  });
  return type;
}

}  // namespace headrace::pylib
