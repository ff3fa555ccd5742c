// The normal form NFKC of identifiers: Python takes names that differ only in form, such as the ligature in
// "file" and two letters, as the same name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace headrace::unicode {

// `name` is WTF-8 whose code points may all stand in an identifier; for others the result is not NFKC.
std::string normalize_identifier(std::string_view name);

// Written by tools/gen_normal_form.py; each is sorted.
namespace tables {

struct Decomposition {
  char32_t code;
  uint16_t place;  // in kDecomposed
  uint8_t size;
};
struct CombiningClass {
  char32_t first, last;
  uint8_t value;
};
struct Composition {
  char32_t first, second, composed;
};

extern const Decomposition kDecompositions[];
extern const size_t kDecompositionsCount;
extern const char32_t kDecomposed[];
extern const CombiningClass kCombiningClasses[];
extern const size_t kCombiningClassesCount;
extern const Composition kCompositions[];
extern const size_t kCompositionsCount;

}  // namespace tables
}  // namespace headrace::unicode
