// The functions of math on integers, and those that make integers of floats.

#include <cmath>
#include <numeric>
#include <utility>

#include "pylib/errors.h"
#include "pylib/number/big_ops.h"
#include "pylib/number/int_ops.h"
#include "pylib/number/integer_functions.h"
#include "pylib/number/math_functions.h"

namespace headrace::pylib {
namespace {

bool expect_int(Context& cx, const Value& v) {
  return is_int(v) || cx.fail(Exc::kTypeError, "'{}' object cannot be interpreted as an integer",
                              Value::string(type_name(v)));
}

template <double (*f)(double)>
bool to_whole(Context& cx, const char* function, const Args& args, Value* out) {
  double x;
  if (!expect_count(cx, function, args, 1, 1)) return false;
  if (is_int(args[0])) {
    *out = int_value(args[0]);
    return true;
  }
  return to_double(cx, args[0], &x) && int_from_double(cx, f(x), out);
}

double ceiling(double x) { return std::ceil(x); }
double floor_of(double x) { return std::floor(x); }
double truncation(double x) { return std::trunc(x); }

bool math_ceil(Context& cx, const Args& args, Value* out) {
  return to_whole<ceiling>(cx, "math.ceil", args, out);
}
bool math_floor(Context& cx, const Args& args, Value* out) {
  return to_whole<floor_of>(cx, "math.floor", args, out);
}
bool math_trunc(Context& cx, const Args& args, Value* out) {
  if (args.count == 1 && !is_int(args[0]) && !args[0].is_float()) {
    return fail_with(cx, Exc::kTypeError, {"type ", type_name(args[0]), " doesn't define __trunc__ method"});
  }
  return to_whole<truncation>(cx, "math.trunc", args, out);
}

bool gcd_of(Context& cx, const Value& a, const Value& b, Value* out) {
  if (!a.is_big_int() && !b.is_big_int() && a.as_int() != INT64_MIN && b.as_int() != INT64_MIN) {
    *out = Value::integer(std::gcd(a.as_int(), b.as_int()));
    return true;
  }
  // Euclid's steps cost about as much as a division in all.
  if (!charge_product(cx, int_bit_length(a), 4 * int_bit_length(b))) return false;
  *out = make_int(gcd(*BigOperand(a), *BigOperand(b)));
  return true;
}

bool lcm_of(Context& cx, const Value& a, const Value& b, Value* out) {
  if (int_sign(a) == 0 || int_sign(b) == 0) {
    *out = Value::integer(0);
    return true;
  }
  Value divisor, part, product;
  bool handled;
  if (!gcd_of(cx, a, b, &divisor) || !int_binary(cx, BinaryOp::kFloorDiv, a, divisor, &part, &handled) ||
      !int_binary(cx, BinaryOp::kMul, part, b, &product, &handled)) {
    return false;
  }
  *out = int_abs(product);
  return true;
}

template <bool (*f)(Context&, const Value&, const Value&, Value*)>
bool fold_ints(Context& cx, const char* function, const Args& args, int64_t start, Value* out) {
  if (!expect_count(cx, function, args, 0, UINT32_MAX)) return false;
  Value result = Value::integer(start);
  for (uint32_t i = 0; i < args.count; ++i) {
    Value next;
    if (!expect_int(cx, args[i]) || !f(cx, result, int_value(args[i]), &next)) return false;
    result = std::move(next);
  }
  *out = std::move(result);
  return true;
}

bool math_gcd(Context& cx, const Args& args, Value* out) {
  return fold_ints<gcd_of>(cx, "math.gcd", args, 0, out);
}
bool math_lcm(Context& cx, const Args& args, Value* out) {
  return fold_ints<lcm_of>(cx, "math.lcm", args, 1, out);
}

bool math_isqrt(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "math.isqrt", args, 1, 1) || !expect_int(cx, args[0])) return false;
  if (int_sign(args[0]) < 0) return cx.fail(Exc::kValueError, "isqrt() argument must be nonnegative");
  const size_t bits = int_bit_length(args[0]);
  if (!charge_product(cx, bits, bits)) return false;
  *out = make_int(integer_sqrt(*BigOperand(args[0])));
  return true;
}

bool factorial_of(Context& cx, const Value& n, Value* out) {
  if (!expect_int(cx, n)) return false;
  if (int_sign(n) < 0) return cx.fail(Exc::kValueError, "factorial() not defined for negative values");
  if (n.is_big_int()) {
    return cx.fail(Exc::kOverflowError, "factorial() argument should not exceed 9223372036854775807");
  }
  const auto last = static_cast<uint64_t>(n.as_int());
  BigInt product = 1;
  if (last > 0 && !product_of_range(cx, 1, last, &product)) return false;
  *out = make_int(std::move(product));
  return true;
}

bool math_factorial(Context& cx, const Args& args, Value* out) {
  return expect_count(cx, "math.factorial", args, 1, 1) && factorial_of(cx, args[0], out);
}

// n and k of perm and comb, both ints, none negative.
bool expect_counts(Context& cx, const Value& n, const Value& k) {
  if (!expect_int(cx, n) || !expect_int(cx, k)) return false;
  if (int_sign(n) < 0) return cx.fail(Exc::kValueError, "n must be a non-negative integer");
  return int_sign(k) >= 0 || cx.fail(Exc::kValueError, "k must be a non-negative integer");
}

bool math_perm(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "perm", args, 1, 2)) return false;
  if (args.count == 1 || args[1].is_none()) return factorial_of(cx, args[0], out);
  const Value &n = args[0], &k = args[1];
  if (!expect_counts(cx, n, k)) return false;
  if (int_compare(n, k) < 0) {
    *out = Value::integer(0);
    return true;
  }
  if (k.is_big_int()) return cx.fail(Exc::kOverflowError, "k must not exceed 9223372036854775807");
  BigInt product;
  if (!falling_product(cx, *BigOperand(n), static_cast<uint64_t>(k.as_int()), &product)) return false;
  *out = make_int(std::move(product));
  return true;
}

bool math_comb(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "comb", args, 2, 2)) return false;
  const Value &n = args[0], &k = args[1];
  if (!expect_counts(cx, n, k)) return false;
  if (!cx.charge_bytes(int_bit_length(n) / 8)) return false;
  const BigOperand total(n), chosen(k);
  BigInt fewer = *total - *chosen;
  if (fewer.sign() < 0) {
    *out = Value::integer(0);
    return true;
  }
  if (fewer > *chosen) fewer = *chosen;
  if (bit_length(fewer) > 63) {
    return cx.fail(Exc::kOverflowError, "min(n - k, k) must not exceed 9223372036854775807");
  }
  BigInt product;
  if (!binomial(cx, *total, static_cast<uint64_t>(fewer), &product)) return false;
  *out = make_int(std::move(product));
  return true;
}

constexpr KindSet kInt = kind_set(Kind::kInt);

constexpr FunctionDef kFunctions[] = {
    {"ceil", math_ceil, kInt},   {"comb", math_comb, kInt}, {"factorial", math_factorial, kInt},
    {"floor", math_floor, kInt}, {"gcd", math_gcd, kInt},   {"isqrt", math_isqrt, kInt},
    {"lcm", math_lcm, kInt},     {"perm", math_perm, kInt}, {"trunc", math_trunc, kInt},
};

}  // namespace

std::span<const FunctionDef> math_integer_functions() { return kNativeOrPython<kFunctions, kMathModule>; }

}  // namespace headrace::pylib
