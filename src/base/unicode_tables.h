// The tables behind unicode.h: a code point's block of 128, its place in the block, its record. About 330
// records describe all 1,114,112 code points. unicode_tables.cpp is written by tools/gen_unicode.py.
#pragma once

#include <cstdint>

namespace headrace::unicode::tables {

enum Flag : uint32_t {
  kAlpha = 1u << 0,
  kDecimal = 1u << 1,
  kDigit = 1u << 2,
  kNumeric = 1u << 3,
  kSpace = 1u << 4,
  kPrintable = 1u << 5,
  kUpper = 1u << 6,
  kLower = 1u << 7,
  kTitle = 1u << 8,
  kIdentifierStart = 1u << 9,
  kIdentifierContinue = 1u << 10,
  kCased = 1u << 11,
  kCaseIgnorable = 1u << 12,
  kLineBreak = 1u << 13,
  kHasSimpleCase = 1u << 14,
  kSpecialLower = 1u << 15,  // the mapping is an offset into kSequences, not a delta
  kSpecialUpper = 1u << 16,
  kSpecialTitle = 1u << 17,
  kSpecialFold = 1u << 18,
};

struct Record {
  uint32_t flags;
  int32_t lower;  // full mappings: added to the code point, or an offset into kSequences
  int32_t upper;
  int32_t title;
  int32_t fold;
  int32_t simple_lower;  // always a delta
  int32_t digit;         // -1: none
};

inline constexpr int kBlockBits = 7;

extern const Record kRecords[];
extern const uint16_t kBlocks[];
extern const uint16_t kRecordIndex[];
extern const char32_t kSequences[];  // length, then as many code points

}  // namespace headrace::unicode::tables
