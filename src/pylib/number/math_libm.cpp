// The functions of math that pass their arguments to the C library, and Python's rule for when a result is an
// error: a NaN from numbers is outside the domain; an infinity from finite numbers is an overflow, or a pole.
#include <cmath>

#include "pylib/number/gamma.h"
#include "pylib/number/math_functions.h"

namespace headrace::pylib {
namespace {

enum class Infinite { kOverflow, kPole };

using Unary = double (*)(double);
using Binary = double (*)(double, double);

template <Unary f, Infinite infinite>
bool call_unary(Context& cx, const char* name, const Args& args, Value* out) {
  double x;
  if (!expect_count(cx, name, args, 1, 1) || !to_double(cx, args[0], &x)) return false;
  const double r = f(x);
  if (std::isnan(r) && !std::isnan(x)) return math_domain_error(cx);
  if (std::isinf(r) && std::isfinite(x)) {
    return infinite == Infinite::kOverflow ? math_range_error(cx) : math_domain_error(cx);
  }
  *out = Value::real(r);
  return true;
}

template <Binary f>
bool call_binary(Context& cx, const char* name, const Args& args, Value* out) {
  double x, y;
  if (!expect_count(cx, name, args, 2, 2) || !to_double(cx, args[0], &x) || !to_double(cx, args[1], &y)) {
    return false;
  }
  const double r = f(x, y);
  if (std::isnan(r) && !std::isnan(x) && !std::isnan(y)) return math_domain_error(cx);
  if (std::isinf(r) && std::isfinite(x) && std::isfinite(y)) return math_range_error(cx);
  *out = Value::real(r);
  return true;
}

template <double (*f)(double, MathError*)>
bool call_gamma(Context& cx, const char* name, const Args& args, Value* out) {
  double x;
  if (!expect_count(cx, name, args, 1, 1) || !to_double(cx, args[0], &x)) return false;
  MathError error;
  *out = Value::real(f(x, &error));
  switch (error) {
    case MathError::kNone: return true;
    case MathError::kDomain: return math_domain_error(cx);
    case MathError::kRange: return math_range_error(cx);
  }
  return true;
}

constexpr double kPi = 3.141592653589793;
double degrees(double x) { return x * (180.0 / kPi); }
double radians(double x) { return x * (kPi / 180.0); }

// x less the multiple of y that is nearest to it, of two equally near the even one, as CPython computes it
// from fmod: libm's own loses the sign of a zero where y is the least of numbers.
double remainder(double x, double y) {
  if (y == 0 || !std::isfinite(x) || !std::isfinite(y)) return std::remainder(x, y);
  const double size = std::fabs(x), step = std::fabs(y);
  const double above = std::fmod(size, step), below = step - above;
  double rest = above < below ? above : -below;
  if (above == below) rest = above - 2 * std::fmod((size - above) / 2, step);
  return std::copysign(1.0, x) * rest;
}

// degrees and radians overflow to infinity without an error.
template <Unary f>
bool call_plain(Context& cx, const char* name, const Args& args, Value* out) {
  double x;
  if (!expect_count(cx, name, args, 1, 1) || !to_double(cx, args[0], &x)) return false;
  *out = Value::real(f(x));
  return true;
}

// libm names each function for float, double and long double: choose.
constexpr Unary kSin = std::sin, kCos = std::cos, kTan = std::tan, kAsin = std::asin, kAcos = std::acos,
                kAtan = std::atan, kSinh = std::sinh, kCosh = std::cosh, kTanh = std::tanh,
                kAsinh = std::asinh, kAcosh = std::acosh, kAtanh = std::atanh, kExp = std::exp,
                kExp2 = std::exp2, kExpm1 = std::expm1, kLog1p = std::log1p, kSqrt = std::sqrt,
                kCbrt = std::cbrt, kFabs = std::fabs, kErf = std::erf, kErfc = std::erfc;
constexpr Binary kAtan2 = std::atan2, kCopysign = std::copysign, kRemainder = remainder;

constexpr KindSet kFloat = kind_set(Kind::kFloat);

#define HEADRACE_UNARY(name, f, infinite)                                   \
  {name,                                                                    \
   [](Context& cx, const Args& args, Value* out) {                          \
     return call_unary<f, Infinite::infinite>(cx, "math." name, args, out); \
   },                                                                       \
   kFloat}
#define HEADRACE_CALL(call, name, f, shown) \
  {name, [](Context& cx, const Args& args, Value* out) { return call<f>(cx, shown, args, out); }, kFloat}

constexpr FunctionDef kFunctions[] = {
    HEADRACE_UNARY("acos", kAcos, kPole),
    HEADRACE_UNARY("acosh", kAcosh, kPole),
    HEADRACE_UNARY("asin", kAsin, kPole),
    HEADRACE_UNARY("asinh", kAsinh, kPole),
    HEADRACE_UNARY("atan", kAtan, kPole),
    HEADRACE_CALL(call_binary, "atan2", kAtan2, "atan2"),
    HEADRACE_UNARY("atanh", kAtanh, kPole),
    HEADRACE_UNARY("cbrt", kCbrt, kPole),
    HEADRACE_CALL(call_binary, "copysign", kCopysign, "copysign"),
    HEADRACE_UNARY("cos", kCos, kPole),
    HEADRACE_UNARY("cosh", kCosh, kOverflow),
    HEADRACE_CALL(call_plain, "degrees", degrees, "math.degrees"),
    HEADRACE_UNARY("erf", kErf, kPole),
    HEADRACE_UNARY("erfc", kErfc, kPole),
    HEADRACE_UNARY("exp", kExp, kOverflow),
    HEADRACE_UNARY("exp2", kExp2, kOverflow),
    HEADRACE_UNARY("expm1", kExpm1, kOverflow),
    HEADRACE_UNARY("fabs", kFabs, kPole),
    HEADRACE_CALL(call_gamma, "gamma", gamma_function, "math.gamma"),
    HEADRACE_CALL(call_gamma, "lgamma", log_gamma, "math.lgamma"),
    HEADRACE_UNARY("log1p", kLog1p, kPole),
    HEADRACE_CALL(call_plain, "radians", radians, "math.radians"),
    HEADRACE_CALL(call_binary, "remainder", kRemainder, "remainder"),
    HEADRACE_UNARY("sin", kSin, kPole),
    HEADRACE_UNARY("sinh", kSinh, kOverflow),
    HEADRACE_UNARY("sqrt", kSqrt, kPole),
    HEADRACE_UNARY("tan", kTan, kPole),
    HEADRACE_UNARY("tanh", kTanh, kPole),
};

#undef HEADRACE_UNARY
#undef HEADRACE_CALL

}  // namespace

std::span<const FunctionDef> math_libm_functions() { return kNativeOrPython<kFunctions, kMathModule>; }

}  // namespace headrace::pylib
