#include "expr/lexer.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"

namespace headrace::expr {
namespace {

constexpr std::array<std::string_view, 35> kKeywords = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

constexpr int kBracketDepthMax = 200;  // CPython's MAXLEVEL

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }
bool is_digit_of(char c, int base) {
  if (base == 16) return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  return c >= '0' && c < '0' + base;
}

class Lexer {
 public:
  Lexer(std::string_view source, std::vector<Token>* tokens, SyntaxError* error)
      : source_(source), tokens_(tokens), error_(error) {}

  bool run() {
    if (source_.find('\0') != source_.npos) return fail(0, "source code cannot contain null bytes");
    if (!check_indent()) return false;
    while (pos_ < source_.size()) {
      if (!next()) return false;
    }
    if (!brackets_.empty()) {
      const Token& open = (*tokens_)[brackets_.back()];
      return fail(open.begin, "'" + std::string(open.text) + "' was never closed", open.end);
    }
    push(TokenType::kEnd, static_cast<uint32_t>(source_.size()));
    return true;
  }

 private:
  char peek(size_t ahead = 0) const { return pos_ + ahead < source_.size() ? source_[pos_ + ahead] : '\0'; }

  bool fail(size_t begin, std::string message, size_t end = 0) {
    error_->message = std::move(message);
    error_->begin = static_cast<uint32_t>(begin);
    error_->end = static_cast<uint32_t>(end > begin ? end : std::min(begin + 1, source_.size()));
    return false;
  }

  void push(TokenType type, uint32_t begin) {
    tokens_->push_back({type, begin, static_cast<uint32_t>(pos_), source_.substr(begin, pos_ - begin)});
  }

  // As compile(): blank and comment lines may come first, but the expression starts at its line's first
  // column.
  bool check_indent() {
    size_t line = 0;
    for (size_t i = 0; i < source_.size(); ++i) {
      const char c = source_[i];
      if (c == '\n' || c == '\r') {
        line = i + 1;
      } else if (c == '#') {
        while (i + 1 < source_.size() && source_[i + 1] != '\n' && source_[i + 1] != '\r') ++i;
      } else if (c != ' ' && c != '\t' && c != '\f') {
        const bool indented =
            source_.substr(line, i - line).find_first_not_of('\f') != std::string_view::npos;
        return !indented || fail(line, "unexpected indent", i);
      }
    }
    return true;
  }

  bool next() {
    const char c = peek();
    const auto begin = static_cast<uint32_t>(pos_);
    if (c == ' ' || c == '\t' || c == '\f') {
      ++pos_;
      return true;
    }
    if (c == '\n' || c == '\r') {
      pos_ += c == '\r' && peek(1) == '\n' ? 2 : 1;
      if (brackets_.empty() && !tokens_->empty() && tokens_->back().type != TokenType::kNewline) {
        push(TokenType::kNewline, begin);
      }
      return true;
    }
    if (c == '\\') return continuation();
    if (c == '#') {
      while (pos_ < source_.size() && peek() != '\n' && peek() != '\r') ++pos_;
      return true;
    }
    if (is_name_start(c)) return name_or_string();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (c == '"' || c == '\'') return string(begin);
    return op();
  }

  bool continuation() {
    const char after = peek(1);
    if (after != '\n' && after != '\r')
      return fail(pos_, "unexpected character after line continuation character");
    pos_ += after == '\r' && peek(2) == '\n' ? 3 : 2;
    if (pos_ >= source_.size()) return fail(pos_ - 1, "unexpected EOF while parsing");
    return true;
  }

