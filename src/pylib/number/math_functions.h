// The functions of the module math, by file. Contract of each as FunctionDef::fn.
#pragma once

#include <span>

#include "pylib/python_call.h"

namespace headrace::pylib {

inline constexpr char kMathModule[] = "math";

std::span<const FunctionDef> math_libm_functions();      // of one or two floats, from the C library
std::span<const FunctionDef> math_float_functions();     // parts and neighbours of floats, log, pow, isclose
std::span<const FunctionDef> math_integer_functions();   // factorial, comb, gcd..., ceil, floor, trunc
std::span<const FunctionDef> math_sequence_functions();  // fsum, prod, hypot, dist

inline bool math_domain_error(Context& cx) { return cx.fail(Exc::kValueError, "math domain error"); }
inline bool math_range_error(Context& cx) { return cx.fail(Exc::kOverflowError, "math range error"); }

}  // namespace headrace::pylib
