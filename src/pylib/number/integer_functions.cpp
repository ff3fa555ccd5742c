#include "pylib/number/integer_functions.h"

#include "pylib/number/big_ops.h"

namespace headrace::pylib {
namespace {

// The product of n - k + 1 .. n. Halves are multiplied, so that the factors stay of like size.
bool product_down(Context& cx, const BigInt& n, uint64_t k, BigInt* out) {
  if (k <= 8) {
    if (!cx.charge(k)) return false;
    *out = 1;
    for (uint64_t i = 0; i < k; ++i) *out *= n - i;
    return true;
  }
  BigInt high, low;
  if (!product_down(cx, n, k / 2, &high) || !product_down(cx, n - k / 2, k - k / 2, &low) ||
      !charge_product(cx, bit_length(high), bit_length(low))) {
    return false;
  }
  *out = high * low;
  return true;
}

}  // namespace

bool falling_product(Context& cx, const BigInt& n, uint64_t k, BigInt* out) {
  // A lower bound of the result's size, before much is done: k factors of at least (n - k + 1).
  const size_t bits = bit_length(BigInt(n - k + 1));
  if (bits > 1 && k / 8 > cx.limits.bytes) return cx.charge_bytes(UINT64_MAX);
  if (bits > 1 && !cx.charge_bytes(k / 8 * (bits - 1))) return false;
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
