#include "pylib/datetime/dateutil_number.h"

#include <algorithm>

namespace headrace::pylib {
namespace {

using Int128 = __int128;

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

size_t count_digits(std::string_view text) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_ascii_digit) - text.begin());
}

int64_t saturating(std::string_view digits) {
  int64_t n = 0;
  for (char c : digits) {
    if (n >= kHugeInt / 10) return kHugeInt;
    n = n * 10 + (c - '0');
  }
  return n;
}

Int128 power_of_ten(size_t n) {
  Int128 p = 1;
  while (n-- > 0) p *= 10;
  return p;
}

}  // namespace

bool to_int(std::string_view text, int64_t* out) {
  constexpr size_t kDigitsMax = 4300;  // Python's limit
  if (text.empty() || text.size() > kDigitsMax || count_digits(text) != text.size()) return false;
  *out = saturating(text);
  return true;
}

bool is_number_text(std::string_view text) {
  const size_t whole = count_digits(text);
  if (whole == 0) return false;
  if (whole == text.size()) return true;
  return text[whole] == '.' && whole + 1 + count_digits(text.substr(whole + 1)) == text.size();
}

Decimal::Decimal(std::string_view text) {
  const size_t size = count_digits(text);
  const std::string_view whole = text.substr(0, size);
  whole_ = saturating(whole);
  const size_t first = whole.find_first_not_of('0');
  whole_digits_ = first == whole.npos ? 0 : size - first;
  fraction_ = size < text.size() ? text.substr(size + 1) : std::string_view();
}

bool Decimal::has_fraction() const { return fraction_.find_first_not_of('0') != fraction_.npos; }

int64_t Decimal::sixtieths() const {
  const size_t zeros = std::min(fraction_.find_first_not_of('0'), fraction_.size());
  std::string_view digits = fraction_.substr(zeros);
  std::string_view cut;
  if (digits.size() > kPrecision) cut = digits.substr(kPrecision), digits = digits.substr(0, kPrecision);
  Int128 n = 0;
  for (char c : digits) n = n * 10 + (c - '0');
  size_t scale = zeros + digits.size();  // the fraction is n / 10**scale
  if (!cut.empty() && cut[0] >= '5') {
    const bool half = cut[0] == '5' && cut.find_first_not_of('0', 1) == cut.npos;
    if (!half || n % 2 != 0) ++n;
  }
  n *= 60;
  for (const Int128 limit = power_of_ten(kPrecision); n >= limit;) {
    const size_t excess = n >= limit * 10 ? 2 : 1;
    const Int128 unit = power_of_ten(excess), rest = n % unit;
    n /= unit;
    if (rest * 2 > unit || (rest * 2 == unit && n % 2 != 0)) ++n;
    scale -= std::min(scale, excess);
  }
  return scale > kPrecision ? 0 : static_cast<int64_t>(n / power_of_ten(scale));
}

}  // namespace headrace::pylib
