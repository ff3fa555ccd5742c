// str.encode and bytes.decode: the encodings and error handlers that data is met in. Other codecs of Python's
// are unknown here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/context.h"

namespace headrace::pylib {

enum class Codec : uint8_t {
  kUtf8,
  kUtf8Sig,  // with a byte order mark
  kAscii,
  kLatin1,
  kCp1252,
  kUtf16,  // by the byte order mark; written little-endian with one
  kUtf16Le,
  kUtf16Be,
  kUtf32,
  kUtf32Le,
  kUtf32Be,
};

// By any of Python's names, however spelled: "UTF-8", "utf8", "latin1"...
std::optional<Codec> find_codec(std::string_view name);
// As error messages call it.
std::string_view codec_name(Codec codec);

enum class CodecErrors : uint8_t {
  kStrict,
  kIgnore,
  kReplace,
  kBackslashReplace,
  kXmlCharRefReplace,
  kSurrogateEscape,
  kSurrogatePass,
};
std::optional<CodecErrors> find_codec_errors(std::string_view name);

// "\xe9", "\u20ac", "\U0001f600"
void append_escape(char32_t c, std::string* out);
// cp1252: what stands at bytes 0x80 to 0x9F; 0 where nothing does.
char32_t cp1252_code_point(unsigned char byte);

// `errors` is the handler's name; as in Python it is looked up when first needed. Both append to *out.
bool encode_text(Context& cx, std::string_view text, Codec codec, std::string_view errors, std::string* out);
bool decode_bytes(Context& cx, std::string_view data, Codec codec, std::string_view errors, std::string* out);

}  // namespace headrace::pylib
