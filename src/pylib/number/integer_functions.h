// Number-theoretic functions on BigInt. False: a budget was used up.
#pragma once

#include "data/bigint.h"
#include "data/context.h"

namespace headrace::pylib {

// first * (first + 1) * ... * last; 1 <= first <= last.
bool product_of_range(Context& cx, uint64_t first, uint64_t last, BigInt* out);
// n * (n - 1) * ... of k factors; k <= n.
bool falling_product(Context& cx, const BigInt& n, uint64_t k, BigInt* out);
// n over k; k <= n.
bool binomial(Context& cx, const BigInt& n, uint64_t k, BigInt* out);

// The largest r with r * r <= n; n is not negative.
BigInt integer_sqrt(const BigInt& n);

}  // namespace headrace::pylib
