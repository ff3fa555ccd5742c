// Operators on everyday operands, int64s, doubles and texts, inline; all others go to pylib. The interpreter
// and the shortcuts share them.
#pragma once

#include "data/context.h"
#include "data/object.h"
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

// A double and a double, or a double and an int64, which is rounded to one as Python does.
inline bool as_doubles(const Value& a, const Value& b, double* x, double* y) {
  if (a.is_float()) {
    *x = a.as_float();
    if (b.is_float())
      *y = b.as_float();
    else if (b.is_small_int())
      *y = static_cast<double>(b.as_int());
    else
      return false;
    return true;
  }
  if (!a.is_small_int() || !b.is_float()) return false;
  *x = static_cast<double>(a.as_int());
  *y = b.as_float();
  return true;
}

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
  double x, y;
  if (!as_doubles(a, b, &x, &y)) return false;
  *out = Value::real(Operation::apply(x, y));
  return true;
}

// The same into a slot of this kind: kInt, or kFloat, which takes ints as floats.
template <typename Operation>
[[gnu::always_inline]] inline bool combine_into(const Value& a, const Value& b, Kind kind, Value* slot) {
  if (kind == Kind::kInt) {
    int64_t result;
    if (!a.is_small_int() || !b.is_small_int()) return false;
    if (Operation::overflows(a.as_int(), b.as_int(), &result)) [[unlikely]]
      return false;
    *slot = Value::integer(result);
    return true;
  }
  if (kind != Kind::kFloat) return false;
  if (a.is_float() && b.is_float()) {
    *slot = Value::real(Operation::apply(a.as_float(), b.as_float()));
    return true;
  }
  double x, y;
  if (!as_doubles(a, b, &x, &y)) return false;
  *slot = Value::real(Operation::apply(x, y));
  return true;
}

template <typename Operation>
inline bool combine(Context& cx, const Value& a, const Value& b, Value* out) {
  return combine_quickly<Operation>(a, b, out) || pylib::binary(cx, Operation::kOp, a, b, out);
}

// An int64 that is a double too.
inline bool is_exact(int64_t i) { return i >= -(int64_t{1} << 53) && i <= int64_t{1} << 53; }

inline bool divide_quickly(const Value& a, const Value& b, Value* out) {
  double x, y;
  if (a.is_small_int() && b.is_small_int()) {
    if (!is_exact(a.as_int()) || !is_exact(b.as_int())) return false;
    x = static_cast<double>(a.as_int());
    y = static_cast<double>(b.as_int());
  } else if (!as_doubles(a, b, &x, &y)) {
    return false;
  }
  if (y == 0) return false;
  *out = Value::real(x / y);
  return true;
}

// a // b and a % b round down; of two ints, and where the quotient is an int64.
inline bool floor_divide_quickly(const Value& a, const Value& b, Value* out) {
  if (!a.is_small_int() || !b.is_small_int()) return false;
  const int64_t x = a.as_int(), y = b.as_int();
  if (y == 0 || y == -1) return false;
  *out = Value::integer(x / y - (x % y != 0 && (x < 0) != (y < 0)));
  return true;
}

inline bool remainder_quickly(const Value& a, const Value& b, Value* out) {
  if (!a.is_small_int() || !b.is_small_int()) return false;
  const int64_t x = a.as_int(), y = b.as_int();
  if (y == 0 || y == -1) return false;
  const int64_t rest = x % y;
  *out = Value::integer(rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest);
  return true;
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

// Ints compare with floats by their exact values.
template <typename Relation>
inline bool order_quickly(const Value& a, const Value& b, bool* out) {
  if (a.is_small_int() && b.is_small_int()) {
    *out = Relation::holds(a.as_int(), b.as_int());
    return true;
  }
  double x, y;
  if (!as_doubles(a, b, &x, &y)) return false;
  if ((a.is_small_int() && !is_exact(a.as_int())) || (b.is_small_int() && !is_exact(b.as_int())))
    return false;
  *out = Relation::holds(x, y);
  return true;
}

template <typename Relation>
inline bool order_quickly(const Value& a, const Value& b, Value* out) {
  bool result;
  if (!order_quickly<Relation>(a, b, &result)) return false;
  *out = Value::boolean(result);
  return true;
}

template <typename Relation>
inline bool order(Context& cx, const Value& a, const Value& b, bool* out) {
  return order_quickly<Relation>(a, b, out) || pylib::compare(cx, Relation::kOp, a, b, out);
}

template <typename Relation>
inline bool order(Context& cx, const Value& a, const Value& b, Value* out) {
  bool result;
  if (!order<Relation>(cx, a, b, &result)) return false;
  *out = Value::boolean(result);
  return true;
}

inline bool equal_texts(const Value& a, const Value& b) {
  if (a.identical(b)) return true;
  // A short text below 0x80 is all in its two words.
  if (!a.is_heap() && !b.is_heap() && a.is_ascii() && b.is_ascii()) return false;
  return a.str() == b.str();
}

template <bool kEqual>
inline bool equality_quickly(const Value& a, const Value& b, bool* out) {
  if (a.is_str() && b.is_str()) {
    *out = equal_texts(a, b) == kEqual;
  } else if ((a.is_small_int() && b.is_small_int()) || (a.is_bool() && b.is_bool())) {
    *out = (a.as_int() == b.as_int()) == kEqual;
  } else if (a.kind() <= Kind::kStr && b.kind() <= Kind::kStr &&
             (a.is_none() || b.is_none() || a.is_str() || b.is_str())) {
    *out = (a.kind() == b.kind()) == kEqual;  // None, or a text and something else
  } else {
    return false;
  }
  return true;
}

template <bool kEqual>
inline bool equality(Context& cx, const Value& a, const Value& b, Value* out) {
  bool result;
  if (!equality_quickly<kEqual>(a, b, &result) &&
      !pylib::compare(cx, kEqual ? pylib::Compare::kEq : pylib::Compare::kNe, a, b, &result)) {
    return false;
  }
  *out = Value::boolean(result);
  return true;
}

// `is`, of which one side is None, True or False.
inline bool is_same_singleton(const Value& a, const Value& b) {
  return a.kind() == b.kind() && (a.is_none() || (a.is_bool() && a.as_bool() == b.as_bool()));
}

inline bool truth_quickly(const Value& v, bool* out) {
  if (v.is_bool() || v.is_small_int())
    *out = v.as_int() != 0;
  else if (v.is_none())
    *out = false;
  else if (v.is_str())
    *out = !v.str().empty();
  else
    return false;
  return true;
}

inline bool truth(Context& cx, const Value& v, bool* out) {
  return truth_quickly(v, out) || pylib::truthy(cx, v, out);
}

// list[i]; false where pylib has to say.
inline bool item_quickly(const Value& container, const Value& index, Value* out) {
  if (container.kind() != Kind::kList || !index.is_small_int()) return false;
  const auto& items = container.as<ListObj>()->items;
  const int64_t at =
      index.as_int() < 0 ? index.as_int() + static_cast<int64_t>(items.size()) : index.as_int();
  if (at < 0 || static_cast<size_t>(at) >= items.size()) return false;
  const Value& item = items[static_cast<size_t>(at)];
  if (item.is_container() && container.obj()->flavor == Flavor::kRecord) return false;  // which comes wrapped
  *out = item;
  return true;
}

}  // namespace arithmetic

}  // namespace headrace::expr
