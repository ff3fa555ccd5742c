// decode_bytes. A broken sequence goes to the error handler as a range of bytes; which bytes belong to it is
// Python's rule, as it decides how many replacement characters come out.

#include "base/unicode.h"
#include "pylib/errors.h"
#include "pylib/text/ascii.h"
#include "pylib/text/codec.h"

namespace headrace::pylib {
namespace {

constexpr bool is_surrogate(char32_t c) { return c >= 0xD800 && c < 0xE000; }
constexpr bool is_low_surrogate(char32_t c) { return c >= 0xDC00 && c < 0xE000; }

class Decoder {
 public:
  Decoder(Context& cx, std::string_view data, Codec codec, std::string_view errors, std::string* out)
      : cx_(cx), data_(data), codec_(codec), errors_name_(errors), out_(out) {}

  bool run() {
    read_byte_order();
    while (at_ < data_.size()) {
      if (!step()) return false;
      if (out_->size() > cx_.limits.bytes) return cx_.charge_bytes(out_->size());  // fails
    }
    return true;
  }

 private:
  unsigned byte(size_t i) const { return static_cast<unsigned char>(data_[i]); }

  void read_byte_order() {
    // Errors count positions from behind the mark here, but not in UTF-16 and UTF-32.
    if (codec_ == Codec::kUtf8Sig && data_.starts_with("\xEF\xBB\xBF")) data_.remove_prefix(3);
    if (codec_ == Codec::kUtf16 || codec_ == Codec::kUtf32) {
      const int size = codec_ == Codec::kUtf16 ? 2 : 4;
      const bool fits = data_.size() >= static_cast<size_t>(size);
      const bool little = fits && unit(0, size, false) == 0xFEFF;
      const bool big = fits && unit(0, size, true) == 0xFEFF;
      if (little || big) at_ = static_cast<size_t>(size);
      if (size == 2) {
        codec_ = big ? Codec::kUtf16Be : Codec::kUtf16Le;
      } else {
        codec_ = big ? Codec::kUtf32Be : Codec::kUtf32Le;
      }
    }
  }

  char32_t unit(size_t at, int bytes, bool big) const {
    char32_t value = 0;
    for (int i = 0; i < bytes; ++i) {
      value |= static_cast<char32_t>(byte(at + static_cast<size_t>(i))) << 8 * (big ? bytes - 1 - i : i);
    }
    return value;
  }

  // One character, or one broken sequence.
  bool step() {
    switch (codec_) {
      case Codec::kUtf8:
      case Codec::kUtf8Sig: return step_utf8();
      case Codec::kUtf16Le:
      case Codec::kUtf16Be: return step_utf16(codec_ == Codec::kUtf16Be);
      case Codec::kUtf32Le:
      case Codec::kUtf32Be: return step_utf32(codec_ == Codec::kUtf32Be);
      default: return step_byte();
    }
  }

  bool take(char32_t c, size_t bytes) {
    unicode::append(*out_, c);
    at_ += bytes;
    return true;
  }

  bool step_byte() {
    const auto b = static_cast<unsigned char>(data_[at_]);
    if (codec_ == Codec::kAscii && b >= 0x80) return broken(1, "ordinal not in range(128)");
    const char32_t c = codec_ == Codec::kCp1252 ? cp1252_code_point(b) : b;
    if (c == 0 && b != 0) return broken(1, "character maps to <undefined>");
    return take(c, 1);
  }

  bool step_utf8() {
    const unsigned lead = byte(at_);
    if (lead < 0x80) return take(lead, 1);
    if (lead < 0xC2 || lead > 0xF4) return broken(1, "invalid start byte");
    const auto size = static_cast<size_t>(unicode::sequence_size(data_[at_]));
    for (size_t i = 1; i < size; ++i) {
      if (at_ + i == data_.size()) return broken(i, "unexpected end of data");
      // The second byte also shuts out overlong forms, surrogates, and what lies beyond 0x10FFFF.
      const unsigned low = i > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      const unsigned high = i > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (byte(at_ + i) < low || byte(at_ + i) > high) return broken(i, "invalid continuation byte");
    }
    out_->append(data_.substr(at_, size));
    at_ += size;
    return true;
  }

  bool step_utf16(bool big) {
    const size_t left = data_.size() - at_;
    if (left < 2) return broken(left, "truncated data");
    const char32_t first = unit(at_, 2, big);
    if (!is_surrogate(first)) return take(first, 2);
    if (is_low_surrogate(first)) return broken(2, "illegal encoding");
    if (left < 4) return broken(left, "unexpected end of data");
    const char32_t second = unit(at_ + 2, 2, big);
    if (!is_low_surrogate(second)) return broken(2, "illegal UTF-16 surrogate");
    return take(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00), 4);
  }

