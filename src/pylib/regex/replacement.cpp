#include "pylib/regex/replacement.h"

#include "base/unicode.h"
#include "pylib/regex/tokenizer.h"

namespace headrace::regex {

class ReplacementParser {
 public:
  ReplacementParser(std::u32string_view source, bool is_text, const Program& program, CompileError* error,
                    std::vector<Replacement::Piece>* pieces)
      : source_(source, is_text, error), program_(program), pieces_(pieces) {}

  bool parse_all();

 private:
  bool parse_escape(const Token& token);
  bool parse_named();
  bool parse_digits(const Token& token);
  bool add_group(uint64_t group, const std::string& digits, size_t back);
  void add_literal(char32_t c) {
    if (source_.is_text()) {
      unicode::append(literal_, c);
    } else {
      literal_.push_back(static_cast<char>(c));
    }
  }

  Tokenizer source_;
  const Program& program_;
  std::vector<Replacement::Piece>* pieces_;
  std::string literal_;
};

bool ReplacementParser::parse_all() {
  for (;;) {
    const Token token = source_.get();
    if (token.is_end()) break;
    if (!token.is_escape()) {
      add_literal(token.chars[0]);
    } else if (!parse_escape(token)) {
      return false;
    }
  }
  if (!literal_.empty()) pieces_->push_back({std::move(literal_), kNone});
  return !source_.failed();
}

bool ReplacementParser::parse_escape(const Token& token) {
  const char32_t c = token.chars[1];
  if (c == U'g') return parse_named();
  if (c >= U'0' && c <= U'9') return parse_digits(token);
  constexpr std::string_view kLetters = "abfnrtv\\";
  constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\";
  const size_t known = c < 0x80 ? kLetters.find(static_cast<char>(c)) : std::string_view::npos;
  if (known != std::string_view::npos) {
    add_literal(static_cast<char32_t>(kMeanings[known]));
    return true;
  }
  if ((c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')) {
    return source_.fail("bad escape " + unicode::encode_all(token.text()), 2);
  }
  add_literal(U'\\');
  add_literal(c);
  return true;
}

// \g<name> or \g<number>
bool ReplacementParser::parse_named() {
  if (!source_.match(U'<')) return source_.fail("missing <");
  std::u32string name;
  if (!source_.get_until(U'>', "group name", &name)) return false;
  if (is_identifier(name)) {
    const uint32_t group = program_.group_of(unicode::encode_all(name));
    if (group == 0) {
      return source_.fail_with(CompileError::Kind::kIndex, "unknown group name " + quoted(name));
    }
    return add_group(group, std::string(), name.size() + 1);
  }
  GroupNumber number;
  if (!parse_group_number(name, &number)) {
    return source_.fail("bad character in group name " + quoted(name), name.size() + 1);
  }
  return add_group(number.value, number.digits, name.size() + 1);
}

// \0 and three octal digits are characters, other digits a group.
bool ReplacementParser::parse_digits(const Token& token) {
  std::u32string digits(1, token.chars[1]);
  const auto is_octal = [](char32_t c) { return c >= U'0' && c <= U'7'; };
  if (digits[0] == U'0') {
    source_.get_while(2, kOctalDigits, &digits);
  } else if (source_.next().in(kDigits)) {
    digits.push_back(source_.get().chars[0]);
    if (is_octal(digits[0]) && is_octal(digits[1])) source_.get_while(1, kOctalDigits, &digits);
  }
  if (digits[0] != U'0' && digits.size() < 3) {
    const std::string number = unicode::encode_all(digits);
    return add_group(std::stoul(number), number, digits.size());
  }
  char32_t value = 0;
  for (const char32_t digit : digits) value = value * 8 + (digit - U'0');
  if (value > 0377) {
    return source_.fail("octal escape value \\" + unicode::encode_all(digits) + " outside of range 0-0o377",
                        digits.size() + 1);
  }
  add_literal(value);
  return true;
}

bool ReplacementParser::add_group(uint64_t group, const std::string& digits, size_t back) {
  if (group > program_.group_count) return source_.fail("invalid group reference " + digits, back);
  pieces_->push_back({std::move(literal_), static_cast<uint32_t>(group)});
  literal_.clear();
  return true;
}

bool Replacement::parse(std::string_view source, bool is_text, const Program& program, CompileError* error) {
  std::u32string characters;
  if (is_text) {
    characters = unicode::decode_all(source);
  } else {
    for (const char byte : source) characters.push_back(static_cast<uint8_t>(byte));
  }
  return ReplacementParser(characters, is_text, program, error, &pieces_).parse_all();
}

void Replacement::append_to(const Matcher& match, const Text& text, std::string* out) const {
  for (const Piece& piece : pieces_) {
    *out += piece.literal;
    if (piece.group == kNone) continue;
    const Span span = match.group(piece.group);
    if (span.begin != kNone) text.append_slice(span.begin, span.end, out);
  }
}

std::string escape(std::string_view pattern) {
  constexpr std::string_view kSpecial = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
  std::string out;
  out.reserve(pattern.size() * 2);
  for (const char c : pattern) {
    if (kSpecial.find(c) != std::string_view::npos) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

}  // namespace headrace::regex
