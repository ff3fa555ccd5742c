// XXH3 by 256-bit vectors, for InputDigest.
#pragma once

#include <cstddef>

namespace headrace {

// Only where has_avx2(). `state` is an XXH3_state_t, the same for any vectors.
void update_digest_by_wide_vectors(void* state, const void* bytes, size_t size);

}  // namespace headrace