  bool name_or_string() {
    const auto begin = static_cast<uint32_t>(pos_);
    // A string prefix: one or two of b, r, u, f before a quote.
    size_t n = 0;
    bool b = false, r = false, u = false, f = false;
    for (;; ++n) {
      const char p = static_cast<char>(peek(n) | 0x20);
      if (p == 'b' && !b && !u && !f)
        b = true;
      else if (p == 'r' && !r && !u)
        r = true;
      else if (p == 'f' && !f && !b && !u)
        f = true;
      else if (p == 'u' && !b && !r && !u && !f)
        u = true;
      else
        break;
    }
    if (n > 0 && (peek(n) == '"' || peek(n) == '\'')) {
      pos_ += n;
      return string(begin);
    }
    while (pos_ < source_.size() && is_name_part(peek())) ++pos_;
    return check_identifier(begin) && (push(TokenType::kName, begin), true);
  }

  bool check_identifier(size_t begin) {
    const std::string_view text = source_.substr(begin, pos_ - begin);
    bool first = true;
    for (const char* at = text.data(); at < text.data() + text.size();) {
      const char* start = at;
      const char32_t point = unicode::decode_next(at);
      if (point >= 0x80 &&
          !(first ? unicode::is_identifier_start(point) : unicode::is_identifier_continue(point))) {
        char code[16];
        std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(point));
        const size_t offset = begin + static_cast<size_t>(start - text.data());
        return fail(offset, "invalid character '" + std::string(start, at) + "' (" + code + ")",
                    offset + static_cast<size_t>(at - start));
      }
      first = false;
    }
    return true;
  }

  // Digits of `base` with single underscores between them; false when malformed.
  bool digits(int base) {
    for (;;) {
      if (!is_digit_of(peek(), base)) return false;
      while (is_digit_of(peek(), base)) ++pos_;
      if (peek() != '_') return true;
      ++pos_;
    }
  }

