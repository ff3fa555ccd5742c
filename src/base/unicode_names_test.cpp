#include "base/unicode_names.h"

#include <gtest/gtest.h>

#include <string>

namespace headrace::unicode {
namespace {

struct NameCase {
  const char* name;
  int code;  // -1: no such name
};

TEST(UnicodeNames, AreThoseOfPython) {
  const NameCase cases[] = {
      {"SPACE", 0x20},
      {"em dash", 0x2014},
      {"Latin Small Letter E With Acute", 0xE9},
      {"GRINNING FACE", 0x1F600},
      {"LINE FEED", 0x0A},  // an alias: the character has no name
      {"NBSP", 0xA0},
      {"BELL", 0x1F514},
      {"ALERT", 0x07},
      {"HANGUL SYLLABLE GAG", 0xAC01},
      {"HANGUL SYLLABLE A", 0xC544},
      {"HANGUL SYLLABLE SSYENG", 0xC3D1},
      {"HANGUL SYLLABLE HIH", 0xD7A3},
      {"hangul syllable ga", -1},
      {"HANGUL SYLLABLE GX", -1},
      {"CJK UNIFIED IDEOGRAPH-4E00", 0x4E00},
      {"CJK UNIFIED IDEOGRAPH-04E00", 0x4E00},
      {"CJK UNIFIED IDEOGRAPH-4e00", -1},
      {"cjk unified ideograph-4E00", -1},
      {"CJK UNIFIED IDEOGRAPH-20000", 0x20000},
      {"CJK UNIFIED IDEOGRAPH-0041", -1},
      {"cjk compatibility ideograph-f900", 0xF900},
      {"KEYCAP DIGIT ONE", -1},  // a sequence
      {"SPACES", -1},
      {"SPAC", -1},
      {"SPACE ", -1},
      {"", -1},
      {"\xC3\xA9", -1},
  };
  for (const NameCase& c : cases) {
    const auto found = code_point_of(c.name);
    EXPECT_EQ(found ? static_cast<int>(*found) : -1, c.code) << c.name;
  }
}

// Walks the automaton and gives each name, in order, to `visit`.
template <typename Visit>
void walk(uint32_t node, std::string* name, const Visit& visit) {
  const auto byte_at = [](uint32_t at) {
    return static_cast<uint8_t>(tables::kNameNodes[at / 8] >> (at % 8 * 8));
  };
  uint32_t at = node;
  const auto varint = [&] {
    uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
      value |= uint32_t{byte_at(at) & 0x7Fu} << shift;
      if (byte_at(at++) < 0x80) return value;
    }
  };
  const uint32_t head = varint();
  if ((head & 1) != 0) visit(*name);
  for (bool is_last = head >> 1 == (head & 1); !is_last;) {
    const size_t size = name->size();
    const uint8_t label = byte_at(at++);
    is_last = (label & 1) != 0;
    for (int i = 0; i < label >> 1; ++i) name->push_back(static_cast<char>(byte_at(at++)));
    walk(node - varint(), name, visit);
    name->resize(size);
  }
}

// The digest of all names with their code points, as `tools/gen_unicode_names.py --digest` makes it in
// CPython.
TEST(UnicodeNames, AllAreFound) {
  uint64_t digest = 0xcbf29ce484222325;
  size_t count = 0;
  std::string name;
  walk(tables::kNameRoot, &name, [&](const std::string& found) {
    const auto code = code_point_of(found);
    ASSERT_TRUE(code) << found;
    EXPECT_EQ(*code, tables::kNameCodes[count++]) << found;
    const auto add = [&](uint32_t byte) { digest = (digest ^ (byte & 0xFF)) * 0x100000001b3; };
    for (const char c : found) add(static_cast<uint8_t>(c));
    for (int shift = 0; shift < 32; shift += 8) add(*code >> shift);
  });
  EXPECT_EQ(count, 33117u);
  EXPECT_EQ(digest, 0x2602386d105a7f1eu);
}

}  // namespace
}  // namespace headrace::unicode
