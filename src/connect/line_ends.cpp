#include "connect/line_ends.h"

#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/cpu.h"

namespace headrace {
namespace {

size_t find_one_by_one(std::string_view text, size_t count, uint32_t offset, uint32_t* ends) {
  const char *const begin = text.data(), *const end = begin + text.size();
  size_t found = 0;
  for (const char* at = begin; at < end && found < count; ++found) {
    const void* const line_feed = std::memchr(at, '\n', static_cast<size_t>(end - at));
    if (!line_feed) break;
    ends[found] = offset + static_cast<uint32_t>(static_cast<const char*>(line_feed) - begin);
    at = static_cast<const char*>(line_feed) + 1;
  }
  return found;
}

#ifdef __SSE2__
[[gnu::target("avx2,bmi")]] size_t find_by_vectors(std::string_view text, size_t count, uint32_t* ends) {
  constexpr size_t kStep = 64;
  const __m256i line_feeds = _mm256_set1_epi8('\n');
  const auto bits = [&](const char* p) __attribute__((target("avx2,bmi"), always_inline)) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, line_feeds)));
  };
  size_t found = 0, at = 0;
  for (; at + kStep <= text.size(); at += kStep) {
    const char* const p = text.data() + at;
    for (uint64_t left = bits(p) | static_cast<uint64_t>(bits(p + 32)) << 32; left != 0; left &= left - 1) {
      if (found == count) return found;
      ends[found++] = static_cast<uint32_t>(at) + static_cast<uint32_t>(std::countr_zero(left));
    }
  }
  return found + find_one_by_one(text.substr(at), count - found, static_cast<uint32_t>(at), ends + found);
}
#endif

}  // namespace

size_t find_line_ends(std::string_view text, size_t count, uint32_t* ends) {
#ifdef __SSE2__
  if (has_avx2()) return find_by_vectors(text, count, ends);
#endif
  return find_one_by_one(text, count, 0, ends);
}

}  // namespace headrace
