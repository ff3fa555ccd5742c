// binary() and unary(): which family of types an operator belongs to.

#include "pylib/errors.h"
#include "pylib/number/float_ops.h"
#include "pylib/number/int_ops.h"

namespace headrace::pylib {
namespace {

std::string_view symbol(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd: return "+";
    case BinaryOp::kSub: return "-";
    case BinaryOp::kMul: return "*";
    case BinaryOp::kDiv: return "/";
    case BinaryOp::kFloorDiv: return "//";
    case BinaryOp::kMod: return "%";
    case BinaryOp::kPow: return "** or pow()";
    case BinaryOp::kMatMul: return "@";
    case BinaryOp::kLShift: return "<<";
    case BinaryOp::kRShift: return ">>";
    case BinaryOp::kAnd: return "&";
    case BinaryOp::kOr: return "|";
    case BinaryOp::kXor: return "^";
  }
  return "?";
}

bool unsupported(Context& cx, BinaryOp op, const Value& a, const Value& b) {
  return cx.fail(Exc::kTypeError, "unsupported operand type(s) for {}: '{}' and '{}'",
                 Value::string(symbol(op), true), Value::string(type_name(a)), Value::string(type_name(b)));
}

constexpr KindSet kNumbers = kind_set(Kind::kBool) | kind_set(Kind::kInt) | kind_set(Kind::kFloat);
constexpr KindSet kCalendar = kind_set(Kind::kDate) | kind_set(Kind::kTime) | kind_set(Kind::kDateTime) |
                              kind_set(Kind::kTimeDelta) | kind_set(Kind::kTimeZone);

bool bad_unary(Context& cx, const char* op, const Value& v) {
  return fail_with(cx, Exc::kTypeError, {"bad operand type for unary ", op, ": '", type_name(v), "'"});
}

// -delta, +delta, ~delta: timedeltas know no inversion.
bool timedelta_unary(Context& cx, UnaryOp op, const Value& v, Value* out) {
  if (op == UnaryOp::kInvert) return bad_unary(cx, "~", v);
  if (op == UnaryOp::kPos) {
    *out = v;
    return true;
  }
  bool handled = false;
  return datetime_binary(cx, BinaryOp::kMul, v, Value::integer(-1), out, &handled);
}

}  // namespace

bool number_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled) {
  if (is_int(a) && is_int(b)) return int_binary(cx, op, a, b, out, handled);
  *handled = false;
  if ((a.kinds() | b.kinds()) & ~kNumbers) return true;
  // Before converting: a shift of a float is a TypeError even where the int is too large for a double.
  if (op >= BinaryOp::kMatMul) return true;
  double x, y;
  *handled = true;
  if (!to_double(cx, a, &x) || !to_double(cx, b, &y)) return false;
  return float_binary(cx, op, x, y, out, handled);
}

bool binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out) {
  bool handled = false;
  const KindSet kinds = a.kinds() | b.kinds();
  if (kinds == kind_set(Kind::kInt)) {
    if (!int_binary(cx, op, a, b, out, &handled)) return false;
  } else if (kinds == kind_set(Kind::kFloat)) {
    if (!float_binary(cx, op, a.as_float(), b.as_float(), out, &handled)) return false;
  } else if (!(kinds & ~kNumbers)) {
    if (!number_binary(cx, op, a, b, out, &handled)) return false;
  } else if (kinds & kind_set(Kind::kPyObject)) {
    const Value& foreign = a.kind() == Kind::kPyObject ? a : b;
    return foreign.as<NativeObject>()->operate(cx, static_cast<int>(op), a, b, out);
  } else if (op == BinaryOp::kMod && (a.is_str() || a.kind() == Kind::kBytes)) {
    return percent_format(cx, a, b, out);
  } else {
    if ((kinds & kCalendar) && !datetime_binary(cx, op, a, b, out, &handled)) return false;
    if (!handled && !container_binary(cx, op, a, b, out, &handled)) return false;
  }
  return handled || unsupported(cx, op, a, b);
}

bool unary(Context& cx, UnaryOp op, const Value& v, Value* out) {
  if (op == UnaryOp::kNot) {
    bool truth;
    if (!truthy(cx, v, &truth)) return false;
    *out = Value::boolean(!truth);
    return true;
  }
  if (v.kind() == Kind::kTimeDelta) return timedelta_unary(cx, op, v, out);
  if (v.kind() == Kind::kPyObject) return v.as<NativeObject>()->operate_unary(cx, static_cast<int>(op), out);
  switch (op) {
    case UnaryOp::kNeg:
      if (v.is_float()) {
        *out = Value::real(-v.as_float());
      } else if (is_int(v)) {
        *out = int_negate(v);
      } else {
        return bad_unary(cx, "-", v);
      }
      return true;
    case UnaryOp::kPos:
      if (v.is_float()) {
        *out = v;
      } else if (is_int(v)) {
        *out = int_value(v);
      } else {
        return bad_unary(cx, "+", v);
      }
      return true;
    default:
      if (!is_int(v)) return bad_unary(cx, "~", v);
      *out = v.is_big_int() ? make_int(~big_value(v)) : Value::integer(~v.as_int());
      return true;
  }
}

}  // namespace headrace::pylib
