#include "pylib/text/quote.h"

#include "base/unicode.h"
#include "pylib/text/ascii.h"
#include "pylib/text/codec.h"

namespace headrace::pylib {
namespace {

// An ASCII byte that stands for itself.
bool is_plain(char c, char quote) { return c >= ' ' && c < 0x7F && c != '\\' && c != quote; }

// An ASCII byte that does not.
void append_ascii_escape(char c, std::string* out) {
  switch (c) {
    case '\t': out->append("\\t"); return;
    case '\n': out->append("\\n"); return;
    case '\r': out->append("\\r"); return;
    case '\\':
    case '\'':
    case '"':
      out->push_back('\\');
      out->push_back(c);
      return;
    default: append_escape(static_cast<unsigned char>(c), out);
  }
}

}  // namespace

char quote_for(std::string_view text) {
  return text.find('\'') != text.npos && text.find('"') == text.npos ? '"' : '\'';
}

void append_escaped(std::string_view text, char quote, std::string* out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const char* const start = at;
    while (at < end && is_ascii_byte(*at) && is_plain(*at, quote)) ++at;
    out->append(start, at);
    if (at == end) return;
    if (is_ascii_byte(*at)) {
      append_ascii_escape(*at++, out);
      continue;
    }
    const char* const first = at;
    const char32_t c = unicode::decode_next(at);
    if (unicode::is_printable(c)) {
      out->append(first, at);
    } else {
      append_escape(c, out);
    }
  }
}

void append_escaped_bytes(std::string_view data, char quote, std::string* out) {
  for (const char c : data) {
    if (is_plain(c, quote)) {
      out->push_back(c);
    } else {
      append_ascii_escape(c, out);
    }
  }
}

void append_quoted(std::string_view text, std::string* out) {
  const char quote = quote_for(text);
  out->push_back(quote);
  append_escaped(text, quote, out);
  out->push_back(quote);
}

void append_quoted_bytes(std::string_view data, std::string* out) {
  const char quote = quote_for(data);
  out->push_back('b');
  out->push_back(quote);
  append_escaped_bytes(data, quote, out);
  out->push_back(quote);
}

}  // namespace headrace::pylib
