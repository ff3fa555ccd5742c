// Arithmetic on BigInt with Python's rules. What could take long or grow large is charged to the budgets
// first.
#pragma once

#include "data/bigint.h"
#include "pylib/operators.h"

namespace headrace::pylib {

// + - * / // % & | ^ only.
bool big_binary(Context& cx, BinaryOp op, const BigInt& a, const BigInt& b, Value* out);
bool big_shift(Context& cx, bool left, const BigInt& a, uint64_t count, Value* out);

// Floor division; b is not 0.
void floor_divide(const BigInt& a, const BigInt& b, BigInt* quotient, BigInt* remainder);
// a / b, correctly rounded; infinite when out of range. b is not 0.
double true_divide(const BigInt& a, const BigInt& b);
bool big_power(Context& cx, const BigInt& base, uint64_t exponent, BigInt* out);

// Whether a product of numbers of so many bits may be computed.
bool charge_product(Context& cx, size_t bits_a, size_t bits_b);
bool charge_division(Context& cx, const BigInt& a, const BigInt& b);

}  // namespace headrace::pylib
