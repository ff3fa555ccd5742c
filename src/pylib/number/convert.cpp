// The conversions that every library function needs: __index__, float, truth.

#include "pylib/number/int_ops.h"

namespace headrace::pylib {
namespace {

bool range_truth(const RangeObj& range) {
  const int order = int_compare(range.start, range.stop);
  return int_sign(range.step) > 0 ? order < 0 : order > 0;
}

}  // namespace

bool to_index(Context& cx, const Value& v, int64_t* out, bool clamp) {
  if (!is_int(v)) {
    return cx.fail(Exc::kTypeError, "'{}' object cannot be interpreted as an integer",
                   Value::string(type_name(v)));
  }
  if (!v.is_big_int()) {
    *out = v.as_int();
    return true;
  }
  if (!clamp) return cx.fail(Exc::kOverflowError, "cannot fit 'int' into an index-sized integer");
  *out = int_sign(v) < 0 ? INT64_MIN : INT64_MAX;
  return true;
}

bool to_double(Context& cx, const Value& v, double* out) {
  if (v.is_float()) {
    *out = v.as_float();
    return true;
  }
  if (is_int(v)) return int_to_double(cx, v, out);
  return cx.fail(Exc::kTypeError, "must be real number, not {}", Value::string(type_name(v)));
}

bool truthy(Context& cx, const Value& v, bool* out) {
  switch (v.kind()) {
    case Kind::kNone: *out = false; return true;
    case Kind::kBool: *out = v.as_bool(); return true;
    case Kind::kInt: *out = v.is_heap() || v.as_int() != 0; return true;
    case Kind::kFloat: *out = v.as_float() != 0; return true;
    case Kind::kStr:
    case Kind::kBytes: *out = !v.str().empty(); return true;
    case Kind::kTimeDelta: *out = v.delta_days() != 0 || v.delta_us() != 0; return true;
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kTimeZone: *out = true; return true;
    case Kind::kTuple: *out = v.as<TupleObj>()->size != 0; return true;
    case Kind::kList: *out = !v.as<ListObj>()->items.empty(); return true;
    case Kind::kDict: *out = !v.as<DictObj>()->table.empty(); return true;
    case Kind::kSet: *out = !v.as<SetObj>()->table.empty(); return true;
    case Kind::kRange: *out = range_truth(*v.as<RangeObj>()); return true;
    default: return v.as<NativeObject>()->truthy(cx, out);
  }
}

}  // namespace headrace::pylib
