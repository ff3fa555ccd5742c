// Arithmetic on ints of any size. Operands are ints or bools (Value::as_int or a big int); results are in
// normal form. What could take long or grow large is charged to the context's budgets first.
#pragma once

#include "data/bigint.h"
#include "pylib/operators.h"

namespace headrace::pylib {

inline bool is_int(const Value& v) { return v.kind() == Kind::kInt || v.kind() == Kind::kBool; }

// An int operand as a BigInt, without a copy where it is one already. Lives no longer than the Value.
class BigOperand {
 public:
  explicit BigOperand(const Value& v) {
    if (v.is_big_int()) {
      big_ = &big_value(v);
    } else {
      own_ = v.as_int();
      big_ = &own_;
    }
  }
  BigOperand(const BigOperand&) = delete;
  BigOperand& operator=(const BigOperand&) = delete;
  const BigInt& operator*() const { return *big_; }

 private:
  BigInt own_;
  const BigInt* big_;
};

// Every operator; / and ** may give floats. *handled false: @.
bool int_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled);
// a ** b; a negative b gives a float.
bool int_pow(Context& cx, const Value& a, const Value& b, Value* out);
// pow(a, b, m); a negative b takes the inverse of a modulo m.
bool int_pow_mod(Context& cx, const Value& a, const Value& b, const Value& m, Value* out);
bool int_divmod(Context& cx, const Value& a, const Value& b, Value* quotient, Value* remainder);

// The value as an int: True is 1.
Value int_value(const Value& v);
Value int_negate(const Value& v);
Value int_abs(const Value& v);
int int_sign(const Value& v);
size_t int_bit_length(const Value& v);
// The digits of |v| in base 2, 8 or 16, lower case.
bool append_int_digits(Context& cx, const Value& v, int base, std::string* out);

// a < b: -1, equal: 0, else 1.
int int_compare(const Value& a, const Value& b);
int compare_int_double(const Value& a, double b);  // b is not NaN

// The nearest double, as float(v); OverflowError when there is none.
bool int_to_double(Context& cx, const Value& v, double* out);
// int(d), truncated; Python's errors for NaN and infinity.
bool int_from_double(Context& cx, double d, Value* out);

}  // namespace headrace::pylib
