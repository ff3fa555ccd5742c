#include "pylib/number/integer_functions.h"

#include "pylib/number/big_ops.h"

namespace headrace::pylib {
namespace {

// The product of n - k + 1 .. n. Halves are multiplied, so that the factors stay of like size. What
// multiplying them will cost is charged before they are made: the upper half's factors have the bits of its
// smallest, or one more.
bool product_down(Context& cx, const BigInt& n, uint64_t k, BigInt* out) {
  if (k <= 8) {
    if (!cx.charge(k)) return false;
    *out = 1;
    const size_t bits = bit_length(n);
    for (uint64_t i = 0; i < k; ++i) {
      if (!charge_product(cx, bit_length(*out), bits)) return false;
      *out *= n - i;
    }
    return true;
  }
  const BigInt middle = n - k / 2;
  uint64_t bits;
  if (__builtin_mul_overflow(k / 2, bit_length(middle), &bits)) bits = UINT64_MAX;
  BigInt high, low;
  if (!charge_product(cx, bits, bits) || !product_down(cx, n, k / 2, &high) ||
      !product_down(cx, middle, k - k / 2, &low)) {
    return false;
  }
  *out = high * low;
  return true;
}

}  // namespace

bool falling_product(Context& cx, const BigInt& n, uint64_t k, BigInt* out) {
  return product_down(cx, n, k, out);
}

bool product_of_range(Context& cx, uint64_t first, uint64_t last, BigInt* out) {
  return falling_product(cx, last, last - first + 1, out);
}

bool binomial(Context& cx, const BigInt& n, uint64_t k, BigInt* out) {
  BigInt divisor;
  if (!falling_product(cx, n, k, out) || !falling_product(cx, k, k, &divisor)) return false;
  if (!charge_division(cx, *out, divisor)) return false;
  *out /= divisor;
  return true;
}

BigInt integer_sqrt(const BigInt& n) { return sqrt(n); }

}  // namespace headrace::pylib
