// The names of characters, as \N{...} knows them: CPython 3.11's (Unicode 14), aliases included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace headrace::unicode {

// The code point of that name; upper and lower case are the same, as in Python (but for the names of Hangul
// syllables and of unified ideographs, which Python takes in upper case only). A named sequence is not a
// character.
std::optional<char32_t> code_point_of(std::string_view name);

// Written by tools/gen_unicode_names.py, which says how the nodes are packed.
namespace tables {

// Code points whose names are `prefix` and their number in hexadecimal.
struct NumberedNames {
  std::string_view prefix;
  char32_t first, last;
};

extern const NumberedNames kNumberedNames[];
extern const size_t kNumberedNameCount;
extern const uint32_t kNameRoot;     // the place of the root
extern const uint64_t kNameNodes[];  // the nodes' bytes, the first in the lowest bits
extern const uint32_t kNameCodes[];  // by a name's rank

}  // namespace tables
}  // namespace headrace::unicode
