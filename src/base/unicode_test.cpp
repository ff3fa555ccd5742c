#include "base/unicode.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace headrace::unicode {
namespace {

// FNV-1a over 32-bit words, as `tools/gen_unicode.py --digest` computes it from CPython 3.11.
class Digest {
 public:
  void add(uint32_t word) { state_ = (state_ ^ word) * 0x100000001b3; }
  uint64_t value() const { return state_; }

 private:
  uint64_t state_ = 0xcbf29ce484222325;
};

const std::map<std::string, uint64_t> kFrozen = {
    {"alpha", 0x2cc122403191f08fu},
    {"decimal", 0xfd61d350a72e8dd1u},
    {"digit", 0x52a378fba0bbdd05u},
    {"numeric", 0xc9a7c697e476b33du},
    {"space", 0x4386d9a11e7487c9u},
    {"printable", 0xef95fc5e3205b70fu},
    {"upper", 0x85d9f570cb2f2e3bu},
    {"lower", 0xee3c5537bde6f013u},
    {"title", 0x87fd939e4214d25fu},
    {"identifier_start", 0x929e16816304ae48u},
    {"identifier_continue", 0xaa630378990b0746u},
    {"cased", 0x4515cdae1b42d303u},
    {"case_ignorable", 0x2458b25b8e5a1ae6u},
    {"line_break", 0xbc182d7c12d47df8u},
    {"has_simple_case", 0x2cc6f979797f89f5u},
    {"full_lower", 0x14338ce71ddb0442u},
    {"full_upper", 0x100fd492254fa798u},
    {"full_title", 0xd3b0c814380ddb3au},
    {"full_fold", 0x5d611a1aab090547u},
    {"simple_lower", 0xdf958c3cfd8b326du},
    {"digit_value", 0x1a6adac37c277f8du},
    {"decimal_value", 0xbf6889c6ab41b9c1u},
};

uint64_t digest_of_members(bool (*test)(char32_t)) {
  Digest digest;
  for (char32_t c = 0; c <= kMaxCodePoint; ++c) {
    if (test(c)) digest.add(c);
  }
  return digest.value();
}

uint64_t digest_of_mapping(CaseMapping (*mapping)(char32_t)) {
  Digest digest;
  for (char32_t c = 0; c <= kMaxCodePoint; ++c) {
    const CaseMapping mapped = mapping(c);
    if (mapped.size == 1 && mapped.chars[0] == c) continue;
    digest.add(c);
    for (int i = 0; i < mapped.size; ++i) digest.add(mapped.chars[i]);
  }
  return digest.value();
}

template <typename Function>
uint64_t digest_of_values(Function value_of) {
  Digest digest;
  for (char32_t c = 0; c <= kMaxCodePoint; ++c) digest.add(uint32_t(value_of(c)));
  return digest.value();
}

TEST(Unicode, EveryCodePointIsAsCPythonSays) {
  const std::map<std::string, uint64_t> ours = {
      {"alpha", digest_of_members(is_alpha)},
      {"decimal", digest_of_members(is_decimal)},
      {"digit", digest_of_members(is_digit)},
      {"numeric", digest_of_members(is_numeric)},
      {"space", digest_of_members(is_space)},
      {"printable", digest_of_members(is_printable)},
      {"upper", digest_of_members(is_upper)},
      {"lower", digest_of_members(is_lower)},
      {"title", digest_of_members(is_title)},
      {"identifier_start", digest_of_members(is_identifier_start)},
      {"identifier_continue", digest_of_members(is_identifier_continue)},
      {"cased", digest_of_members(is_cased)},
      {"case_ignorable", digest_of_members(is_case_ignorable)},
      {"line_break", digest_of_members(is_line_break)},
      {"has_simple_case", digest_of_members(has_simple_case)},
      {"full_lower", digest_of_mapping(full_lower)},
      {"full_upper", digest_of_mapping(full_upper)},
      {"full_title", digest_of_mapping(full_title)},
      {"full_fold", digest_of_mapping(full_fold)},
      {"simple_lower", digest_of_values(simple_lower)},
      {"digit_value", digest_of_values(digit_value)},
      {"decimal_value", digest_of_values(decimal_value)},
  };
  for (const auto& [name, digest] : kFrozen) EXPECT_EQ(ours.at(name), digest) << name;
  EXPECT_EQ(ours.size(), kFrozen.size());
}

TEST(Unicode, CaseMappingsOfSeveralCodePoints) {
  EXPECT_EQ(full_upper(U'ß').size, 2);
  EXPECT_EQ(full_upper(U'\u0390').size, 3);
  EXPECT_EQ(full_lower(U'\u0130').size, 2);
  EXPECT_EQ(simple_lower(U'\u0130'), U'i');
  EXPECT_EQ(full_title(U'\u01C6').chars[0], U'\u01C5');
}

TEST(Unicode, FinalSigma) {
  EXPECT_TRUE(is_final_sigma("A", ""));
  EXPECT_TRUE(
      is_final_sigma("A.", " b"));  // the full stop is case-ignorable, the space neither cased nor ignorable
  EXPECT_FALSE(is_final_sigma("A", ".b"));
  EXPECT_FALSE(is_final_sigma("", ""));
  EXPECT_FALSE(is_final_sigma("A ", ""));
}

TEST(Wtf8, EveryCodePointGoesThereAndBack) {
  for (char32_t c = 0; c <= kMaxCodePoint; ++c) {
    char bytes[4];
    const int size = encode(c, bytes);
    ASSERT_EQ(size, encoded_size(c));
    ASSERT_EQ(size, sequence_size(bytes[0]));
    const char* at = bytes;
    ASSERT_EQ(decode_next(at), c);
    ASSERT_EQ(at, bytes + size);
    ASSERT_EQ(decode_previous(at), c);
    ASSERT_EQ(at, bytes);
    const bool surrogate = c >= 0xD800 && c < 0xE000;
    const std::string_view text(bytes, static_cast<size_t>(size));
    ASSERT_TRUE(is_valid(text, true));
    ASSERT_EQ(is_valid(text, false), !surrogate);
  }
}

TEST(Wtf8, InvalidBytes) {
  const std::vector<std::string> invalid = {
      "\x80",         "\xC0\x80",         "\xC1\xBF",         "\xE0\x80\x80",
      "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
      "\xC3",         "\xE2\x82",         "\xF0\x9F\x98",     "a\xFF",
      "\xE2\x82\x41", "\xF0\x9F\x98\x41", "\xC3\x28"};
  for (const std::string& bytes : invalid) EXPECT_FALSE(is_valid(bytes, true));
}

TEST(Wtf8, BytesThatAreNoTextAreReplacedOneByOne) {
  const std::string unknown = "\xef\xbf\xbd";
  const std::map<std::string, std::string> cases = {
      {"", ""},
      {"a\xE2\x82\xAC\xF0\x9F\x98\x80", "a\xE2\x82\xAC\xF0\x9F\x98\x80"},
      {"\xED\xA0\x80", "\xED\xA0\x80"},  // a lone surrogate
      {"\xFF\"}", unknown + "\"}"},
      {"spec\xF0", "spec" + unknown},
      {"\xE2\x82", unknown + unknown},
      {"\xF0\x9F\x98\x41", unknown + unknown + unknown + "A"},
      {"\xE2\x82\xAC\x80", "\xE2\x82\xAC" + unknown},
      {"\xC0\x80", unknown + unknown},
  };
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(repaired(bytes), text);
    EXPECT_TRUE(is_valid(repaired(bytes), true));
  }
}

