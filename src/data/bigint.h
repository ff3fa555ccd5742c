// Integers beyond 64 bits. A heavy header: include it only where big integers are computed with.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>

#include "data/object.h"

namespace headrace {

using BigInt = boost::multiprecision::cpp_int;

// Value::is_big_int(). Holds only what does not fit int64, so that every integer has one form.
struct BigIntObj : Obj {
  BigInt value;
  explicit BigIntObj(BigInt v) : Obj(Kind::kInt), value(std::move(v)) {}
};

inline const BigInt& big_value(const Value& v) { return v.as<BigIntObj>()->value; }
// Any int or bool as a BigInt.
BigInt to_big(const Value& v);
// The normal form: inline where it fits int64.
Value make_int(BigInt v);
// Bits of |v|; 0 for 0.
size_t bit_length(const BigInt& v);
// The integer part of a finite double, exactly.
BigInt big_from_double(double d);
// v = result * 2**exponent with 0.5 <= |result| < 1, the result correctly rounded (half to even); 0 gives 0
// and 0.
double big_frexp(const BigInt& v, int64_t* exponent);
// A finite double as a fraction in lowest terms; the denominator is a power of two.
void ratio_of_double(double d, BigInt* numerator, BigInt* denominator);
// Correctly rounded (half to even), as Python's float(int); infinite when out of range.
double big_to_double(const BigInt& v);
// Exact comparison of an integer with a double that is not NaN: <0, 0, >0.
int compare_big_double(const BigInt& a, double b);

}  // namespace headrace
