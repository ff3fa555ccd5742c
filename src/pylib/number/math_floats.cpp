// The functions of math on the parts and neighbours of floats, logarithms and powers with Python's own rules.

#include <algorithm>
#include <cmath>

#include "pylib/number/float_ops.h"
#include "pylib/number/int_ops.h"
#include "pylib/number/math_functions.h"

namespace headrace::pylib {
namespace {

bool one_double(Context& cx, const char* function, const Args& args, double* x) {
  return expect_count(cx, function, args, 1, 1) && to_double(cx, args[0], x);
}

bool two_doubles(Context& cx, const char* function, const Args& args, double* x, double* y) {
  return expect_count(cx, function, args, 2, 2) && to_double(cx, args[0], x) && to_double(cx, args[1], y);
}

bool math_isfinite(Context& cx, const Args& args, Value* out) {
  double x;
  if (!one_double(cx, "math.isfinite", args, &x)) return false;
  *out = Value::boolean(std::isfinite(x));
  return true;
}

bool math_isinf(Context& cx, const Args& args, Value* out) {
  double x;
  if (!one_double(cx, "math.isinf", args, &x)) return false;
  *out = Value::boolean(std::isinf(x));
  return true;
}

bool math_isnan(Context& cx, const Args& args, Value* out) {
  double x;
  if (!one_double(cx, "math.isnan", args, &x)) return false;
  *out = Value::boolean(std::isnan(x));
  return true;
}

bool math_frexp(Context& cx, const Args& args, Value* out) {
  double x;
  if (!one_double(cx, "math.frexp", args, &x)) return false;
  int exponent = 0;
  if (std::isfinite(x)) x = std::frexp(x, &exponent);
  *out = make_tuple({Value::real(x), Value::integer(exponent)});
  return true;
}

bool math_ldexp(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "ldexp", args, 2, 2)) return false;
  double x;
  int64_t exponent;
  if (!to_double(cx, args[0], &x)) return false;
  if (!is_int(args[1])) return cx.fail(Exc::kTypeError, "Expected an int as second argument to ldexp.");
  if (!to_index(cx, args[1], &exponent, true)) return false;
  constexpr int64_t kFar = 10'000;  // beyond it nothing changes
  const double r = std::ldexp(x, static_cast<int>(std::clamp(exponent, -kFar, kFar)));
  if (std::isinf(r) && std::isfinite(x)) return math_range_error(cx);
  *out = Value::real(r);
  return true;
}

bool math_modf(Context& cx, const Args& args, Value* out) {
  double x;
  if (!one_double(cx, "math.modf", args, &x)) return false;
  double whole;
  const double fraction = std::modf(x, &whole);
  *out = make_tuple({Value::real(fraction), Value::real(whole)});
  return true;
}

bool math_fmod(Context& cx, const Args& args, Value* out) {
  double x, y;
  if (!two_doubles(cx, "fmod", args, &x, &y)) return false;
  const double r = std::fmod(x, y);
  if (std::isnan(r) && !std::isnan(x) && !std::isnan(y)) return math_domain_error(cx);
  *out = Value::real(r);
  return true;
}

bool math_pow(Context& cx, const Args& args, Value* out) {
  double x, y;
  if (!two_doubles(cx, "pow", args, &x, &y)) return false;
  const double r = std::pow(x, y);
  if (std::isfinite(x) && std::isfinite(y) && !std::isfinite(r)) {
    return std::isnan(r) || x == 0 ? math_domain_error(cx) : math_range_error(cx);
  }
  *out = Value::real(r);
  return true;
}

bool math_nextafter(Context& cx, const Args& args, Value* out) {
  double x, y;
  if (!two_doubles(cx, "nextafter", args, &x, &y)) return false;
  *out = Value::real(std::nextafter(x, y));
  return true;
}

bool math_ulp(Context& cx, const Args& args, Value* out) {
  double x;
  if (!one_double(cx, "math.ulp", args, &x)) return false;
  x = std::fabs(x);
  if (std::isfinite(x)) {
    const double above = std::nextafter(x, HUGE_VAL);
    x = std::isinf(above) ? x - std::nextafter(x, -HUGE_VAL) : above - x;
  }
  *out = Value::real(x);
  return true;
}

