#include "expr/format_string.h"

#include <algorithm>
#include <vector>

#include "expr/parser_impl.h"

namespace headrace::expr {

bool FormatString::fail(uint32_t at, std::string message) {
  if (error_->message.empty()) *error_ = {"f-string: " + std::move(message), at, at + 1};
  return false;
}

// At level 0 until the end of the literal; in a format spec until the } that closes its field.
bool FormatString::parse_level(int level, std::string* text, const std::function<void(Node*)>& emit) {
  for (;;) {
    if (!literal_text(level, text)) return false;
    if (pos_ >= literal_.body_end || peek() == '}') return true;
    Node* node = field(level, text);
    if (!node) return false;
    emit(node);
  }
}

bool FormatString::literal_text(int level, std::string* text) {
  const auto flush = [&](uint32_t begin) {
    return unescape(source_.substr(begin, pos_ - begin), begin, false, literal_.is_raw, text, error_);
  };
  uint32_t begin = pos_;
  while (pos_ < literal_.body_end) {
    const char c = peek();
    if (c == '\\' && !literal_.is_raw && peek(1) != '{' && peek(1) != '}') {
      const bool is_named = peek(1) == 'N' && peek(2) == '{';  // its braces are no field's
      pos_ += 2;
      if (is_named)
        pos_ = static_cast<uint32_t>(std::min<size_t>(source_.find('}', pos_), literal_.body_end));
      if (is_named && pos_ < literal_.body_end) ++pos_;
      continue;
    }
    if (c == '{' || c == '}') {
      if (level > 0) break;
      if (peek(1) != c) {
        if (c == '}') return fail(pos_, "single '}' is not allowed");
        break;
      }
      ++pos_;
      if (!flush(begin)) return false;
      begin = ++pos_;
      continue;
    }
    ++pos_;
  }
  return flush(begin);
}

Node* FormatString::field(int level, std::string* text) {
  if (level >= 2) return fail(pos_, "expressions nested too deeply"), nullptr;
  const uint32_t field_begin = pos_++;
  const uint32_t begin = pos_;
  if (!find_expression_end(begin)) return nullptr;
  Node* value = expression(begin, pos_);
  if (!value) return nullptr;
  bool self_documenting = false;
  if (peek() == '=') {
    self_documenting = true;
    ++pos_;
    while (pos_ < literal_.body_end && std::string_view(" \t\n\r\f\v").find(peek()) != std::string_view::npos)
      ++pos_;
    text->append(source_.substr(begin, pos_ - begin));
  }
  char conversion_char = 0;
  if (peek() == '!' && !conversion(&conversion_char)) return nullptr;
  Node* spec = nullptr;
  if (peek() == ':') {
    ++pos_;
    spec = format_spec(level);
    if (!spec) return nullptr;
  }
  if (peek() != '}') return fail(field_begin, "expecting '}'"), nullptr;
  ++pos_;
  if (self_documenting && !conversion_char && !spec) conversion_char = 'r';
  return ast_->make<FormattedValue>(field_begin, pos_, value, conversion_char, spec);
}

// Leaves pos_ at the `=`, `!`, `:` or `}` that ends the expression.
bool FormatString::find_expression_end(uint32_t begin) {
  std::vector<char> open;
  char quote = 0;
  bool triple = false;
  for (; pos_ < literal_.body_end; ++pos_) {
    const char c = peek();
    if (c == '\\') return fail(pos_, "expression part cannot include a backslash");
    if (quote) {
      if (c != quote) continue;
      if (!triple) {
        quote = 0;
      } else if (peek(1) == quote && peek(2) == quote) {
        pos_ += 2;
        quote = 0;
      }
      continue;
    }
    if (c == '\'' || c == '"') {
      quote = c;
      triple = peek(1) == c && peek(2) == c;
      if (triple) pos_ += 2;
      continue;
    }
    if (c == '#') return fail(pos_, "expression part cannot include '#'");
    if (c == '(' || c == '[' || c == '{') {
      if (open.size() >= 200) return fail(pos_, "too many nested parenthesis");
      open.push_back(c);
      continue;
    }
    if (open.empty() && (c == '!' || c == ':' || c == '}' || c == '=' || c == '<' || c == '>')) {
      if (peek(1) == '=' && c != ':' && c != '}') {
        ++pos_;
        continue;
      }
      if (c == '<' || c == '>') continue;
      break;
    }
    if (c == ')' || c == ']' || c == '}') {
      if (open.empty()) return fail(pos_, std::string("unmatched '") + c + "'");
      const char o = open.back();
      if ((o == '(' && c != ')') || (o == '[' && c != ']') || (o == '{' && c != '}')) {
        return fail(pos_, std::string("closing parenthesis '") + c +
                              "' does not match opening parenthesis '" + o + "'");
      }
      open.pop_back();
    }
  }
  if (quote) return fail(begin, "unterminated string");
  if (!open.empty()) return fail(begin, std::string("unmatched '") + open.back() + "'");
  if (pos_ >= literal_.body_end) return fail(begin - 1, "expecting '}'");
  return true;
}

// The expression stands alone in the text that is taken apart, in parentheses. Its tokens are where they are
// in the source.
Node* FormatString::expression(uint32_t begin, uint32_t end) {
  const std::string_view body = source_.substr(begin, end - begin);
  if (body.find_first_not_of(" \t\n\r\f\v") == body.npos)
    return fail(begin - 1, "empty expression not allowed"), nullptr;
  const std::string text = "(" + std::string(body) + ")";
  std::vector<Token> tokens;
  SyntaxError inner;
  Node* node = nullptr;
  if (tokenize(text, &tokens, &inner, begin - 1))
    node = Parser(source_, std::move(tokens), ast_, depth_ + 1, &inner).root();
  if (!node && error_->message.empty()) {
    *error_ = std::move(inner);
    if (!error_->message.starts_with("f-string: ")) error_->message.insert(0, "f-string: ");
  }
  return node;
}

bool FormatString::conversion(char* out) {
  ++pos_;
  const char c = peek();
  if (c != 's' && c != 'r' && c != 'a') {
    return fail(pos_, "invalid conversion character: expected 's', 'r', or 'a'");
  }
  *out = c;
  ++pos_;
  if (peek() != ':' && peek() != '}') return fail(pos_, "expecting '}'");
  return true;
}

Node* FormatString::format_spec(int level) {
  auto* spec = ast_->make<JoinedStr>(pos_, pos_);
  std::string text;
  const auto flush = [&] {
    if (!text.empty()) spec->parts.push_back(ast_->make<Constant>(spec->begin, pos_, Value::string(text)));
    text.clear();
  };
  const auto emit = [&](Node* part) {
    flush();
    spec->parts.push_back(part);
  };
  if (!parse_level(level + 1, &text, emit)) return nullptr;
  flush();
  spec->end = pos_;
  return spec;
}

}  // namespace headrace::expr
