#include "pylib/text/format_spec.h"

#include <cstdio>

#include "base/unicode.h"
#include "data/object.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

bool is_align(char32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

// A type as errors show it: "q", or "\x1f600" beyond the visible.
std::string shown_type(char32_t type) {
  if (type > 32 && type < 128) return std::string(1, static_cast<char>(type));
  char text[12];
  std::snprintf(text, sizeof text, "\\x%x", static_cast<unsigned>(type));
  return text;
}

class SpecParser {
 public:
  SpecParser(Context& cx, const Value& v, std::string_view text, char default_align, FormatSpec* out)
      : cx_(cx),
        value_(v),
        text_(text),
        at_(text.data()),
        end_(at_ + text.size()),
        numeric_(default_align == '>'),
        spec_(*out) {}

  bool run() {
    const bool fill_given = read_align();
    read_sign();
    if (take('z')) spec_.no_negative_zero = true;
    if (take('#')) spec_.alternate = true;
    if (!fill_given && take('0')) {
      spec_.fill = '0';
      if (!align_given_ && numeric_) spec_.align = '=';
    }
    return read_decimal(cx_, &at_, end_, &spec_.width) && read_grouping() && read_precision() &&
           read_type() && check_grouping();
  }

 private:
  // The code point here, without taking it; 0 at the end.
  char32_t peek() const {
    const char* at = at_;
    return at < end_ ? unicode::decode_next(at) : 0;
  }
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  // Whether a fill character is given.
  bool read_align() {
    if (at_ == end_) return false;
    const char* second = at_;
    const char32_t fill = unicode::decode_next(second);
    if (second < end_ && is_align(static_cast<unsigned char>(*second))) {
      spec_.fill = fill;
      spec_.align = *second;
      at_ = second + 1;
      align_given_ = true;
      return true;
    }
    if (is_align(fill)) {
      spec_.align = static_cast<char>(fill);
      ++at_;
      align_given_ = true;
    }
    return false;
  }

  void read_sign() {
    const char32_t c = peek();
    if (c != '+' && c != '-' && c != ' ') return;
    spec_.sign = static_cast<char>(c);
    ++at_;
  }

  bool read_grouping() {
    if (take(',')) spec_.grouping = ',';
    if (peek() == '_') {
      if (spec_.grouping) return both_groupings();
      spec_.grouping = '_';
      ++at_;
    }
    return peek() != ',' || spec_.grouping != '_' || both_groupings();
  }
  [[gnu::cold]] bool both_groupings() {
    return cx_.fail(Exc::kValueError, "Cannot specify both ',' and '_'.");
  }

  bool read_precision() {
    if (!take('.')) return true;
    if (!read_decimal(cx_, &at_, end_, &spec_.precision)) return false;
    return spec_.precision >= 0 || cx_.fail(Exc::kValueError, "Format specifier missing precision");
  }

  bool read_type() {
    if (at_ == end_) return true;
    spec_.type = unicode::decode_next(at_);
    if (at_ == end_) return true;
    return fail_with(cx_, Exc::kValueError,
                     {"Invalid format specifier '", text_, "' for object of type '", type_name(value_), "'"});
  }

  // Which types take thousands separators.
  bool check_grouping() {
    if (!spec_.grouping) return true;
    switch (spec_.type) {
      case 'd':
      case 'e':
      case 'f':
      case 'g':
      case 'E':
      case 'G':
      case 'F':
      case '%':
      case '\0': return true;
      case 'b':
      case 'o':
      case 'x':
      case 'X':
        if (spec_.grouping == '_') return true;
        break;
      default: break;
    }
    return fail_with(cx_, Exc::kValueError,
                     {"Cannot specify '", {&spec_.grouping, 1}, "' with '", shown_type(spec_.type), "'."});
  }

  Context& cx_;
  const Value& value_;
  std::string_view text_;
  const char* at_;
  const char* end_;
  bool numeric_;
  bool align_given_ = false;
  FormatSpec& spec_;
};

}  // namespace

bool read_decimal(Context& cx, const char** at, const char* end, int64_t* out) {
  *out = -1;
  while (*at < end) {
    const char* next = *at;
    const int digit = unicode::decimal_value(unicode::decode_next(next));
    if (digit < 0) break;
    if (*out < 0) *out = 0;
    if (__builtin_mul_overflow(*out, int64_t{10}, out) || __builtin_add_overflow(*out, int64_t{digit}, out)) {
      return cx.fail(Exc::kValueError, "Too many decimal digits in format string");
    }
    *at = next;
  }
  return true;
}

bool parse_format_spec(Context& cx, const Value& v, std::string_view text, char default_type,
                       char default_align, FormatSpec* out) {
  out->align = default_align;
  out->type = static_cast<unsigned char>(default_type);
  return SpecParser(cx, v, text, default_align, out).run();
}

bool unknown_format_code(Context& cx, const Value& v, char32_t type) {
  return fail_with(cx, Exc::kValueError,
                   {"Unknown format code '", shown_type(type), "' for object of type '", type_name(v), "'"});
}

}  // namespace headrace::pylib
