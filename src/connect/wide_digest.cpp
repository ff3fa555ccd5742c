// Compiled for AVX2 as a whole: nothing that other files might share with this one is included.
#include "connect/wide_digest.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace headrace {

void update_digest_by_wide_vectors(void* state, const void* bytes, size_t size) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), bytes, size);
}

}  // namespace headrace
