// Everything that starts with a backslash.
#include "base/unicode.h"
#include "base/unicode_names.h"
#include "pylib/regex/parser_state.h"

namespace headrace::regex {
namespace {

bool is_ascii_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

// The control characters that have letters. \b is one only inside a set.
bool control_escape(char32_t c, char32_t* out) {
  switch (c) {
    case U'a': *out = U'\a'; return true;
    case U'b': *out = U'\b'; return true;
    case U'f': *out = U'\f'; return true;
    case U'n': *out = U'\n'; return true;
    case U'r': *out = U'\r'; return true;
    case U't': *out = U'\t'; return true;
    case U'v': *out = U'\v'; return true;
    case U'\\': *out = U'\\'; return true;
    default: return false;
  }
}

std::optional<Category> category_of(char32_t c) {
  switch (c) {
    case U'd': return Category::kDigit;
    case U'D': return Category::kNotDigit;
    case U's': return Category::kSpace;
    case U'S': return Category::kNotSpace;
    case U'w': return Category::kWord;
    case U'W': return Category::kNotWord;
    default: return std::nullopt;
  }
}

std::optional<Anchor> anchor_of(char32_t c) {
  switch (c) {
    case U'A': return Anchor::kBeginningString;
    case U'b': return Anchor::kBoundary;
    case U'B': return Anchor::kNotBoundary;
    case U'Z': return Anchor::kEndString;
    default: return std::nullopt;
  }
}

uint32_t octal_value(std::u32string_view digits) {
  uint32_t value = 0;
  for (const char32_t c : digits) value = value * 8 + (c - U'0');
  return value;
}

std::string bad_escape(std::u32string_view escape) { return "bad escape " + unicode::encode_all(escape); }

}  // namespace

bool Parser::parse_escape(const Token& token, Sequence* out) {
  const char32_t c = token.chars[1];
  const auto add_literal = [out](char32_t value) {
    out->push_back(Node{.kind = Kind::kLiteral, .value = value});
    return true;
  };
  if (const auto anchor = anchor_of(c)) {
    out->push_back(Node{.kind = Kind::kAt, .value = static_cast<uint32_t>(*anchor)});
    return true;
  }
  if (const auto category = category_of(c)) {
    out->push_back(Node{.kind = Kind::kIn, .set = {SetItem::category(*category)}});
    return true;
  }
  char32_t value = 0;
  if (control_escape(c, &value)) return add_literal(value);
  bool handled = false;
  if (!parse_code_escape(token, &handled, &value)) return false;
  if (handled) return add_literal(value);
  if (c == U'0') {
    std::u32string digits;
    source_.get_while(2, kOctalDigits, &digits);
    return add_literal(octal_value(digits));
  }
  if (c >= U'1' && c <= U'9') return parse_digit_escape(token, out);
  if (is_ascii_letter(c)) return source_.fail(bad_escape(token.text()), 2);
  return add_literal(c);
}

bool Parser::parse_set_escape(const Token& token, SetItem* out) {
  const char32_t c = token.chars[1];
  if (const auto category = category_of(c)) {
    *out = SetItem::category(*category);
    return true;
  }
  char32_t value = 0;
  bool handled = control_escape(c, &value);
  if (!handled && !parse_code_escape(token, &handled, &value)) return false;
  if (handled) {
    *out = SetItem::literal(value);
    return true;
  }
  if (c >= U'0' && c <= U'7') {
    std::u32string escape(token.text());
    source_.get_while(2, kOctalDigits, &escape);
    const uint32_t octal = octal_value(std::u32string_view(escape).substr(1));
    if (octal > 0377) return fail_octal(escape);
    *out = SetItem::literal(octal);
    return true;
  }
  if (c == U'8' || c == U'9' || is_ascii_letter(c)) return source_.fail(bad_escape(token.text()), 2);
  *out = SetItem::literal(c);
  return true;
}

bool Parser::fail_octal(const std::u32string& escape) {
  return source_.fail("octal escape value " + unicode::encode_all(escape) + " outside of range 0-0o377",
                      escape.size());
}

bool Parser::parse_code_escape(const Token& token, bool* handled, char32_t* c) {
  const char32_t letter = token.chars[1];
  *handled = letter == U'x' || (source_.is_text() && (letter == U'u' || letter == U'U' || letter == U'N'));
  if (!*handled) return true;
  if (letter == U'N') return parse_name(c);
  return parse_hex(token, letter == U'x' ? 2 : letter == U'u' ? 4 : 8, c);
}

bool Parser::parse_hex(const Token& token, int digits, char32_t* c) {
  std::u32string escape(token.text());
  source_.get_while(digits, kHexDigits, &escape);
  if (escape.size() != static_cast<size_t>(digits) + 2) {
    return source_.fail("incomplete escape " + unicode::encode_all(escape), escape.size());
  }
  uint32_t value = 0;
  for (const char32_t digit : std::u32string_view(escape).substr(2)) {
    value = value * 16 + (digit <= U'9' ? digit - U'0' : (digit | 0x20) - U'a' + 10);
  }
  if (value > 0x7FFFFFFF) {  // chr() then fails in another way
    return source_.fail_with(CompileError::Kind::kOverflow, "Python int too large to convert to C int");
  }
  if (value > unicode::kMaxCodePoint) return source_.fail(bad_escape(escape), escape.size());
  *c = value;
  return true;
}

// \N{EM DASH}
bool Parser::parse_name(char32_t* c) {
  if (!source_.match(U'{')) return source_.fail("missing {");
  std::u32string name;
  if (!source_.get_until(U'}', "character name", &name)) return false;
  const std::string text = unicode::encode_all(name);
  const auto code = unicode::code_point_of(text);
  if (!code) return source_.fail("undefined character name '" + text + "'", name.size() + 4);
  *c = *code;
  return true;
}

// An octal escape of three digits, or else a group reference of one or two.
bool Parser::parse_digit_escape(const Token& token, Sequence* out) {
  std::u32string escape(token.text());
  const auto is_octal = [](char32_t c) { return c >= U'0' && c <= U'7'; };
  if (source_.next().in(kDigits)) {
    escape.push_back(source_.get().chars[0]);
    if (is_octal(escape[1]) && is_octal(escape[2]) && source_.next().in(kOctalDigits)) {
      escape.push_back(source_.get().chars[0]);
      const uint32_t octal = octal_value(std::u32string_view(escape).substr(1));
      if (octal > 0377) return fail_octal(escape);
      out->push_back(Node{.kind = Kind::kLiteral, .value = octal});
      return true;
    }
  }
  uint32_t group = 0;
  for (const char32_t digit : std::u32string_view(escape).substr(1)) group = group * 10 + (digit - U'0');
  return parse_reference(group, escape.size(), escape.size() - 1, out);
}

// The errors lie that many code points before the present position.
bool Parser::parse_reference(uint32_t group, size_t group_back, size_t invalid_back, Sequence* out) {
  if (group >= groups_so_far()) {
    return source_.fail("invalid group reference " + std::to_string(group), invalid_back);
  }
  if (!is_closed(group)) return source_.fail("cannot refer to an open group", group_back);
  if (!check_lookbehind_group(group)) return false;
  out->push_back(Node{.kind = Kind::kGroupRef, .value = group});
  return true;
}

bool Parser::check_lookbehind_group(uint32_t group) {
  if (!lookbehind_groups_) return true;
  if (!is_closed(group)) return source_.fail("cannot refer to an open group");
  if (group >= *lookbehind_groups_) {
    return source_.fail("cannot refer to group defined in the same lookbehind subpattern");
  }
  return true;
}

}  // namespace headrace::regex
