// The gamma function and the logarithm of its absolute value, computed as CPython does, so that results agree
// to the last bit (libm's differ by some units in the last place).
#pragma once

namespace headrace::pylib {

enum class MathError { kNone, kDomain, kRange };

double gamma_function(double x, MathError* error);
double log_gamma(double x, MathError* error);

}  // namespace headrace::pylib
