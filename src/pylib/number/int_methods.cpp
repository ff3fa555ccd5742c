// Methods and attributes of int; bool has them too.
#include <bit>

#include "pylib/number/int_bytes.h"
#include "pylib/number/int_ops.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

bool bit_length_method(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "int.bit_length", args, 0, 0)) return false;
  *out = Value::integer(static_cast<int64_t>(int_bit_length(self)));
  return true;
}

bool bit_count_method(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "int.bit_count", args, 0, 0)) return false;
  const BigOperand v(self);
  int64_t ones = 0;
  const auto& limbs = (*v).backend();
  for (size_t i = 0; i < limbs.size(); ++i) ones += std::popcount(limbs.limbs()[i]);
  *out = Value::integer(ones);
  return true;
}

bool conjugate(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "int.conjugate", args, 0, 0)) return false;
  *out = int_value(self);
  return true;
}

bool as_integer_ratio(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "int.as_integer_ratio", args, 0, 0)) return false;
  *out = make_tuple({int_value(self), Value::integer(1)});
  return true;
}

bool itself(Context&, const Value& self, Value* out) {
  *out = int_value(self);
  return true;
}

bool zero(Context&, const Value&, Value* out) {
  *out = Value::integer(0);
  return true;
}

bool one(Context&, const Value&, Value* out) {
  *out = Value::integer(1);
  return true;
}

constexpr KindSet kInt = kind_set(Kind::kInt);

constexpr MethodDef kMethods[] = {
    {"as_integer_ratio", as_integer_ratio, kind_set(Kind::kTuple)},
    {"bit_count", bit_count_method, kInt},
    {"bit_length", bit_length_method, kInt},
    {"conjugate", conjugate, kInt},
    {"from_bytes",
     [](Context& cx, const Value&, const Args& args, Value* out) { return int_from_bytes(cx, args, out); },
     kInt},
    {"to_bytes", int_to_bytes, kind_set(Kind::kBytes)},
};

constexpr AttributeDef kAttributes[] = {
    {"denominator", one, kInt},
    {"imag", zero, kInt},
    {"numerator", itself, kInt},
    {"real", itself, kInt},
};

}  // namespace

std::span<const MethodDef> int_methods() { return kMethods; }
std::span<const AttributeDef> int_attributes() { return kAttributes; }

}  // namespace headrace::pylib
