#include "expr/literals.h"

#include "base/unicode.h"
#include "base/unicode_names.h"
#include "data/number_text.h"

namespace headrace::expr {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

bool number_literal(const Token& token, Value* out, SyntaxError* error) {
  const bool prefixed =
      token.text.size() > 1 && std::string_view("xXoObB").find(token.text[1]) != std::string_view::npos;
  if (!prefixed && token.text.find_first_of(".eE") != std::string_view::npos) {
    double d = 0;
    if (parse_float(token.text, &d)) {
      *out = Value::real(d);
      return true;
    }
  } else {
    switch (parse_int(token.text, 0, out)) {
      case IntText::kOk: return true;
      case IntText::kTooManyDigits:
        *error = {"Exceeds the limit (4300 digits) for integer string conversion", token.begin, token.end};
        return false;
      case IntText::kMalformed: break;
    }
  }
  *error = {"invalid number", token.begin, token.end};
  return false;
}

StringLiteral split_string(const Token& token) {
  StringLiteral s;
  size_t i = 0;
  for (; token.text[i] != '"' && token.text[i] != '\''; ++i) {
    const char p = static_cast<char>(token.text[i] | 0x20);
    if (p == 'b') s.is_bytes = true;
    if (p == 'r') s.is_raw = true;
    if (p == 'f') s.is_format = true;
  }
  const char quote = token.text[i];
  const size_t n = token.text.size();
  const size_t quotes = n - i >= 6 && token.text[i + 1] == quote && token.text[i + 2] == quote ? 3 : 1;
  s.body_begin = static_cast<uint32_t>(token.begin + i + quotes);
  s.body_end = static_cast<uint32_t>(token.end - quotes);
  return s;
}

bool unescape(std::string_view text, uint32_t offset, bool is_bytes, bool is_raw, std::string* out,
              SyntaxError* error) {
  const auto fail = [&](size_t at, std::string message) {
    *error = {std::move(message), static_cast<uint32_t>(offset + at), static_cast<uint32_t>(offset + at + 2)};
    return false;
  };
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (is_bytes && static_cast<unsigned char>(c) >= 0x80) {
      return fail(i, "bytes can only contain ASCII literal characters");
    }
    if (c == '\r') {  // line ends in a literal read as \n
      out->push_back('\n');
      i += i + 1 < text.size() && text[i + 1] == '\n' ? 2 : 1;
      continue;
    }
    if (c != '\\' || is_raw || i + 1 >= text.size()) {
      out->push_back(c);
      ++i;
      continue;
    }
    const char e = text[i + 1];
    const size_t start = i;
    i += 2;
    static constexpr std::string_view kFrom = "abfnrtv\\'\"", kTo = "\a\b\f\n\r\t\v\\'\"";
    if (const size_t k = kFrom.find(e); k != kFrom.npos) {
      out->push_back(kTo[k]);
    } else if (e == '\n') {
    } else if (e == '\r') {
      if (i < text.size() && text[i] == '\n') ++i;
    } else if (e >= '0' && e <= '7') {
      unsigned v = static_cast<unsigned>(e - '0');
      for (int k = 0; k < 2 && i < text.size() && text[i] >= '0' && text[i] <= '7'; ++k) {
        v = v * 8 + static_cast<unsigned>(text[i++] - '0');
      }
      if (is_bytes)
        out->push_back(static_cast<char>(v));
      else
        unicode::append(*out, v);
    } else if (e == 'x' || (!is_bytes && (e == 'u' || e == 'U'))) {
      const size_t digits = e == 'x' ? 2 : e == 'u' ? 4 : 8;
      uint32_t v = 0;
      for (size_t k = 0; k < digits; ++k) {
        const int h = i < text.size() ? hex_value(text[i]) : -1;
        if (h < 0) {
          return fail(start, is_bytes ? "invalid \\x escape"
                                      : std::string("truncated \\") + e +
                                            (e == 'x'   ? "XX"
                                             : e == 'u' ? "XXXX"
                                                        : "XXXXXXXX") +
                                            " escape");
        }
        v = v << 4 | static_cast<uint32_t>(h);
        ++i;
      }
      if (v > unicode::kMaxCodePoint) return fail(start, "illegal Unicode character");
      if (is_bytes)
        out->push_back(static_cast<char>(v));
      else
        unicode::append(*out, v);
    } else if (!is_bytes && e == 'N') {
      const size_t close = text.find('}', i);
      if (i >= text.size() || text[i] != '{' || close == text.npos || close == i + 1) {
        return fail(start, "malformed \\N character escape");
      }
      const auto code = unicode::code_point_of(text.substr(i + 1, close - i - 1));
      if (!code) return fail(start, "unknown Unicode character name");
      unicode::append(*out, *code);
      i = close + 1;
    } else {
      out->push_back('\\');
      i = start + 1;
    }
  }
  return true;
}

}  // namespace headrace::expr