  bool number() {
    const auto begin = static_cast<uint32_t>(pos_);
    const char marker = static_cast<char>(peek(1) | 0x20);
    if (peek() == '0' && (marker == 'x' || marker == 'o' || marker == 'b'))
      return radix_number(begin, marker);
    const char* const what = "invalid decimal literal";
    bool is_float = false;
    if (peek() != '.') {
      if (!digits(10)) return fail(begin, what);
    }
    if (peek() == '.') {
      is_float = true;
      ++pos_;
      if (is_digit(peek()) && !digits(10)) return fail(begin, what);
    }
    const char e = static_cast<char>(peek() | 0x20);
    if (e == 'e' && (is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && is_digit(peek(2))))) {
      is_float = true;
      pos_ += is_digit(peek(1)) ? 1 : 2;
      if (!digits(10)) return fail(begin, what);
    }
    if ((peek() | 0x20) == 'j') {
      ++pos_;
      return fail(begin, "complex numbers are not supported", pos_);
    }
    const std::string_view text = source_.substr(begin, pos_ - begin);
    if (!is_float && text[0] == '0' && text.find_first_not_of("0_") != text.npos) {
      return fail(
          begin,
          "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
          pos_);
    }
    if (!check_number_end(what)) return false;
    push(TokenType::kNumber, begin);
    return true;
  }

  bool radix_number(uint32_t begin, char marker) {
    const int base = marker == 'x' ? 16 : marker == 'o' ? 8 : 2;
    const std::string kind = marker == 'x' ? "hexadecimal" : marker == 'o' ? "octal" : "binary";
    pos_ += 2;
    if (peek() == '_') ++pos_;
    if (!digits(base)) {
      if (is_digit(peek()))
        return fail(pos_, "invalid digit '" + std::string(1, peek()) + "' in " + kind + " literal");
      return fail(begin, "invalid " + kind + " literal");
    }
    if (is_digit(peek()))
      return fail(pos_, "invalid digit '" + std::string(1, peek()) + "' in " + kind + " literal");
    if (!check_number_end(("invalid " + kind + " literal").c_str())) return false;
    push(TokenType::kNumber, begin);
    return true;
  }

  // A number may touch a keyword (`1if x else 2`), nothing else that looks like a name.
  bool check_number_end(const char* message) {
    if (!is_name_part(peek())) return true;
    size_t n = 0;
    while (is_name_part(peek(n))) ++n;
    const std::string_view word = source_.substr(pos_, n);
    for (std::string_view allowed : {"and", "else", "for", "if", "in", "is", "or", "not"}) {
      if (word.starts_with(allowed)) return true;
    }
    return fail(pos_, message);
  }

  bool string(uint32_t begin) {
    const char quote = peek();
    const bool triple = peek(1) == quote && peek(2) == quote;
    pos_ += triple ? 3 : 1;
    for (;;) {
      if (pos_ >= source_.size()) {
        return fail(begin,
                    triple ? "unterminated triple-quoted string literal" : "unterminated string literal");
      }
      const char c = peek();
      if (c == '\\') {
        pos_ += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
        continue;
      }
      if (!triple && (c == '\n' || c == '\r')) return fail(begin, "unterminated string literal");
      if (c == quote && (!triple || (peek(1) == quote && peek(2) == quote))) {
        pos_ += triple ? 3 : 1;
        break;
      }
      ++pos_;
    }
    if (pos_ > source_.size()) return fail(begin, "unterminated string literal");
    push(TokenType::kString, begin);
    return true;
  }

  bool op() {
    static constexpr std::string_view kThree[] = {"...", "**=", "//=", "<<=", ">>="};
    static constexpr std::string_view kTwo[] = {"**", "//", "<<", ">>", "<=", ">=", "==", "!=", ":=", "->",
                                                "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", "<>"};
    const auto begin = static_cast<uint32_t>(pos_);
    const std::string_view rest = source_.substr(pos_);
    size_t n = 1;
    for (std::string_view o : kTwo) {
      if (rest.starts_with(o)) n = 2;
    }
    for (std::string_view o : kThree) {
      if (rest.starts_with(o)) n = 3;
    }
    const char c = rest[0];
    if (n == 1 && std::string_view("+-*/%@&|^~<>()[]{},:.;=").find(c) == std::string_view::npos) {
      return fail(begin, c >= 0x20 ? "invalid syntax" : "invalid non-printable character");
    }
    pos_ += n;
    push(TokenType::kOperator, begin);
    return n > 1 || track_bracket(c);
  }

  bool track_bracket(char c) {
    const auto at = static_cast<uint32_t>(pos_ - 1);
    if (c == '(' || c == '[' || c == '{') {
      if (brackets_.size() >= kBracketDepthMax) return fail(at, "too many nested parentheses");
      brackets_.push_back(tokens_->size() - 1);
      return true;
    }
    if (c != ')' && c != ']' && c != '}') return true;
    if (brackets_.empty()) return fail(at, std::string("unmatched '") + c + "'");
    const char open = (*tokens_)[brackets_.back()].text[0];
    if ((open == '(' && c != ')') || (open == '[' && c != ']') || (open == '{' && c != '}')) {
      return fail(at, std::string("closing parenthesis '") + c + "' does not match opening parenthesis '" +
                          open + "'");
    }
    brackets_.pop_back();
    return true;
  }

  std::string_view source_;
  std::vector<Token>* tokens_;
  SyntaxError* error_;
  size_t pos_ = 0;
  std::vector<size_t> brackets_;  // token indexes of what is open
};

}  // namespace

bool is_keyword(std::string_view word) {
  return std::any_of(kKeywords.begin(), kKeywords.end(), [word](std::string_view keyword) {
    return keyword.front() == word.front() && keyword == word;
  });
}

bool tokenize(std::string_view source, std::vector<Token>* tokens, SyntaxError* error, uint32_t offset) {
  if (!unicode::is_valid(source, true)) {
    *error = {"the expression is not UTF-8", offset, offset + static_cast<uint32_t>(source.size())};
    return false;
  }
  const bool ok = Lexer(source, tokens, error).run();
  if (offset == 0) return ok;
  for (Token& token : *tokens) {
    token.begin += offset;
    token.end += offset;
  }
  if (!ok) {
    error->begin += offset;
    error->end += offset;
  }
  return ok;
}

}  // namespace headrace::expr
