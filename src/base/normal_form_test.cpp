#include "base/normal_form.h"

#include <gtest/gtest.h>

#include "base/unicode.h"

namespace headrace::unicode {
namespace {

TEST(NormalForm, OfIdentifiers) {
  const std::pair<const char*, const char*> cases[] = {
      {"name_1", "name_1"},
      {"\uFB01le", "file"},               // a ligature
      {"e\u0301", "\u00E9"},              // a letter and its accent
      {"\u00E9", "\u00E9"},               //
      {"a\u0323\u0302", "\u1EAD"},        // two marks that join one after the other
      {"a\u0302\u0323", "\u1EAD"},        // the same, in the other order
      {"a\u0315\u0300", "\u00E0\u0315"},  // a mark of a lower class stands first
      {"e\u0301\u0301", "\u00E9\u0301"},  // the second of a class stays
      {"\u1100\u1161\u11A8", "\uAC01"},   // Hangul
      {"\uAC00\u11A8", "\uAC01"},         //
      {"\u00AA\u00B5", "a\u03BC"},        //
      {"\uFF4E\uFF4F\uFF54", "not"},      // full width
      {"\U0001D431", "x"},                // mathematical
  };
  for (const auto& [name, normal] : cases) EXPECT_EQ(normalize_identifier(name), normal) << name;
}

// As `tools/gen_normal_form.py --digest` makes it in CPython, over every code point of identifiers.
TEST(NormalForm, OfEveryCodePoint) {
  uint64_t digest = 0xcbf29ce484222325;
  const auto add = [&](const std::string& name) {
    for (const char32_t c : decode_all(normalize_identifier(name))) {
      digest = (digest ^ c) * 0x100000001b3;
    }
  };
  for (char32_t c = 0; c <= kMaxCodePoint; ++c) {
    if (!is_identifier_continue(c)) continue;
    std::string alone, between = "e";
    append(alone, c);
    append(between, c);
    append(between, 0x301);
    add(alone);
    add(between);
  }
  EXPECT_EQ(digest, 0x2f24547098d2ba49u);
}

}  // namespace
}  // namespace headrace::unicode
