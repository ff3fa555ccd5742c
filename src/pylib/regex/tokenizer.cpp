#include "pylib/regex/tokenizer.h"

#include <algorithm>
#include <cstdio>

#include "base/unicode.h"

namespace headrace::regex {
namespace {

void append_escape(char32_t c, std::string* out) {
  char buffer[16];
  const char* format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
  std::snprintf(buffer, sizeof buffer, format, static_cast<unsigned>(c));
  *out += buffer;
}

// As str.encode('ascii', 'backslashreplace'): messages about bytes patterns are ASCII.
std::string escape_non_ascii(std::string_view text) {
  std::string out;
  for (const char32_t c : unicode::decode_all(text)) {
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
    } else {
      append_escape(c, &out);
    }
  }
  return out;
}

}  // namespace

Tokenizer::Tokenizer(std::u32string_view pattern, bool is_text, CompileError* error)
    : pattern_(pattern), is_text_(is_text), error_(error) {
  advance();
}

void Tokenizer::advance() {
  if (failed_ || index_ >= pattern_.size()) {
    next_ = Token();
    return;
  }
  const char32_t c = pattern_[index_];
  if (c != U'\\') {
    next_ = Token{{c, 0}, 1};
    ++index_;
    return;
  }
  if (index_ + 1 >= pattern_.size()) {
    next_ = Token();
    fail_at("bad escape (end of pattern)", static_cast<int64_t>(pattern_.size()) - 1);
    return;
  }
  next_ = Token{{c, pattern_[index_ + 1]}, 2};
  index_ += 2;
}

Token Tokenizer::get() {
  const Token token = next_;
  advance();
  return token;
}

bool Tokenizer::match(char32_t c) {
  if (!next_.is(c)) return false;
  advance();
  return true;
}

void Tokenizer::get_while(int limit, std::string_view set, std::u32string* out) {
  for (int i = 0; i < limit && next_.in(set); ++i) out->push_back(get().chars[0]);
}

bool Tokenizer::get_until(char32_t terminator, std::string_view name, std::u32string* out) {
  for (;;) {
    const Token token = get();
    if (failed_) return false;
    if (token.is_end()) {
      if (out->empty()) return fail("missing " + std::string(name));
      return fail("missing " + unicode::encode_all({&terminator, 1}) + ", unterminated name", out->size());
    }
    if (token.is(terminator)) break;
    *out += token.text();
  }
  return !out->empty() || fail("missing " + std::string(name), 1);
}

void Tokenizer::seek(size_t index) {
  index_ = index;
  advance();
}

bool Tokenizer::fail(std::string_view message, size_t back) {
  return fail_at(message, static_cast<int64_t>(position()) - static_cast<int64_t>(back));
}

bool Tokenizer::fail_at(std::string_view message, int64_t position) {
  if (failed_) return false;
  failed_ = true;
  error_->kind = CompileError::Kind::kPattern;
  error_->message = is_text_ ? std::string(message) : escape_non_ascii(message);
  error_->position = position;
  return false;
}

bool Tokenizer::fail_with(CompileError::Kind kind, std::string_view message) {
  if (failed_) return false;
  failed_ = true;
  *error_ = CompileError{kind, std::string(message), -1};
  return false;
}

bool Tokenizer::check_group_name(std::u32string_view name, size_t extra) {
  if (is_identifier(name)) return true;
  return fail("bad character in group name " + quoted(name), name.size() + extra);
}

bool is_identifier(std::u32string_view name) {
  return !name.empty() && unicode::is_identifier_start(name[0]) &&
         std::all_of(name.begin() + 1, name.end(), unicode::is_identifier_continue);
}

bool parse_group_number(std::u32string_view text, GroupNumber* out) {
  while (!text.empty() && unicode::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && unicode::is_space(text.back())) text.remove_suffix(1);
  bool negative = false;
  if (!text.empty() && (text[0] == U'+' || text[0] == U'-')) {
    negative = text[0] == U'-';
    text.remove_prefix(1);
  }
  *out = GroupNumber{0, "0"};
  size_t digits = 0;
  bool after_digit = false;
  for (const char32_t c : text) {
    if (c == U'_' && after_digit) {
      after_digit = false;
      continue;
    }
    const int digit = unicode::decimal_value(c);
    if (digit < 0) return false;
    if (out->value == 0) out->digits.clear();
    out->digits.push_back(static_cast<char>('0' + digit));
    out->value = std::min<uint64_t>(out->value * 10 + static_cast<uint64_t>(digit), kMaxGroups);
    after_digit = true;
    ++digits;
  }
  return after_digit && digits <= kMaxIntDigits && !(negative && out->value != 0);
}

std::string quoted(std::u32string_view text) {
  const bool has_single = text.find(U'\'') != std::u32string_view::npos;
  const bool has_double = text.find(U'"') != std::u32string_view::npos;
  const char32_t quote = has_single && !has_double ? U'"' : U'\'';
  std::string out(1, static_cast<char>(quote));
  for (const char32_t c : text) {
    if (c == quote || c == U'\\') {
      out.push_back('\\');
      out.push_back(static_cast<char>(c));
    } else if (c == U'\n' || c == U'\r' || c == U'\t') {
      out += c == U'\n' ? "\\n" : c == U'\r' ? "\\r" : "\\t";
    } else if (unicode::is_printable(c)) {
      unicode::append(out, c);
    } else {
      append_escape(c, &out);
    }
  }
  out.push_back(static_cast<char>(quote));
  return out;
}

}  // namespace headrace::regex
