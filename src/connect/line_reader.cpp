#include "connect/line_reader.h"

#include <algorithm>

#include "connect/line_ends.h"

namespace headrace {
namespace {

// More than is told of an event that is left out.
constexpr size_t kCutKept = 1024;

}  // namespace

Result<bool> LineReader::next(size_t lines_max, Lines* lines) {
  lines->lines.clear();
  lines->cut = false;
  for (;;) {
    find(lines_max, lines);
    if (!lines->lines.empty()) break;
    if (scanned_ > line_max_) return next_cut(lines);
    Result<bool> read_on = buffer_.more();
    if (!read_on) return read_on.error();
    if (*read_on) continue;
    const std::string_view last = buffer_.unread();
    if (last.empty()) return false;
    lines->lines.push_back(last);
    buffer_.take(last.size());
    scanned_ = 0;
    break;
  }
  lines->block = buffer_.block();
  lines->end = buffer_.end();
  return true;
}

// Takes the whole lines of what is there. One that is too long stands alone.
void LineReader::find(size_t lines_max, Lines* lines) {
  const std::string_view unread = buffer_.unread();
  const std::string_view unscanned = unread.substr(scanned_);
  ends_.resize(lines_max);
  const size_t found = find_line_ends(unscanned, lines_max, ends_.data());
  const char* line = unread.data();
  for (size_t i = 0; i < found; ++i) {
    const char* const end = unscanned.data() + ends_[i];
    const auto size = static_cast<size_t>(end - line);
    if (size > line_max_) {
      if (i > 0) break;
      lines->lines.emplace_back(line, std::min(size, kCutKept));
      lines->cut = true;
      line = end + 1;
      break;
    }
    lines->lines.emplace_back(line, size);
    line = end + 1;
  }
  scanned_ = found == 0 ? unread.size() : 0;
  buffer_.take(static_cast<size_t>(line - unread.data()));
}

// A line that is too long: passes over it without holding it.
Result<bool> LineReader::next_cut(Lines* lines) {
  lines->lines.push_back(buffer_.unread().substr(0, kCutKept));
  lines->cut = true;
  lines->block = buffer_.block();
  lines->end = buffer_.end();
  scanned_ = 0;
  for (;;) {
    buffer_.forget();
    Result<bool> read_on = buffer_.more();
    if (!read_on) return read_on.error();
    if (!*read_on) return true;
    if (const size_t at = buffer_.unread().find('\n'); at != std::string_view::npos) {
      buffer_.take(at + 1);
      return true;
    }
  }
}

}  // namespace headrace
