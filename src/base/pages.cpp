#include "base/pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace headrace {

void* map_pages(size_t bytes) {
  const size_t more = bytes >= kHugePageBytes ? kHugePageBytes : 0;  // to begin where a huge page does
  void* const memory =
      ::mmap(nullptr, bytes + more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  if (more == 0) return memory;
  auto* const begin = static_cast<char*>(memory);
  const size_t before = -reinterpret_cast<uintptr_t>(begin) & (kHugePageBytes - 1);
  if (before > 0) ::munmap(begin, before);
  if (before < more) ::munmap(begin + before + bytes, more - before);
  ::madvise(begin + before, bytes, MADV_HUGEPAGE);  // advice: without effect where it cannot be followed
  return begin + before;
}

void unmap_pages(void* memory, size_t bytes) { ::munmap(memory, bytes); }

}  // namespace headrace
