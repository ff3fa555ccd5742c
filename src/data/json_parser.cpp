#include "data/json_parser.h"

#include <cstring>

#include "base/unicode.h"
#include "data/number_text.h"
#include "data/object.h"

namespace headrace {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string_view without_bom(std::string_view text) {
  return text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text;
}

// A cursor over the text. Each function leaves `at` behind what it read, or returns false with the error set.
class Scanner {
 public:
  Scanner(std::string_view text, JsonError* error)
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
  bool at_end() const { return at_ == end_; }
  const char* position() const { return at_; }

  // The body of a string whose opening quote has been taken, without escapes resolved; *escaped tells whether
  // there are any. Stops behind the closing quote.
  bool raw_string(std::string_view* body, bool* escaped, bool* ascii) {
    const char* start = at_;
    *escaped = false;
    unsigned char bits = 0;
    for (const char* p = at_; p < end_; ++p) {
      const char c = *p;
      if (c == '"') {
        *body = {start, static_cast<size_t>(p - start)};
        *ascii = bits < 0x80;
        at_ = p + 1;
        return true;
      }
      if (c == '\\') {
        *escaped = true;
        ++p;
        continue;
      }
      if (static_cast<unsigned char>(c) < 0x20) return fail("Invalid control character at", p);
      bits |= static_cast<unsigned char>(c);
    }
    return fail("Unterminated string starting at", start - 1);
  }

  bool string(Value* out) {
    std::string_view body;
    bool escaped, ascii;
    const char* quote = at_ - 1;
    if (!raw_string(&body, &escaped, &ascii)) return false;
    if (!ascii && !unicode::is_valid(body, true)) return fail("invalid UTF-8", quote);
    if (!escaped) {
      *out = Value::string(body);
      return true;
    }
    std::string text;
    if (!unescape(body, &text)) return false;
    *out = Value::string(text);
    return true;
  }

  bool unescape(std::string_view body, std::string* out) {
    out->clear();
    const char* p = body.data();
    const char* const stop = p + body.size();
    while (p < stop) {
      if (*p != '\\') {
        const char* run = p;
        while (p < stop && *p != '\\') ++p;
        out->append(run, p);
        continue;
      }
      const char* escape = p;
      const char c = p[1];
      p += 2;
      static constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
      if (const size_t k = kFrom.find(c); k != kFrom.npos) {
        out->push_back(kTo[k]);
        continue;
      }
      if (c != 'u') return fail("Invalid \\escape", escape);
      int32_t unit = hex4(p, stop);
      if (unit < 0) return fail("Invalid \\uXXXX escape", escape + 1);
      p += 4;
      auto point = static_cast<char32_t>(unit);
      if (unit >= 0xd800 && unit < 0xdc00 && stop - p >= 6 && p[0] == '\\' && p[1] == 'u') {
        const int32_t low = hex4(p + 2, stop);
        if (low >= 0xdc00 && low < 0xe000) {
          point = 0x10000 + ((static_cast<char32_t>(unit) - 0xd800) << 10) +
                  (static_cast<char32_t>(low) - 0xdc00);
          p += 6;
        }
      }
      unicode::append(*out, point);
    }
    return true;
  }

  bool value(Value* out, int depth) {
    if (at_ == end_) return fail("Expecting value");
    switch (*at_) {
      case '"': ++at_; return string(out);
      case '{': return object(out, depth);
      case '[': return array(out, depth);
      case 'n': return word("null", Value(), out);
      case 't': return word("true", Value::boolean(true), out);
      case 'f': return word("false", Value::boolean(false), out);
      case 'N': return word("NaN", Value::real(__builtin_nan("")), out);
      case 'I': return word("Infinity", Value::real(__builtin_inf()), out);
      case '-':
        if (end_ - at_ > 1 && at_[1] == 'I') return word("-Infinity", Value::real(-__builtin_inf()), out);
        return number(out);
      default: return is_digit(*at_) ? number(out) : fail("Expecting value");
    }
  }

  // Steps over a value without looking into it: strings and brackets are matched, the rest is any text up to
  // the next comma or bracket.
  bool skip_value() {
    int64_t depth = 0;
    do {
      skip_space();
      if (at_ == end_) return fail("Expecting value");
      const char c = *at_;
      if (c == '"') {
        ++at_;
        std::string_view body;
        bool escaped, ascii;
        if (!raw_string(&body, &escaped, &ascii)) return false;
      } else if (c == '{' || c == '[') {
        ++at_, ++depth;
        continue;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return fail("Expecting value");
        ++at_, --depth;
      } else if (c == ',' || c == ':') {
        if (depth == 0) return fail("Expecting value");
        ++at_;
      } else {
        while (at_ < end_ && *at_ != ',' && *at_ != ']' && *at_ != '}' && *at_ != ':' && *at_ != '"' &&
               !is_space(*at_))
          ++at_;
      }
    } while (depth > 0);
    return true;
  }

 private:
  static int32_t hex4(const char* p, const char* stop) {
    if (stop - p < 4) return -1;
    int32_t unit = 0;
    for (int i = 0; i < 4; ++i) {
      const int h = hex_value(p[i]);
      if (h < 0) return -1;
      unit = unit << 4 | h;
    }
    return unit;
  }

