// Methods and attributes of float.

#include <cmath>
#include <utility>

#include "data/bigint.h"
#include "pylib/number/float_hex.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

bool is_integer(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "float.is_integer", args, 0, 0)) return false;
  const double d = self.as_float();
  *out = Value::boolean(std::isfinite(d) && std::floor(d) == d);
  return true;
}

bool conjugate(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "float.conjugate", args, 0, 0)) return false;
  *out = self;
  return true;
}

bool as_integer_ratio(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "float.as_integer_ratio", args, 0, 0)) return false;
  const double d = self.as_float();
  if (std::isinf(d)) return cx.fail(Exc::kOverflowError, "cannot convert Infinity to integer ratio");
  if (std::isnan(d)) return cx.fail(Exc::kValueError, "cannot convert NaN to integer ratio");
  BigInt numerator, denominator;
  ratio_of_double(d, &numerator, &denominator);
  *out = make_tuple({make_int(std::move(numerator)), make_int(std::move(denominator))});
  return true;
}

bool itself(Context&, const Value& self, Value* out) {
  *out = self;
  return true;
}

bool zero(Context&, const Value&, Value* out) {
  *out = Value::real(0);
  return true;
}

constexpr KindSet kFloat = kind_set(Kind::kFloat);

constexpr MethodDef kMethods[] = {
    {"as_integer_ratio", as_integer_ratio, kind_set(Kind::kTuple)},
    {"conjugate", conjugate, kFloat},
    {"fromhex",
     [](Context& cx, const Value&, const Args& args, Value* out) { return float_from_hex(cx, args, out); },
     kFloat},
    {"hex", float_hex, kind_set(Kind::kStr)},
    {"is_integer", is_integer, kind_set(Kind::kBool)},
};

constexpr AttributeDef kAttributes[] = {
    {"imag", zero, kFloat},
    {"real", itself, kFloat},
};

}  // namespace

std::span<const MethodDef> float_methods() { return kMethods; }
std::span<const AttributeDef> float_attributes() { return kAttributes; }

}  // namespace headrace::pylib