// log of a positive int beyond the doubles: of its leading bits, plus the exponent's part.
template <double (*f)(double)>
double log_of_huge(const BigInt& v) {
  int64_t exponent;
  const double mantissa = big_frexp(v, &exponent);
  return f(mantissa) + f(2.0) * static_cast<double>(exponent);
}

template <double (*f)(double)>
bool log_of(Context& cx, const Value& v, double* out) {
  if (is_int(v)) {
    if (int_sign(v) <= 0) return math_domain_error(cx);
    const double x = v.is_big_int() ? big_to_double(big_value(v)) : static_cast<double>(v.as_int());
    *out = std::isinf(x) ? log_of_huge<f>(big_value(v)) : f(x);
    return true;
  }
  double x;
  if (!to_double(cx, v, &x)) return false;
  if (x <= 0) return math_domain_error(cx);
  *out = f(x);
  return true;
}

double natural_log(double x) { return std::log(x); }
double log_to_2(double x) { return std::log2(x); }
double log_to_10(double x) { return std::log10(x); }

bool math_log(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "math.log", args, 1, 2)) return false;
  double x, base;
  if (!log_of<natural_log>(cx, args[0], &x)) return false;
  if (args.count == 2) {
    if (!log_of<natural_log>(cx, args[1], &base)) return false;
    if (base == 0) return cx.fail(Exc::kZeroDivisionError, "float division by zero");
    x /= base;
  }
  *out = Value::real(x);
  return true;
}

template <double (*f)(double)>
bool log_with(Context& cx, const char* function, const Args& args, Value* out) {
  double x;
  if (!expect_count(cx, function, args, 1, 1) || !log_of<f>(cx, args[0], &x)) return false;
  *out = Value::real(x);
  return true;
}

bool math_log2(Context& cx, const Args& args, Value* out) {
  return log_with<log_to_2>(cx, "math.log2", args, out);
}
bool math_log10(Context& cx, const Args& args, Value* out) {
  return log_with<log_to_10>(cx, "math.log10", args, out);
}

constexpr const char* kIsCloseNames[] = {"a", "b", "rel_tol", "abs_tol"};
constexpr Signature kIsClose{"isclose", kIsCloseNames, 2, 0, 2};

bool math_isclose(Context& cx, const Args& args, Value* out) {
  const Value* slots[4];
  double a, b, relative = 1e-9, absolute = 0;
  if (!bind(cx, kIsClose, args, slots) || !to_double(cx, *slots[0], &a) || !to_double(cx, *slots[1], &b) ||
      (slots[2] && !to_double(cx, *slots[2], &relative)) ||
      (slots[3] && !to_double(cx, *slots[3], &absolute))) {
    return false;
  }
  if (relative < 0 || absolute < 0) return cx.fail(Exc::kValueError, "tolerances must be non-negative");
  bool close = a == b;
  if (!close && !std::isinf(a) && !std::isinf(b)) {
    const double distance = std::fabs(b - a);
    close =
        distance <= std::fabs(relative * b) || distance <= std::fabs(relative * a) || distance <= absolute;
  }
  *out = Value::boolean(close);
  return true;
}

constexpr KindSet kFloat = kind_set(Kind::kFloat);
constexpr KindSet kBool = kind_set(Kind::kBool);
constexpr KindSet kTuple = kind_set(Kind::kTuple);

constexpr FunctionDef kFunctions[] = {
    {"fmod", math_fmod, kFloat},        {"frexp", math_frexp, kTuple}, {"isclose", math_isclose, kBool},
    {"isfinite", math_isfinite, kBool}, {"isinf", math_isinf, kBool},  {"isnan", math_isnan, kBool},
    {"ldexp", math_ldexp, kFloat},      {"log", math_log, kFloat},     {"log10", math_log10, kFloat},
    {"log2", math_log2, kFloat},        {"modf", math_modf, kTuple},   {"nextafter", math_nextafter, kFloat},
    {"pow", math_pow, kFloat},          {"ulp", math_ulp, kFloat},
};

}  // namespace

std::span<const FunctionDef> math_float_functions() { return kNativeOrPython<kFunctions, kMathModule>; }

}  // namespace headrace::pylib
