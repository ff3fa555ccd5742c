// encode_text: code point by code point, but for the everyday case of UTF-8 without lone surrogates, which is
// a copy.

#include "base/unicode.h"
#include "pylib/errors.h"
#include "pylib/text/codec.h"

namespace headrace::pylib {
namespace {

constexpr bool is_surrogate(char32_t c) { return c >= 0xD800 && c < 0xE000; }

class Encoder {
 public:
  Encoder(Context& cx, std::string_view text, Codec codec, std::string_view errors, std::string* out)
      : cx_(cx), text_(text), codec_(codec), errors_name_(errors), out_(out) {}

  bool run() {
    if (codec_ == Codec::kUtf8Sig) out_->append("\xEF\xBB\xBF");
    if (codec_ == Codec::kUtf16 || codec_ == Codec::kUtf32) put(0xFEFF);
    const char* at = text_.data();
    for (const char* const end = at + text_.size(); at < end;) {
      const char* const start = at;
      if (!put(unicode::decode_next(at)) && !put_unencodable(start, &at)) return false;
    }
    return true;
  }

 private:
  // False when the codec has no such character.
  bool put(char32_t c) {
    switch (codec_) {
      case Codec::kUtf8:
      case Codec::kUtf8Sig:
        if (is_surrogate(c)) return false;
        unicode::append(*out_, c);
        return true;
      case Codec::kAscii: return c < 0x80 && put_byte(c);
      case Codec::kLatin1: return c < 0x100 && put_byte(c);
      case Codec::kCp1252: return put_cp1252(c);
      default: return !is_surrogate(c) && put_units(c);
    }
  }

  bool put_byte(char32_t byte) {
    out_->push_back(static_cast<char>(byte));
    return true;
  }

  bool put_cp1252(char32_t c) {
    if (c < 0x80 || (c >= 0xA0 && c < 0x100)) return put_byte(c);
    for (unsigned byte = 0x80; byte < 0xA0; ++byte) {
      if (cp1252_code_point(static_cast<unsigned char>(byte)) == c) return put_byte(byte);
    }
    return false;
  }

  // UTF-16 and UTF-32, surrogates as they are.
  bool put_units(char32_t c) {
    const bool big = codec_ == Codec::kUtf16Be || codec_ == Codec::kUtf32Be;
    if (codec_ >= Codec::kUtf32) {
      put_unit(c, 4, big);
    } else if (c < 0x10000) {
      put_unit(c, 2, big);
    } else {
      put_unit(0xD800 + ((c - 0x10000) >> 10), 2, big);
      put_unit(0xDC00 + (c & 0x3FF), 2, big);
    }
    return true;
  }

  void put_unit(char32_t unit, int bytes, bool big) {
    for (int i = 0; i < bytes; ++i) put_byte(unit >> 8 * (big ? bytes - 1 - i : i) & 0xFF);
  }

  // The run of unencodable characters that starts at `start`; *at moves behind it.
  bool put_unencodable(const char* start, const char** at) {
    if (!errors_) {
      errors_ = find_codec_errors(errors_name_);
      if (!errors_) {
        return fail_with(cx_, Exc::kKeyError, {"unknown error handler name '", errors_name_, "'"});
      }
    }
    const char* next = start;
    const char32_t c = unicode::decode_next(next);
    switch (*errors_) {
      case CodecErrors::kStrict: return fail_strict(start);
      case CodecErrors::kIgnore: break;
      case CodecErrors::kReplace: put('?'); break;
      case CodecErrors::kBackslashReplace: put_backslash(c); break;
      case CodecErrors::kXmlCharRefReplace:
        put_ascii("&#" + std::to_string(static_cast<uint32_t>(c)) + ";");
        break;
      case CodecErrors::kSurrogateEscape:
        if (c < 0xDC80 || c > 0xDCFF || codec_ >= Codec::kUtf16) return fail_strict(start);
        put_byte(c - 0xDC00);
        break;
      case CodecErrors::kSurrogatePass:
        if (!is_surrogate(c) || !put_surrogate(c)) return fail_strict(start);
        break;
    }
    *at = next;
    return out_->size() <= cx_.limits.bytes || cx_.charge_bytes(out_->size());
  }

  void put_ascii(std::string_view text) {
    for (const char c : text) put(static_cast<char32_t>(c));
  }
  void put_backslash(char32_t c) {
    std::string escape;
    append_escape(c, &escape);
    put_ascii(escape);
  }

  bool put_surrogate(char32_t c) {
    if (codec_ == Codec::kUtf8 || codec_ == Codec::kUtf8Sig) {
      unicode::append(*out_, c);
      return true;
    }
    return codec_ >= Codec::kUtf16 && put_units(c);
  }

  std::string_view reason() const {
    switch (codec_) {
      case Codec::kAscii: return "ordinal not in range(128)";
      case Codec::kLatin1: return "ordinal not in range(256)";
      case Codec::kCp1252: return "character maps to <undefined>";
      default: return "surrogates not allowed";
    }
  }

  [[gnu::cold]] bool fail_strict(const char* start) {
    std::string scratch;
    Encoder probe(cx_, text_, codec_, errors_name_, &scratch);
    // A charmap reports the whole run, also what its handler could have escaped.
    while (codec_ == Codec::kCp1252 && start > text_.data()) {
      const char* previous = start;
      if (probe.put(unicode::decode_previous(previous))) break;
      start = previous;
    }
    const size_t first =
        unicode::count_code_points({text_.data(), static_cast<size_t>(start - text_.data())});
    size_t last = first;
    const char* at = start;
    const char32_t c = unicode::decode_next(at);
    // UTF-16 and UTF-32 report one character, the others a run.
    while (codec_ < Codec::kUtf16 && at < text_.data() + text_.size() && !probe.put(unicode::decode_next(at)))
      ++last;
    std::string message = "'";
    message.append(codec_name(codec_));
    if (first == last) {
      message.append("' codec can't encode character '");
      append_escape(c, &message);
      message.append("' in position ").append(std::to_string(first));
    } else {
      message.append("' codec can't encode characters in position ");
      message.append(std::to_string(first)).append("-").append(std::to_string(last));
    }
    return fail_with(cx_, Exc::kUnicodeError, {message, ": ", reason()});
  }

  Context& cx_;
  std::string_view text_;
  Codec codec_;
  std::string_view errors_name_;
  std::optional<CodecErrors> errors_;
  std::string* out_;
};

// Bytes that an encoding makes of one byte of text, at most and without error handlers.
size_t growth(Codec codec) {
  switch (codec) {
    case Codec::kUtf16:
    case Codec::kUtf16Le:
    case Codec::kUtf16Be: return 2;
    case Codec::kUtf32:
    case Codec::kUtf32Le:
    case Codec::kUtf32Be: return 4;
    default: return 1;
  }
}

}  // namespace

bool encode_text(Context& cx, std::string_view text, Codec codec, std::string_view errors, std::string* out) {
  if (!cx.charge_bytes(text.size() * growth(codec) + 4)) return false;
  const bool ascii_based = codec != Codec::kUtf8Sig && codec < Codec::kUtf16;
  if ((ascii_based && unicode::is_ascii(text)) ||
      (codec == Codec::kUtf8 && unicode::is_valid(text, /*allow_surrogates=*/false))) {
    out->append(text);
    return true;
  }
  return Encoder(cx, text, codec, errors, out).run();
}

}  // namespace headrace::pylib
