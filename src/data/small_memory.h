// Memory of small objects: short texts, lists, dicts and what these hold, which most events bring and drop.
// What one frees the next takes, without a way through the allocator. Kept by each thread for itself, a
// bounded amount of each size.
#pragma once

#include <cstddef>

namespace headrace {

void* allocate_small(size_t bytes);
// `bytes` as it was asked for; by any thread.
void free_small(void* memory, size_t bytes);

// For the standard containers.
template <typename T>
struct SmallAllocator {
  using value_type = T;

  SmallAllocator() = default;
  template <typename Other>
  SmallAllocator(const SmallAllocator<Other>&) {}  // NOLINT(google-explicit-constructor): the standard's way

  T* allocate(size_t n) { return static_cast<T*>(allocate_small(n * sizeof(T))); }
  void deallocate(T* memory, size_t n) { free_small(memory, n * sizeof(T)); }
  bool operator==(const SmallAllocator&) const { return true; }
};

}  // namespace headrace
