#include "pylib/text/find.h"

#include <string.h>  // memmem, memrchr

#include <cstdint>
#include <vector>

namespace headrace::pylib {
namespace {

// Backwards from the end, comparing at each occurrence of the first byte: fast, but quadratic at worst, so
// for short needles only.
size_t find_last_short(std::string_view text, std::string_view needle) {
  for (size_t room = text.size() - needle.size() + 1; room > 0;) {
    const void* at = memrchr(text.data(), needle[0], room);
    if (!at) return kNotFound;
    const auto offset = static_cast<size_t>(static_cast<const char*>(at) - text.data());
    if (memcmp(text.data() + offset, needle.data(), needle.size()) == 0) return offset;
    room = offset;
  }
  return kNotFound;
}

// Knuth, Morris, Pratt, right to left: `border[i]` is the length of the longest proper suffix of the needle's
// last i bytes that is also their prefix, read backwards. Each byte of the text is looked at once.
size_t find_last_long(std::string_view text, std::string_view needle) {
  const size_t n = needle.size();
  const auto from_end = [n, needle](size_t i) { return needle[n - 1 - i]; };
  std::vector<uint32_t> border(n + 1, 0);
  for (size_t i = 1, k = 0; i < n; ++i) {
    while (k > 0 && from_end(i) != from_end(k)) k = border[k];
    if (from_end(i) == from_end(k)) ++k;
    border[i + 1] = static_cast<uint32_t>(k);
  }
  size_t matched = 0;
  for (size_t at = text.size(); at-- > 0;) {
    while (matched > 0 && text[at] != from_end(matched)) matched = border[matched];
    if (text[at] == from_end(matched)) ++matched;
    if (matched == n) return at;
  }
  return kNotFound;
}

}  // namespace

size_t find_first(std::string_view text, std::string_view needle, size_t from) {
  if (from + needle.size() > text.size()) return kNotFound;
  const char* begin = text.data() + from;
  const size_t size = text.size() - from;
  const void* at =
      needle.size() == 1 ? memchr(begin, needle[0], size) : memmem(begin, size, needle.data(), needle.size());
  return at ? static_cast<size_t>(static_cast<const char*>(at) - text.data()) : kNotFound;
}

size_t find_last(std::string_view text, std::string_view needle) {
  constexpr size_t kShort = 32;
  if (needle.size() > text.size()) return kNotFound;
  return needle.size() <= kShort ? find_last_short(text, needle) : find_last_long(text, needle);
}

size_t count_occurrences(std::string_view text, std::string_view needle, size_t max) {
  size_t count = 0;
  for (size_t at = 0; count < max; ++count) {
    at = find_first(text, needle, at);
    if (at == kNotFound) break;
    at += needle.size();
  }
  return count;
}

}  // namespace headrace::pylib
