// Diagnostics as text for people and as JSON for programs.
#include <algorithm>

#include "base/unicode.h"
#include "spec/diagnostic.h"

namespace headrace {
namespace {

// Cells of a terminal.
constexpr size_t kWindow = 140;  // the part of a long line that is shown
constexpr size_t kBefore = 60;   // of it, before the caret

struct Palette {
  std::string_view bold, reset, error, warning, note, dim;
};
constexpr Palette kPlain = {};
constexpr Palette kColours = {"\x1b[1m", "\x1b[0m", "\x1b[1;31m", "\x1b[1;35m", "\x1b[1;36m", "\x1b[2m"};

std::string_view colour_of(const Palette& palette, Severity severity) {
  switch (severity) {
    case Severity::kError: return palette.error;
    case Severity::kWarning: return palette.warning;
    case Severity::kNote: return palette.note;
  }
  return {};
}

constexpr char32_t kReplacement = 0xFFFD;

// The code point at `at`, which moves behind it; the replacement character for a byte that is not UTF-8.
char32_t next_code_point(const char*& at, const char* end) {
  const int size = std::min<int>(unicode::sequence_size(*at), static_cast<int>(end - at));
  if (!unicode::is_valid({at, static_cast<size_t>(size)}, false)) {
    ++at;
    return kReplacement;
  }
  return unicode::decode_next(at);
}

// East Asian wide characters and emoji take two cells; a rough table is enough to place a caret.
int cells(char32_t c) {
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                    (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                    (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : 1;
}

// One line of the file and the marks under it.
struct Excerpt {
  std::string line;
  std::string marks;
};

Excerpt excerpt(std::string_view line, uint32_t column, uint32_t end_column) {
  Excerpt out;
  end_column = std::max(end_column, column + 1);
  const bool fits = count_columns(line) <= kWindow;
  const uint32_t first = !fits && column > kBefore ? column - kBefore : 1;
  if (first > 1) out.line += "…", out.marks += " ";
  const char* at = line.data();
  const char* const end = at + line.size();
  uint32_t n = 1;
  for (; at < end && n < first + kWindow; ++n) {
    char32_t c = next_code_point(at, end);
    if (n < first) continue;
    if (c == '\t') c = ' ';
    unicode::append(out.line, unicode::is_printable(c) ? c : kReplacement);
    const char mark = n < column ? ' ' : n == column ? '^' : n < end_column ? '~' : ' ';
    out.marks += mark;
    if (cells(c) == 2) out.marks += mark == '^' ? '~' : mark;
  }
  if (at < end) out.line += "…";
  if (n <= column) out.marks += '^';
  while (out.marks.ends_with(' ')) out.marks.pop_back();
  return out;
}

void append_excerpt(const Span& span, uint32_t end_column, const Palette& palette, std::string_view colour,
                    std::string& out) {
  const Place place = span.file->place(span.begin);
  const Excerpt shown = excerpt(span.file->line(place.line), place.column, end_column);
  const std::string number = std::to_string(place.line);
  const std::string margin(std::max<size_t>(number.size(), 5), ' ');
  out += std::string(margin.size() - number.size(), ' ') + number +
         (shown.line.empty() ? " |" : " | " + shown.line) + "\n";
  out += margin + " | ";
  out.append(colour).append(shown.marks).append(palette.reset) += "\n";
}

void append_place(const Span& span, std::string& out) {
  if (!span.file) return;
  out += span.file->path() + ":";
  if (!span.file->text().empty()) {
    const Place place = span.file->place(span.begin);
    out += std::to_string(place.line) + ":" + std::to_string(place.column) + ":";
  }
  out += " ";
}

void append_remark(std::string_view label, std::string_view text, std::string& out) {
  if (text.empty()) return;
  out += "      = ";
  out.append(label).append(text) += "\n";
}

void append_string(std::string_view text, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const char32_t c = next_code_point(at, end);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20) {
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
    } else {
      unicode::append(out, c);
    }
  }
  out += '"';
}

// `, "key": "text"`, or nothing for an empty text.
void append_member(std::string_view key, std::string_view text, std::string& out) {
  if (text.empty()) return;
  if (!out.ends_with('{')) out += ", ";
  append_string(key, out);
  out += ": ";
  append_string(text, out);
}

void append_number(std::string_view key, size_t number, std::string& out) {
  if (!out.ends_with('{')) out += ", ";
  append_string(key, out);
  out += ": " + std::to_string(number);
}

void append_position(const Span& span, uint32_t end_column, std::string& out) {
  if (!span.file) return;
  const Place place = span.file->place(span.begin);
  append_member("file", span.file->path(), out);
  append_number("line", place.line, out);
  append_number("column", place.column, out);
  if (end_column) append_number("end_column", end_column, out);
}

}  // namespace

std::string quoted(std::string_view text) {
  constexpr size_t kLongest = 60;
  std::string out = "'";
  const char* at = text.data();
  const char* const end = at + text.size();
  for (size_t n = 0; at < end; ++n) {
    if (n == kLongest) {
      out += "…";
      break;
    }
    const char32_t c = next_code_point(at, end);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      unicode::append(out, unicode::is_printable(c) ? c : kReplacement);
    }
  }
  return out += "'";
}