TEST(Wtf8, TruncatingKeepsCodePointsWhole) {
  const std::string_view text = "a\xE2\x82\xAC\xF0\x9F\x98\x80z";
  const size_t sizes[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 9, 9};
  for (size_t bytes_max = 0; bytes_max < std::size(sizes); ++bytes_max)
    EXPECT_EQ(truncated(text, bytes_max), text.substr(0, sizes[bytes_max])) << bytes_max;
  // What is no text loses no more than a code point.
  EXPECT_EQ(truncated("\x80\x80\x80\x80\x80\x80", 5).size(), 2u);
}

TEST(Wtf8, CountingAndIndexing) {
  std::u32string text;
  for (int length = 0; length < 70; ++length) {
    const std::string bytes = encode_all(text);
    EXPECT_EQ(count_code_points(bytes), text.size());
    EXPECT_EQ(decode_all(bytes), text);
    EXPECT_EQ(is_ascii(bytes), text.size() < 4);
    size_t offset = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      EXPECT_EQ(byte_offset(bytes, i), offset);
      offset += size_t(encoded_size(text[i]));
    }
    EXPECT_EQ(byte_offset(bytes, text.size()), bytes.size());
    EXPECT_EQ(byte_offset(bytes, text.size() + 5), bytes.size());
    text += length < 3 ? U'a' : U"a\u00e9\u20ac\U0001F600\xD800"[(length * 7) % 5];
  }
}

}  // namespace
}  // namespace headrace::unicode
