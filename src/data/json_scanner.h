// A cursor over JSON text, on which json_parser.cpp and json_projector.cpp stand.
//
// Each function leaves the cursor behind what it read, or returns false with the error set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

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
  // `text` without a byte-order mark.
  JsonScanner(std::string_view text, JsonError* error)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()), error_(error) {}

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
  bool take(std::string_view bytes);
  bool at_end() const { return at_ == end_; }
  const char* position() const { return at_; }

  // A string whose opening quote has been taken.
  bool raw_string(JsonString* out);
  bool string(Value* out);
  bool unescape(std::string_view body, std::string* out);

  // Any value; `depth` is how many brackets are open around it.
  bool value(Value* out, int depth);
  // Steps over a value without looking into it: strings and brackets are matched, the rest is any text up to
  // the next comma or bracket.
  bool skip_value();

 private:
  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

  bool word(std::string_view text, Value v, Value* out);
  bool number(Value* out);
  bool array(Value* out, int depth);
  bool object(Value* out, int depth);

  const char* begin_;
  const char* at_;
  const char* end_;
  JsonError* error_;
};

inline std::string_view without_bom(std::string_view text) {
  return text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text;
}

}  // namespace headrace
