// What CPython 3.11 knows about code points (Unicode 14), and text as WTF-8.
//
// Text is UTF-8 in which lone surrogates are allowed, each as its own three bytes, so that every Python str
// has exactly one encoding and code points order as bytes do. A surrogate pair stays two surrogates, as in
// Python.
//
// The functions on code points take any value up to 0x10FFFF. Those on text take valid WTF-8 and do not check
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/unicode_tables.h"

namespace headrace::unicode {

inline constexpr char32_t kMaxCodePoint = 0x10FFFF;

inline const tables::Record& record_of(char32_t c) {
  constexpr char32_t kInBlock = (1u << tables::kBlockBits) - 1;
  const uint32_t block = tables::kBlocks[c >> tables::kBlockBits];
  return tables::kRecords[tables::kRecordIndex[(block << tables::kBlockBits) | (c & kInBlock)]];
}
inline bool has_flag(char32_t c, uint32_t flags) { return (record_of(c).flags & flags) != 0; }

// As the str method of that name says of a one-character string; is_title is category Lt alone.
inline bool is_alpha(char32_t c) { return has_flag(c, tables::kAlpha); }
inline bool is_decimal(char32_t c) { return has_flag(c, tables::kDecimal); }
inline bool is_digit(char32_t c) { return has_flag(c, tables::kDigit); }
inline bool is_numeric(char32_t c) { return has_flag(c, tables::kNumeric); }
inline bool is_alnum(char32_t c) {
  return has_flag(c, tables::kAlpha | tables::kDecimal | tables::kDigit | tables::kNumeric);
}
inline bool is_space(char32_t c) { return has_flag(c, tables::kSpace); }
inline bool is_printable(char32_t c) { return has_flag(c, tables::kPrintable); }
inline bool is_upper(char32_t c) { return has_flag(c, tables::kUpper); }
inline bool is_lower(char32_t c) { return has_flag(c, tables::kLower); }
inline bool is_title(char32_t c) { return has_flag(c, tables::kTitle); }

// Identifiers: XID_Start with '_', XID_Continue.
inline bool is_identifier_start(char32_t c) { return has_flag(c, tables::kIdentifierStart); }
inline bool is_identifier_continue(char32_t c) { return has_flag(c, tables::kIdentifierContinue); }

// Cased is what str.title() asks; both decide the final sigma of str.lower(). A case-ignorable code point is
// skipped there before Cased is asked.
inline bool is_cased(char32_t c) { return has_flag(c, tables::kCased); }
inline bool is_case_ignorable(char32_t c) { return has_flag(c, tables::kCaseIgnorable); }

// Ends a line for str.splitlines().
inline bool is_line_break(char32_t c) { return has_flag(c, tables::kLineBreak); }

// Differs from its simple lower or simple upper mapping: what re.IGNORECASE asks.
inline bool has_simple_case(char32_t c) { return has_flag(c, tables::kHasSimpleCase); }

// 0..9, or -1. is_digit includes superscripts and the like, is_decimal does not.
inline int digit_value(char32_t c) { return record_of(c).digit; }
inline int decimal_value(char32_t c) {
  const tables::Record& record = record_of(c);
  return (record.flags & tables::kDecimal) != 0 ? record.digit : -1;
}

// The one-to-one lower case of re.IGNORECASE.
inline char32_t simple_lower(char32_t c) { return c + char32_t(record_of(c).simple_lower); }

// Full case mappings: one to three code points.
struct CaseMapping {
  char32_t chars[3];
  int size;
};
// The str method on a one-character string; str.lower() and str.title() of a longer one give a capital sigma
// (U+03A3) its final form by their own rule (see is_final_sigma).
CaseMapping full_lower(char32_t c);
CaseMapping full_upper(char32_t c);
CaseMapping full_title(char32_t c);
CaseMapping full_fold(char32_t c);

// Whether a capital sigma between these two texts becomes U+03C2 in lower case.
bool is_final_sigma(std::string_view before, std::string_view after);

// ---- WTF-8

inline bool is_continuation(char byte) { return (static_cast<uint8_t>(byte) & 0xC0) == 0x80; }

// Bytes of the code point that starts with this byte.
inline int sequence_size(char lead) {
  const auto byte = static_cast<uint8_t>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

inline int encoded_size(char32_t c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }

// The code point at `at`, which moves behind it.
inline char32_t decode_next(const char*& at) {
  const auto byte = [&at](int i) { return char32_t(static_cast<uint8_t>(at[i])); };
  const char32_t lead = byte(0);
  char32_t c = lead;
  if (lead < 0x80) {
    at += 1;
  } else if (lead < 0xE0) {
    c = (lead & 0x1F) << 6 | (byte(1) & 0x3F);
    at += 2;
  } else if (lead < 0xF0) {
    c = (lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    at += 3;
  } else {
    c = (lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    at += 4;
  }
  return c;
}

// The code point that ends before `at`, which moves to its start.
inline char32_t decode_previous(const char*& at) {
  do --at;
  while (is_continuation(*at));
  const char* start = at;
  return decode_next(start);
}

// Writes the code point to `out`, which has room for four bytes; gives the number written.
inline int encode(char32_t c, char* out) {
  const auto put = [out](int i, char32_t bits) { out[i] = static_cast<char>(bits); };
  if (c < 0x80) {
    put(0, c);
    return 1;
  }
  if (c < 0x800) {
    put(0, 0xC0 | c >> 6), put(1, 0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    put(0, 0xE0 | c >> 12), put(1, 0x80 | (c >> 6 & 0x3F)), put(2, 0x80 | (c & 0x3F));
    return 3;
  }
  put(0, 0xF0 | c >> 18), put(1, 0x80 | (c >> 12 & 0x3F)), put(2, 0x80 | (c >> 6 & 0x3F)),
      put(3, 0x80 | (c & 0x3F));
  return 4;
}

inline void append(std::string& out, char32_t c) {
  char bytes[4];
  out.append(bytes, static_cast<size_t>(encode(c, bytes)));
}

bool is_ascii(std::string_view bytes);

// Bytes that are well-formed WTF-8: shortest forms, up to 0x10FFFF; surrogates only if allowed.
bool is_valid(std::string_view bytes, bool allow_surrogates);

// The same as WTF-8: U+FFFD for each byte that is part of no code point.
std::string repaired(std::string_view bytes);

// So many bytes of it at most, the last code point whole.
std::string_view truncated(std::string_view text, size_t bytes_max);

size_t count_code_points(std::string_view text);

// The byte offset of the code point with this index; text.size() if the index is not below the count.
size_t byte_offset(std::string_view text, size_t index);

std::string encode_all(std::u32string_view code_points);
std::u32string decode_all(std::string_view text);

}  // namespace headrace::unicode
