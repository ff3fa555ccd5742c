// What statistics computes means and variances with: exact sums of ints and floats, and of their squares.
//
// Every int and every float is an integer times a power of two. A sum is kept as one integer with the lowest
// exponent met so far; nothing is rounded until the result is asked for. Infinities and NaNs are added apart,
// as floats: where there are any, they are the result.
#pragma once

#include "data/bigint.h"
#include "data/context.h"

namespace headrace::pylib {

// numerator / denominator, the denominator above 0; or a float that is not finite.
struct Rational {
  BigInt numerator = 0;
  BigInt denominator = 1;
  bool special = false;
  double special_value = 0;
};

class RationalSum {
 public:
  enum class Squares : bool { kNo, kYes };
  explicit RationalSum(Squares squares = Squares::kNo) : squares_(squares == Squares::kYes) {}

  // TypeError unless x is an int, bool or float.
  bool add(Context& cx, const Value& x);

  int64_t count() const { return count_; }
  // Whether Python would give the result as a float even where it is whole.
  bool any_float() const { return any_float_; }
  Rational total() const;
  // The sum of the squares of the differences from the mean: 0 when empty. Needs Squares::kYes.
  Rational square_deviations() const;

 private:
  void add_float(double d);
  void add_scaled(int64_t digits, int exponent);
  void add_near(int64_t digits, int shift);
  void add_far(const BigInt& digits, int exponent);
  void lower_exponent(int exponent);
  // Moves the near sums into the far ones.
  void fold();
  BigInt sum() const;
  BigInt near_squares() const;
  BigInt square_sum() const;

  bool squares_;
  bool any_float_ = false;
  bool special_ = false;
  double special_value_ = 0;
  int64_t count_ = 0;

  // The sum is (near_sum_ + far_sum_) * 2**exponent_, that of the squares likewise with twice the exponent.
  int exponent_ = 0;
  int near_count_ = 0;
  __int128 near_sum_ = 0;
  uint64_t near_squares_[4] = {0, 0, 0, 0};  // lowest word first
  BigInt far_sum_ = 0;
  BigInt far_squares_ = 0;
};

// value as Python's type of it: an int when it is whole and as_float is not set, else the nearest float.
bool rational_value(Context& cx, const Rational& value, bool as_float, Value* out);
// The nearest float.
bool rational_to_double(Context& cx, const Rational& value, double* out);
// sqrt(value), correctly rounded; value is not negative and not special.
bool rational_sqrt(Context& cx, const Rational& value, double* out);

}  // namespace headrace::pylib