std::string joined(const std::vector<std::string_view>& words) {
  constexpr size_t kMost = 20;
  std::string out;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += ", ";
    if (i == kMost) return out + "…";
    out += words[i];
  }
  return out;
}

std::string headline(const Diagnostic& d, bool colour) {
  const Palette& palette = colour ? kColours : kPlain;
  std::string out;
  out += palette.bold;
  append_place(d.span, out);
  out.append(palette.reset).append(colour_of(palette, d.severity)).append(severity_name(d.severity)) += ": ";
  out.append(palette.reset).append(palette.bold).append(d.message).append(palette.reset);
  out.append(palette.dim).append(" [" + d.code + "]").append(palette.reset);
  return out;
}

std::string to_text(const Diagnostic& d, bool colour) {
  const Palette& palette = colour ? kColours : kPlain;
  const std::string_view paint = colour_of(palette, d.severity);
  std::string out = headline(d, colour) + "\n";
  if (d.span.file && !d.span.file->text().empty())
    append_excerpt(d.span, d.end_column(), palette, paint, out);
  append_remark("in ", d.name, out);
  append_remark("allowed: ", d.allowed, out);
  append_remark("", d.hint, out);
  for (const Diagnostic::Related& related : d.related) {
    append_place(related.span, out);
    out.append(palette.note).append("note: ").append(palette.reset) += related.message + "\n";
  }
  return out;
}

std::string to_text(const Diagnostics& diagnostics, bool colour) {
  std::string out;
  for (const Diagnostic& d : diagnostics.all()) out += to_text(d, colour);
  return out;
}

std::string to_json(const Diagnostic& d) {
  std::string out = "{";
  append_member("severity", severity_name(d.severity), out);
  append_member("code", d.code, out);
  append_position(d.span, d.end_column(), out);
  append_member("name", d.name, out);
  append_member("message", d.message, out);
  append_member("allowed", d.allowed, out);
  append_member("hint", d.hint, out);
  if (!d.related.empty()) {
    out += ", \"related\": [";
    for (const Diagnostic::Related& related : d.related) {
      if (!out.ends_with('[')) out += ", ";
      std::string item = "{";
      append_position(related.span, 0, item);
      append_member("message", related.message, item);
      out += item + "}";
    }
    out += "]";
  }
  return out + "}";
}

std::string to_json(const Diagnostics& diagnostics) {
  std::string out = "{\"diagnostics\": [";
  for (const Diagnostic& d : diagnostics.all()) {
    if (!out.ends_with('[')) out += ", ";
    out += to_json(d);
  }
  out += "]";
  append_number("errors", diagnostics.count(Severity::kError), out);
  append_number("warnings", diagnostics.count(Severity::kWarning), out);
  append_number("notes", diagnostics.count(Severity::kNote), out);
  return out + "}\n";
}

}  // namespace headrace
