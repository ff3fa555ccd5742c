#include "spec/yaml_marks.h"

#include <algorithm>

#include "base/unicode.h"

namespace headrace {

YamlOffsets::YamlOffsets(std::string_view text)
    : start_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0), size_(text.size()) {
  if (unicode::is_ascii(text)) return;
  for (size_t i = start_; i < size_; ++i) {
    if (!unicode::is_continuation(text[i])) bytes_.push_back(static_cast<uint32_t>(i));
  }
  bytes_.push_back(static_cast<uint32_t>(size_));
}

uint32_t YamlOffsets::byte(const yaml_mark_t& mark) const {
  if (bytes_.empty()) return static_cast<uint32_t>(std::min(mark.index, size_));
  return bytes_[std::min(mark.index, bytes_.size() - 1)];
}

uint32_t content_begin(std::string_view text, uint32_t begin, uint32_t end) {
  constexpr std::string_view kAnchorChars =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
  constexpr std::string_view kBlanks = " \t\r\n";
  size_t at = begin;
  while (at < end && (text[at] == '&' || text[at] == '!')) {
    at = text[at] == '&' ? text.find_first_not_of(kAnchorChars, at + 1) : text.find_first_of(kBlanks, at);
    while (at < end && (kBlanks.find(text[at]) != kBlanks.npos || text[at] == '#')) {
      at = text[at] == '#' ? text.find_first_of("\r\n", at) : at + 1;
    }
  }
  return static_cast<uint32_t>(std::min<size_t>(at, end));
}

size_t first_invalid_byte(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const auto size = static_cast<size_t>(unicode::sequence_size(text[at]));
    if (!unicode::is_valid(text.substr(at, size), false)) break;
    at += size;
  }
  return at;
}

}  // namespace headrace
