// Memory straight from the system, on huge pages where it is large enough for them.
#pragma once

#include <cstddef>
#include <new>

namespace headrace {

// What a page holds that saves the processor most of its address translations.
inline constexpr size_t kHugePageBytes = size_t{1} << 21;

// Zeros. From kHugePageBytes on it begins where a huge page does. Given back it is the system's at once.
void* map_pages(size_t bytes);
void unmap_pages(void* memory, size_t bytes);

// For a standard container whose elements are reached in no order: large ones lie on such pages.
template <typename T>
struct PagesAllocator {
  using value_type = T;

  PagesAllocator() = default;
  template <typename Other>
  PagesAllocator(const PagesAllocator<Other>&) {}  // NOLINT(google-explicit-constructor): the standard's way

  T* allocate(size_t n) {
    return static_cast<T*>(is_large(n) ? map_pages(n * sizeof(T)) : ::operator new(n * sizeof(T)));
  }
  void deallocate(T* memory, size_t n) {
    is_large(n) ? unmap_pages(memory, n * sizeof(T)) : ::operator delete(memory);
  }
  bool operator==(const PagesAllocator&) const { return true; }

 private:
  static bool is_large(size_t n) { return n * sizeof(T) >= kHugePageBytes; }
};

}  // namespace headrace
