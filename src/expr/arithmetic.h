// Operators on everyday operands, int64s, doubles and texts, inline; all others go to pylib. The interpreter
// and the shortcuts share them.
#pragma once

#include "data/context.h"
#include "expr/bytecode.h"
#include "pylib/operators.h"

namespace headrace::expr {

namespace arithmetic {

struct Add {
  static constexpr pylib::BinaryOp kOp = pylib::BinaryOp::kAdd;
  static bool overflows(int64_t a, int64_t b, int64_t* out) { return __builtin_add_overflow(a, b, out); }
  static double apply(double a, double b) { return a + b; }
};
struct Sub {
  static constexpr pylib::BinaryOp kOp = pylib::BinaryOp::kSub;
  static bool overflows(int64_t a, int64_t b, int64_t* out) { return __builtin_sub_overflow(a, b, out); }
  static double apply(double a, double b) { return a - b; }
};
struct Mul {
  static constexpr pylib::BinaryOp kOp = pylib::BinaryOp::kMul;
  static bool overflows(int64_t a, int64_t b, int64_t* out) { return __builtin_mul_overflow(a, b, out); }
  static double apply(double a, double b) { return a * b; }
};

// Where nothing can fail; else false, and *out is not touched. `out` may be one of the operands.
template <typename Operation>
inline bool combine_quickly(const Value& a, const Value& b, Value* out) {
  if (a.is_small_int() && b.is_small_int()) {
    int64_t result;
    if (Operation::overflows(a.as_int(), b.as_int(), &result)) [[unlikely]]
      return false;
    *out = Value::integer(result);
    return true;
  }
  if (!a.is_float() || !b.is_float()) return false;
  *out = Value::real(Operation::apply(a.as_float(), b.as_float()));
  return true;
}

template <typename Operation>
inline bool combine(Context& cx, const Value& a, const Value& b, Value* out) {
  return combine_quickly<Operation>(a, b, out) || pylib::binary(cx, Operation::kOp, a, b, out);
}

struct Less {
  static constexpr pylib::Compare kOp = pylib::Compare::kLt;
  template <typename T>
  static bool holds(T a, T b) {
    return a < b;
  }
};
struct LessEqual {
  static constexpr pylib::Compare kOp = pylib::Compare::kLe;
  template <typename T>
  static bool holds(T a, T b) {
    return a <= b;
  }
};
struct Greater {
  static constexpr pylib::Compare kOp = pylib::Compare::kGt;
  template <typename T>
  static bool holds(T a, T b) {
    return a > b;
  }
};
struct GreaterEqual {
  static constexpr pylib::Compare kOp = pylib::Compare::kGe;
  template <typename T>
  static bool holds(T a, T b) {
    return a >= b;
  }
};

template <typename Relation>
inline bool order_quickly(const Value& a, const Value& b, Value* out) {
  if (a.is_small_int() && b.is_small_int()) {
    *out = Value::boolean(Relation::holds(a.as_int(), b.as_int()));
    return true;
  }
  if (!a.is_float() || !b.is_float()) return false;
  *out = Value::boolean(Relation::holds(a.as_float(), b.as_float()));
  return true;
}

template <typename Relation>
inline bool order(Context& cx, const Value& a, const Value& b, Value* out) {
  if (order_quickly<Relation>(a, b, out)) return true;
  bool result;
  if (!pylib::compare(cx, Relation::kOp, a, b, &result)) return false;
  *out = Value::boolean(result);
  return true;
}

template <bool kEqual>
inline bool equality(Context& cx, const Value& a, const Value& b, Value* out) {
  bool result;
  if (a.is_str() && b.is_str()) {
    result = (a.str() == b.str()) == kEqual;
  } else if (!pylib::compare(cx, kEqual ? pylib::Compare::kEq : pylib::Compare::kNe, a, b, &result)) {
    return false;
  }
  *out = Value::boolean(result);
  return true;
}

}  // namespace arithmetic

}  // namespace headrace::expr
