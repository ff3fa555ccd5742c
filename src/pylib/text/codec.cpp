#include "pylib/text/codec.h"

#include <array>
#include <cstdio>
#include <utility>

#include "base/unicode.h"
#include "pylib/text/ascii.h"

namespace headrace::pylib {
namespace {

using Alias = std::pair<std::string_view, Codec>;
constexpr Alias kAliases[] = {
    {"utf_8", Codec::kUtf8},
    {"utf8", Codec::kUtf8},
    {"u8", Codec::kUtf8},
    {"utf", Codec::kUtf8},
    {"cp65001", Codec::kUtf8},
    {"utf_8_sig", Codec::kUtf8Sig},
    {"ascii", Codec::kAscii},
    {"us_ascii", Codec::kAscii},
    {"us", Codec::kAscii},
    {"646", Codec::kAscii},
    {"iso646_us", Codec::kAscii},
    {"iso_ir_6", Codec::kAscii},
    {"cp367", Codec::kAscii},
    {"ibm367", Codec::kAscii},
    {"csascii", Codec::kAscii},
    {"ansi_x3.4_1968", Codec::kAscii},
    {"ansi_x3_4_1968", Codec::kAscii},
    {"ansi_x3.4_1986", Codec::kAscii},
    {"iso_646.irv_1991", Codec::kAscii},
    {"latin_1", Codec::kLatin1},
    {"latin1", Codec::kLatin1},
    {"latin", Codec::kLatin1},
    {"l1", Codec::kLatin1},
    {"iso_8859_1", Codec::kLatin1},
    {"iso8859_1", Codec::kLatin1},
    {"iso8859", Codec::kLatin1},
    {"8859", Codec::kLatin1},
    {"cp819", Codec::kLatin1},
    {"ibm819", Codec::kLatin1},
    {"csisolatin1", Codec::kLatin1},
    {"iso_ir_100", Codec::kLatin1},
    {"iso_8859_1_1987", Codec::kLatin1},
    {"cp1252", Codec::kCp1252},
    {"1252", Codec::kCp1252},
    {"windows_1252", Codec::kCp1252},
    {"utf_16", Codec::kUtf16},
    {"utf16", Codec::kUtf16},
    {"u16", Codec::kUtf16},
    {"utf_16_le", Codec::kUtf16Le},
    {"utf_16le", Codec::kUtf16Le},
    {"unicodelittleunmarked", Codec::kUtf16Le},
    {"utf_16_be", Codec::kUtf16Be},
    {"utf_16be", Codec::kUtf16Be},
    {"unicodebigunmarked", Codec::kUtf16Be},
    {"utf_32", Codec::kUtf32},
    {"utf32", Codec::kUtf32},
    {"u32", Codec::kUtf32},
    {"utf_32_le", Codec::kUtf32Le},
    {"utf_32le", Codec::kUtf32Le},
    {"utf_32_be", Codec::kUtf32Be},
    {"utf_32be", Codec::kUtf32Be},
};

constexpr std::pair<std::string_view, CodecErrors> kHandlers[] = {
    {"strict", CodecErrors::kStrict},
    {"ignore", CodecErrors::kIgnore},
    {"replace", CodecErrors::kReplace},
    {"backslashreplace", CodecErrors::kBackslashReplace},
    {"xmlcharrefreplace", CodecErrors::kXmlCharRefReplace},
    {"surrogateescape", CodecErrors::kSurrogateEscape},
    {"surrogatepass", CodecErrors::kSurrogatePass},
};

constexpr std::array<std::string_view, 11> kNames = {
    "utf-8",     "utf-8",     "ascii",  "latin-1",   "charmap",   "utf-16",
    "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
};

// Letters lowered, every run of other characters (but for dots) one underscore, none at the ends.
std::string normalized(std::string_view name) {
  std::string out;
  bool gap = false;
  for (const char c : name) {
    if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '.') {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out.push_back('_');
    gap = false;
    out.push_back(ascii_lower(c));
  }
  return out;
}

}  // namespace

std::optional<Codec> find_codec(std::string_view name) {
  const std::string wanted = normalized(name);
  for (const auto& [alias, codec] : kAliases) {
    if (alias == wanted) return codec;
  }
  return std::nullopt;
}

std::string_view codec_name(Codec codec) { return kNames[static_cast<size_t>(codec)]; }

std::optional<CodecErrors> find_codec_errors(std::string_view name) {
  for (const auto& [handler, errors] : kHandlers) {
    if (handler == name) return errors;
  }
  return std::nullopt;
}

void append_escape(char32_t c, std::string* out) {
  char text[16];
  const char* format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
  out->append(text, static_cast<size_t>(std::snprintf(text, sizeof text, format, static_cast<unsigned>(c))));
}

char32_t cp1252_code_point(unsigned char byte) {
  static constexpr char16_t kTable[32] = {
      0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
  };
  return byte >= 0x80 && byte < 0xA0 ? kTable[byte - 0x80] : byte;
}

}  // namespace headrace::pylib
