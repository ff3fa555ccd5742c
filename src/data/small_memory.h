// Memory of short texts, which most events bring and drop: what one batch frees the next takes, without a way
// through the allocator. Kept by each thread for itself, a bounded amount of each size.
#pragma once

#include <cstddef>

namespace headrace {

void* allocate_text(size_t bytes);
// `bytes` as it was asked for; by any thread.
void free_text(void* memory, size_t bytes);

}  // namespace headrace
