// Arithmetic on doubles with Python's rules for signs, zeros and errors.
#pragma once

#include "pylib/operators.h"

namespace headrace::pylib {

// Every arithmetic operator. *handled false: shifts, bit operators, @.
bool float_binary(Context& cx, BinaryOp op, double a, double b, Value* out, bool* handled);
bool float_pow(Context& cx, double a, double b, double* out);

// The parts of float divmod; b is not 0.
void float_divmod(double a, double b, double* quotient, double* remainder);

// The double nearest to digits * 2**exponent, half to even; infinite when out of range.
double round_scaled(uint64_t digits, int64_t exponent);

// round(x, digits): the decimal nearest to the exact value of x, half to even, then the nearest double.
bool round_float(Context& cx, double x, int64_t digits, double* out);

}  // namespace headrace::pylib