  bool step_utf32(bool big) {
    const size_t left = data_.size() - at_;
    if (left < 4) return broken(left, "truncated data");
    const char32_t c = unit(at_, 4, big);
    if (is_surrogate(c)) return broken(4, "code point in surrogate code point range(0xd800, 0xe000)");
    if (c > unicode::kMaxCodePoint) return broken(4, "code point not in range(0x110000)");
    return take(c, 4);
  }

  // The `size` bytes here mean nothing: gives them to the error handler.
  bool broken(size_t size, const char* reason) {
    if (!errors_) {
      errors_ = find_codec_errors(errors_name_);
      if (!errors_) {
        return fail_with(cx_, Exc::kKeyError, {"unknown error handler name '", errors_name_, "'"});
      }
    }
    switch (*errors_) {
      case CodecErrors::kStrict: return fail_strict(size, reason);
      case CodecErrors::kIgnore: at_ += size; return true;
      case CodecErrors::kReplace: return take(0xFFFD, size);
      case CodecErrors::kBackslashReplace:
        for (size_t i = 0; i < size; ++i) append_escape(byte(at_ + i), out_);
        at_ += size;
        return true;
      case CodecErrors::kXmlCharRefReplace:
        return cx_.fail(Exc::kTypeError, "don't know how to handle UnicodeDecodeError in error callback");
      case CodecErrors::kSurrogateEscape: return escape_bytes(size, reason);
      case CodecErrors::kSurrogatePass: return pass_surrogate(size, reason);
    }
    return false;
  }

  // Bytes beyond ASCII become U+DC80 to U+DCFF, up to the first below.
  bool escape_bytes(size_t size, const char* reason) {
    size_t escaped = 0;
    for (; escaped < size && byte(at_ + escaped) >= 0x80; ++escaped) {
      unicode::append(*out_, 0xDC00 + byte(at_ + escaped));
    }
    if (escaped == 0) return fail_strict(size, reason);
    at_ += escaped;
    return true;
  }

  // An encoded lone surrogate is let through.
  bool pass_surrogate(size_t size, const char* reason) {
    const size_t left = data_.size() - at_;
    switch (codec_) {
      case Codec::kUtf8:
      case Codec::kUtf8Sig:
        if (left >= 3 && byte(at_) == 0xED && byte(at_ + 1) >= 0xA0 && byte(at_ + 1) <= 0xBF &&
            unicode::is_continuation(data_[at_ + 2])) {
          return take(0xD000 | (byte(at_ + 1) & 0x3F) << 6 | (byte(at_ + 2) & 0x3F), 3);
        }
        break;
      case Codec::kUtf16Le:
      case Codec::kUtf16Be:
        if (left >= 2 && is_surrogate(unit(at_, 2, codec_ == Codec::kUtf16Be))) {
          return take(unit(at_, 2, codec_ == Codec::kUtf16Be), 2);
        }
        break;
      case Codec::kUtf32Le:
      case Codec::kUtf32Be:
        if (left >= 4 && is_surrogate(unit(at_, 4, codec_ == Codec::kUtf32Be))) {
          return take(unit(at_, 4, codec_ == Codec::kUtf32Be), 4);
        }
        break;
      default: break;
    }
    return fail_strict(size, reason);
  }

  [[gnu::cold]] bool fail_strict(size_t size, const char* reason) {
    std::string message = "'";
    message.append(codec_name(codec_));
    if (size == 1) {
      message.append("' codec can't decode byte 0x");
      message.push_back("0123456789abcdef"[byte(at_) >> 4]);
      message.push_back("0123456789abcdef"[byte(at_) & 15]);
      message.append(" in position ").append(std::to_string(at_));
    } else {
      message.append("' codec can't decode bytes in position ");
      message.append(std::to_string(at_)).append("-").append(std::to_string(at_ + size - 1));
    }
    return fail_with(cx_, Exc::kUnicodeError, {message, ": ", reason});
  }

  Context& cx_;
  std::string_view data_;
  Codec codec_;
  std::string_view errors_name_;
  std::optional<CodecErrors> errors_;
  std::string* out_;
  size_t at_ = 0;
};

}  // namespace

bool decode_bytes(Context& cx, std::string_view data, Codec codec, std::string_view errors,
                  std::string* out) {
  if (!cx.charge_bytes(data.size())) return false;
  const bool ascii_based = codec < Codec::kUtf16;
  if ((ascii_based && unicode::is_ascii(data)) ||
      (codec == Codec::kUtf8 && unicode::is_valid(data, /*allow_surrogates=*/false))) {
    out->append(data);
    return true;
  }
  return Decoder(cx, data, codec, errors, out).run();
}

}  // namespace headrace::pylib
