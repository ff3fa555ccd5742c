#include "base/unicode.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace headrace::unicode {
namespace {

CaseMapping full_mapping(char32_t c, int32_t value, bool special) {
  if (!special) return {{c + char32_t(value), 0, 0}, 1};
  const char32_t* sequence = tables::kSequences + value;
  CaseMapping mapping{{0, 0, 0}, static_cast<int>(sequence[0])};
  for (int i = 0; i < mapping.size; ++i) mapping.chars[i] = sequence[i + 1];
  return mapping;
}

uint64_t load_word(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

constexpr uint64_t kHighBits = 0x8080808080808080;

// Continuation bytes are 10xxxxxx: bit 7 set, bit 6 not.
int code_points_starting_in(uint64_t word) { return 8 - std::popcount(word & ~(word << 1) & kHighBits); }

bool in_range(char byte, uint8_t low, uint8_t high) {
  return static_cast<uint8_t>(byte) >= low && static_cast<uint8_t>(byte) <= high;
}

}  // namespace

CaseMapping full_lower(char32_t c) {
  const tables::Record& record = record_of(c);
  return full_mapping(c, record.lower, (record.flags & tables::kSpecialLower) != 0);
}

CaseMapping full_upper(char32_t c) {
  const tables::Record& record = record_of(c);
  return full_mapping(c, record.upper, (record.flags & tables::kSpecialUpper) != 0);
}

CaseMapping full_title(char32_t c) {
  const tables::Record& record = record_of(c);
  return full_mapping(c, record.title, (record.flags & tables::kSpecialTitle) != 0);
}

CaseMapping full_fold(char32_t c) {
  const tables::Record& record = record_of(c);
  return full_mapping(c, record.fold, (record.flags & tables::kSpecialFold) != 0);
}

bool is_final_sigma(std::string_view before, std::string_view after) {
  const char* at = before.data() + before.size();
  bool cased_before = false;
  while (at > before.data()) {
    const char32_t c = decode_previous(at);
    if (is_case_ignorable(c)) continue;
    cased_before = is_cased(c);
    break;
  }
  if (!cased_before) return false;
  at = after.data();
  while (at < after.data() + after.size()) {
    const char32_t c = decode_next(at);
    if (!is_case_ignorable(c)) return !is_cased(c);
  }
  return true;
}

bool is_ascii(std::string_view bytes) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  uint64_t seen = 0;
  for (; end - at >= 8; at += 8) seen |= load_word(at);
  for (; at < end; ++at) seen |= static_cast<uint8_t>(*at);
  return (seen & kHighBits) == 0;
}

bool is_valid(std::string_view bytes, bool allow_surrogates) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at < end) {
    const auto lead = static_cast<uint8_t>(*at);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    if (lead < 0xC2 || lead > 0xF4) return false;
    const int size = sequence_size(*at);
    if (end - at < size) return false;
    // The second byte also shuts out overlong forms, what lies beyond 0x10FFFF, and surrogates.
    uint8_t low = 0x80, high = 0xBF;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED && !allow_surrogates) high = 0x9F;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    if (!in_range(at[1], low, high)) return false;
    for (int i = 2; i < size; ++i) {
      if (!is_continuation(at[i])) return false;
    }
    at += size;
  }
  return true;
}

std::string repaired(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const size_t size = std::min(bytes.size(), static_cast<size_t>(sequence_size(bytes.front())));
    const bool valid = is_valid(bytes.substr(0, size), true);
    out += valid ? bytes.substr(0, size) : "\xef\xbf\xbd";
    bytes.remove_prefix(valid ? size : 1);
  }
  return out;
}

std::string_view truncated(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  constexpr size_t kContinuationsMax = 3;
  size_t size = bytes_max;
  while (size > 0 && bytes_max - size < kContinuationsMax && is_continuation(text[size])) --size;
  return text.substr(0, size);
}

size_t count_code_points(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  size_t count = 0;
  for (; end - at >= 8; at += 8) count += static_cast<size_t>(code_points_starting_in(load_word(at)));
  for (; at < end; ++at) count += !is_continuation(*at);
  return count;
}

size_t byte_offset(std::string_view text, size_t index) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (end - at >= 8) {
    const auto starting = static_cast<size_t>(code_points_starting_in(load_word(at)));
    if (starting > index) break;
    index -= starting;
    at += 8;
  }
  for (; at < end; ++at) {
    if (is_continuation(*at)) continue;
    if (index == 0) break;
    --index;
  }
  return static_cast<size_t>(at - text.data());
}

std::string encode_all(std::u32string_view code_points) {
  std::string text;
  text.reserve(code_points.size());
  for (const char32_t c : code_points) append(text, c);
  return text;
}

std::u32string decode_all(std::string_view text) {
  std::u32string code_points;
  code_points.reserve(count_code_points(text));
  const char* at = text.data();
  while (at < text.data() + text.size()) code_points.push_back(decode_next(at));
  return code_points;
}

}  // namespace headrace::unicode