  bool word(std::string_view text, Value v, Value* out) {
    if (static_cast<size_t>(end_ - at_) < text.size() || std::string_view(at_, text.size()) != text) {
      return fail("Expecting value");
    }
    at_ += text.size();
    *out = std::move(v);
    return true;
  }

  bool number(Value* out) {
    const char* const start = at_;
    const char* p = at_;
    if (*p == '-') ++p;
    const char* const digits = p;
    if (p == end_ || !is_digit(*p)) return fail("Expecting value");
    if (*p == '0')
      ++p;
    else
      while (p < end_ && is_digit(*p)) ++p;
    const char* const int_end = p;
    bool is_float = false;
    if (end_ - p > 1 && *p == '.' && is_digit(p[1])) {
      is_float = true;
      for (p += 2; p < end_ && is_digit(*p);) ++p;
    }
    if (p < end_ && (*p == 'e' || *p == 'E')) {
      const char* e = p + 1;
      if (e < end_ && (*e == '+' || *e == '-')) ++e;
      if (e < end_ && is_digit(*e)) {
        is_float = true;
        for (p = e; p < end_ && is_digit(*p);) ++p;
      }
    }
    at_ = p;
    const std::string_view text(start, static_cast<size_t>(p - start));
    if (is_float) {
      double d;
      if (!parse_float(text, &d)) return fail("Expecting value", start);
      *out = Value::real(d);
      return true;
    }
    if (int_end - digits <= 18) {
      int64_t i = 0;
      for (const char* d = digits; d < int_end; ++d) i = i * 10 + (*d - '0');
      *out = Value::integer(*start == '-' ? -i : i);
      return true;
    }
    if (parse_int(text, 10, out) != IntText::kOk)
      return fail("Exceeds the limit (4300 digits) for integer string conversion", start);
    return true;
  }

  bool array(Value* out, int depth) {
    if (depth >= kJsonDepthMax) return fail("maximum recursion depth exceeded");
    ++at_;
    auto* list = new ListObj();
    Value result = Value::adopt(list);
    skip_space();
    if (!take(']')) {
      for (;;) {
        list->items.emplace_back();
        if (!value(&list->items.back(), depth + 1)) return false;
        skip_space();
        if (take(']')) break;
        if (!take(',')) return fail("Expecting ',' delimiter");
        skip_space();
      }
    }
    *out = std::move(result);
    return true;
  }

  bool object(Value* out, int depth) {
    if (depth >= kJsonDepthMax) return fail("maximum recursion depth exceeded");
    ++at_;
    auto* dict = new DictObj();
    Value result = Value::adopt(dict);
    skip_space();
    if (!take('}')) {
      for (;;) {
        Value key;
        if (!take('"')) return fail("Expecting property name enclosed in double quotes");
        if (!string(&key)) return false;
        skip_space();
        if (!take(':')) return fail("Expecting ':' delimiter");
        skip_space();
        Value item;
        if (!value(&item, depth + 1)) return false;
        bool inserted;
        dict->table.find_or_insert(key, &inserted)->value = std::move(item);
        skip_space();
        if (take('}')) break;
        if (!take(',')) return fail("Expecting ',' delimiter");
        skip_space();
      }
    }
    *out = std::move(result);
    return true;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  JsonError* error_;
};

}  // namespace

bool parse_json(std::string_view text, Value* out, JsonError* error) {
  Scanner scan(without_bom(text), error);
  scan.skip_space();
  if (!scan.value(out, 0)) return false;
  scan.skip_space();
  return scan.at_end() || scan.fail("Extra data");
}

JsonProjector::JsonProjector(std::vector<std::string> keys, bool strict)
    : keys_(std::move(keys)), strict_(strict) {}

int JsonProjector::find(std::string_view key, size_t position) {
  if (position < expected_.size()) {
    const int guess = expected_[position];
    if (guess >= 0 && keys_[static_cast<size_t>(guess)] == key) return guess;
  }
  int found = -1;
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] == key) found = static_cast<int>(i);
  }
  if (position < 4096) {
    if (position >= expected_.size()) expected_.resize(position + 1, -1);
    expected_[position] = found;
  }
  return found;
}

bool JsonProjector::read(std::string_view text, Value* slots, JsonError* error) {
  Scanner scan(without_bom(text), error);
  scan.skip_space();
  if (!scan.take('{')) return scan.fail(scan.at_end() ? "Expecting value" : "the event is not an object");
  scan.skip_space();
  Value unread;
  for (size_t position = 0; !scan.take('}'); ++position) {
    if (position > 0) {
      if (!scan.take(',')) return scan.fail("Expecting ',' delimiter");
      scan.skip_space();
    }
    if (!scan.take('"')) return scan.fail("Expecting property name enclosed in double quotes");
    std::string_view key;
    bool escaped, ascii;
    if (!scan.raw_string(&key, &escaped, &ascii)) return false;
    if (escaped) {
      if (!scan.unescape(key, &decoded_key_)) return false;
      key = decoded_key_;
    }
    scan.skip_space();
    if (!scan.take(':')) return scan.fail("Expecting ':' delimiter");
    scan.skip_space();
    const int slot = find(key, position);
    if (slot >= 0) {
      if (!scan.value(&slots[slot], 1)) return false;
    } else if (!(strict_ ? scan.value(&unread, 1) : scan.skip_value())) {
      return false;
    }
    scan.skip_space();
  }
  scan.skip_space();
  return scan.at_end() || scan.fail("Extra data");
}

}  // namespace headrace
