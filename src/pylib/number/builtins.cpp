// abs divmod pow hex oct bin

#include <cmath>
#include <string>
#include <utility>

#include "pylib/builtins.h"
#include "pylib/errors.h"
#include "pylib/number/float_ops.h"
#include "pylib/number/int_ops.h"
#include "pylib/operators.h"

namespace headrace::pylib {
namespace {

bool is_number(const Value& v) { return is_int(v) || v.is_float(); }

bool divmod_floats(Context& cx, const Value& a, const Value& b, Value* out) {
  double x, y, quotient, remainder;
  if (!to_double(cx, a, &x) || !to_double(cx, b, &y)) return false;
  if (y == 0) return cx.fail(Exc::kZeroDivisionError, "float divmod()");
  float_divmod(x, y, &quotient, &remainder);
  *out = make_tuple({Value::real(quotient), Value::real(remainder)});
  return true;
}

bool unsupported_divmod(Context& cx, const Value& a, const Value& b) {
  return fail_with(
      cx, Exc::kTypeError,
      {"unsupported operand type(s) for divmod(): '", type_name(a), "' and '", type_name(b), "'"});
}

// The text of an int in base 2, 8 or 16, with sign and prefix.
bool based_text(Context& cx, const char* function, const Args& args, int base, const char* prefix,
                Value* out) {
  if (!expect_count(cx, function, args, 1, 1)) return false;
  if (!is_int(args[0])) {
    return cx.fail(Exc::kTypeError, "'{}' object cannot be interpreted as an integer",
                   Value::string(type_name(args[0])));
  }
  std::string text = int_sign(args[0]) < 0 ? "-" : "";
  text += prefix;
  if (!append_int_digits(cx, args[0], base, &text)) return false;
  *out = Value::string(text);
  return true;
}

constexpr const char* kPowNames[] = {"base", "exp", "mod"};
constexpr Signature kPowSignature{"pow", kPowNames, 2};

}  // namespace

bool builtin_abs(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "abs", args, 1, 1)) return false;
  const Value& v = args[0];
  if (v.is_float()) {
    *out = Value::real(std::fabs(v.as_float()));
    return true;
  }
  if (is_int(v)) {
    *out = int_abs(v);
    return true;
  }
  if (v.kind() == Kind::kTimeDelta) {
    if (v.delta_days() < 0) return unary(cx, UnaryOp::kNeg, v, out);
    *out = v;
    return true;
  }
  return cx.fail(Exc::kTypeError, "bad operand type for abs(): '{}'", Value::string(type_name(v)));
}

bool builtin_divmod(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "divmod", args, 2, 2)) return false;
  const Value &a = args[0], &b = args[1];
  Value quotient, remainder;
  if (is_int(a) && is_int(b)) {
    if (!int_divmod(cx, a, b, &quotient, &remainder)) return false;
  } else if (is_number(a) && is_number(b)) {
    return divmod_floats(cx, a, b, out);
  } else if (a.kind() == Kind::kTimeDelta && b.kind() == Kind::kTimeDelta) {
    if (!binary(cx, BinaryOp::kFloorDiv, a, b, &quotient)) return false;
    if (!binary(cx, BinaryOp::kMod, a, b, &remainder)) return false;
  } else {
    return unsupported_divmod(cx, a, b);
  }
  *out = make_tuple({std::move(quotient), std::move(remainder)});
  return true;
}

bool builtin_pow(Context& cx, const Args& args, Value* out) {
  const Value* slots[3];
  if (!bind(cx, kPowSignature, args, slots)) return false;
  const Value &base = *slots[0], &exponent = *slots[1];
  if (!slots[2] || slots[2]->is_none()) return binary(cx, BinaryOp::kPow, base, exponent, out);
  const Value& modulus = *slots[2];
  if (is_int(base) && is_int(exponent) && is_int(modulus))
    return int_pow_mod(cx, base, exponent, modulus, out);
  if (is_number(base) && is_number(exponent) && is_number(modulus)) {
    return cx.fail(Exc::kTypeError, "pow() 3rd argument not allowed unless all arguments are integers");
  }
  return fail_with(cx, Exc::kTypeError,
                   {"unsupported operand type(s) for ** or pow(): '", type_name(base), "', '",
                    type_name(exponent), "', '", type_name(modulus), "'"});
}

bool builtin_hex(Context& cx, const Args& args, Value* out) {
  return based_text(cx, "hex", args, 16, "0x", out);
}
bool builtin_oct(Context& cx, const Args& args, Value* out) {
  return based_text(cx, "oct", args, 8, "0o", out);
}
bool builtin_bin(Context& cx, const Args& args, Value* out) {
  return based_text(cx, "bin", args, 2, "0b", out);
}

}  // namespace headrace::pylib
