// Numbers as dateutil's parser has them: Python ints from text, and Decimals of 28 digits.
#pragma once

#include <cstdint>
#include <string_view>

namespace headrace::pylib {

// Stands for every larger integer too: no date has room for them.
inline constexpr int64_t kHugeInt = 1'000'000'000'000'000'000;  // a power of ten

// Python's int(text) for normalised text (see dateutil_lexer.h). False where that is a ValueError.
bool to_int(std::string_view text, int64_t* out);

// Python's float(text) would not fail: a decimal number.
bool is_number_text(std::string_view text);

class Decimal {
 public:
  // `text` satisfies is_number_text().
  explicit Decimal(std::string_view text);

  int64_t whole() const { return whole_; }  // int(value)
  bool operator<(int64_t n) const { return whole_ < n; }
  bool operator>(int64_t n) const { return whole_ > n || (whole_ == n && has_fraction()); }
  // value % 1 is not 0.
  bool has_fraction() const;
  // value % 1 is an error, decimal.InvalidOperation, when the whole part has more digits than the precision.
  bool can_take_fraction() const { return whole_digits_ <= kPrecision; }
  // int(60 * (value % 1)), rounded twice to the precision as Decimal does.
  int64_t sixtieths() const;

 private:
  static constexpr size_t kPrecision = 28;

  int64_t whole_;
  size_t whole_digits_;
  std::string_view fraction_;  // digits
};

}  // namespace headrace::pylib
