// A cursor over JSON text, on which json_parser.cpp and json_projector.cpp stand.
//
// Each function leaves the cursor behind what it read, or returns false with the error set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "data/json_parser.h"
#include "data/value.h"

namespace headrace {

// The body of a string, between its quotes, escapes unresolved.
struct JsonString {
  std::string_view body;
  bool escaped = false;
  bool ascii = true;
};

class JsonScanner {
 public:
  // `text` without a byte-order mark. Behind it so many bytes may be read, whatever they are.
  JsonScanner(std::string_view text, JsonError* error, size_t readable_behind = 0)
      : begin_(text.data()),
        at_(text.data()),
        end_(text.data() + text.size()),
        readable_end_(end_ + readable_behind),
        error_(error) {}

  bool fail(const char* message, const char* where) {
    error_->message = message;
    error_->offset = static_cast<size_t>(where - begin_);
    return false;
  }
  bool fail(const char* message) { return fail(message, at_); }

  void skip_space() {
    while (at_ < end_ && is_space(*at_)) ++at_;
  }
  bool at(char c) const { return at_ < end_ && *at_ == c; }
  bool take(char c) {
    if (!at(c)) return false;
    ++at_;
    return true;
  }
  // Exactly these bytes.
  bool take(std::string_view bytes) {
    if (static_cast<size_t>(end_ - at_) < bytes.size() || !same_bytes(at_, bytes.data(), bytes.size()))
      return false;
    at_ += bytes.size();
    return true;
  }
  bool at_end() const { return at_ == end_; }
  const char* position() const { return at_; }
  const char* end() const { return end_; }
  const char* readable_end() const { return readable_end_; }
  void move_to(const char* position) { at_ = position; }

  // A string whose opening quote has been taken.
  bool raw_string(JsonString* out);
  bool string(Value* out);
  bool unescape(std::string_view body, std::string* out);

  // A string whose opening quote has been taken, where it is short and plain, as most are: below 0x80,
  // without escapes. False where raw_string() has to look.
  [[gnu::always_inline]] bool short_string(std::string_view* body) {
#ifdef __SSE2__
    if (readable_end_ - at_ < 32) return false;
    const Special first = special_bytes(at_), second = special_bytes(at_ + 16);
    const uint32_t found = first.found | second.found << 16, high = first.high | second.high << 16;
    if (found == 0) return false;
    const int size = __builtin_ctz(found);
    if (at_[size] != '"' || end_ - at_ <= size || (high & ((uint32_t{1} << size) - 1)) != 0) return false;
    *body = {at_, static_cast<size_t>(size)};
    at_ += size + 1;
    return true;
#else
    return false;
#endif
  }

  // value() and skip_value() of an event's parts, most of which are short strings and numbers.
  [[gnu::always_inline]] bool part(Value* out) {
    std::string_view body;
    if (at('"')) {
      ++at_;
      if (short_string(&body)) {
        *out = Value::string(body, true);
        return true;
      }
      --at_;
    }
    return value(out, 1);
  }
  [[gnu::always_inline]] bool skip_part() {
    std::string_view body;
    if (at('"')) {
      ++at_;
      if (short_string(&body)) return true;
      --at_;
    } else if (!at('[') && !at('{')) {
      const char* const from = at_;
      skip_word();
      if (at_ > from) return true;
    }
    return skip_value();
  }

  // Any value; `depth` is how many brackets are open around it.
  bool value(Value* out, int depth);
  // Steps over a value without looking into it: strings and brackets are matched, the rest is any text up to
  // the next comma or bracket.
  bool skip_value();

 private:
  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

  static bool same_bytes(const char* a, const char* b, size_t n) {
    const auto differ = [&]<typename Word>(Word, size_t at) {
      Word x, y;
      std::memcpy(&x, a + at, sizeof x);
      std::memcpy(&y, b + at, sizeof y);
      return x ^ y;
    };
    if (n >= 8) {
      for (size_t at = 0; at + 8 < n; at += 8) {
        if (differ(uint64_t{}, at)) return false;
      }
      return !differ(uint64_t{}, n - 8);
    }
    if (n >= 4) return !(differ(uint32_t{}, 0) | differ(uint32_t{}, n - 4));
    return n == 0 || !(differ(uint8_t{}, 0) | differ(uint8_t{}, n / 2) | differ(uint8_t{}, n - 1));
  }

#ifdef __SSE2__
  // Of 16 bytes, a bit each: quotes, backslashes and control characters; those with their top bit set.
  struct Special {
    uint32_t found, high;
  };
  static Special special_bytes(const char* p) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    return {static_cast<uint32_t>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control))),
            static_cast<uint32_t>(_mm_movemask_epi8(bytes))};
  }
#endif
  // The first quote, backslash or control character from p on, or the end; *high is set when a byte before it
  // has its top bit set.
  const char* find_special(const char* p, bool* high) const;
  // Up to the next comma, bracket, colon, quote or space.
  void skip_word() {
    while (at_ < end_ && *at_ != ',' && *at_ != ']' && *at_ != '}' && *at_ != ':' && *at_ != '"' &&
           !is_space(*at_))
      ++at_;
  }

  bool word(std::string_view text, Value v, Value* out);
  bool number(Value* out);
  bool count_part() { return ++parts_ <= kJsonPartsMax || fail("too many values in one JSON text"); }
  bool array(Value* out, int depth);
  bool object(Value* out, int depth);

  const char* begin_;
  const char* at_;
  const char* end_;
  const char* readable_end_;
  JsonError* error_;
  uint32_t parts_ = 0;  // items and members read so far
};

inline std::string_view without_bom(std::string_view text) {
  return text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text;
}

}  // namespace headrace
