// Letters, digits and spaces of ASCII.
#pragma once

namespace headrace::pylib {

constexpr bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_ascii_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_ascii_letter(char c) { return is_ascii_lower(static_cast<char>(c | 0x20)); }
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii_byte(char c) { return static_cast<unsigned char>(c) < 0x80; }
// bytes.isspace(): not the separators 0x1C to 0x1F, which str.isspace() counts in.
constexpr bool is_byte_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr char ascii_lower(char c) { return static_cast<char>(c | (is_ascii_upper(c) ? 0x20 : 0)); }
constexpr char ascii_upper(char c) { return static_cast<char>(c & ~(is_ascii_lower(c) ? 0x20 : 0)); }

// 0..15, or -1.
constexpr int hex_value(char c) {
  if (is_ascii_digit(c)) return c - '0';
  const char low = ascii_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

}  // namespace headrace::pylib
