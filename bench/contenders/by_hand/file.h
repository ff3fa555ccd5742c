// A whole file in memory with room behind it for simdjson to read on, and rows written as the suite reads
// them.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace by_hand {

[[noreturn]] inline void fail(const char* what, const char* path) {
  std::fprintf(stderr, "%s: %s\n", path, what);
  std::exit(1);
}

// Mapped for as long as the process lives; the 4096 bytes and more behind it read as zero.
inline std::string_view map_file(const char* path) {
  const int descriptor = open(path, O_RDONLY);
  struct stat status;
  if (descriptor < 0 || fstat(descriptor, &status) != 0) fail("cannot be opened", path);
  const size_t size = size_t(status.st_size);
  void* room = mmap(nullptr, size + 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) fail("no memory", path);
  if (mmap(room, size, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_POPULATE, descriptor, 0) == MAP_FAILED)
    fail("cannot be mapped", path);
  return {static_cast<const char*>(room), size};
}

inline std::FILE* create_file(const char* path) {
  std::FILE* file = std::fopen(path, "w");
  if (!file) fail("cannot be written", path);
  return file;
}

}  // namespace by_hand
