#include "connect/line_reader.h"

#include <cstring>

namespace headrace {

Result<bool> LineReader::next(std::string_view* line) {
  was_cut_ = false;
  for (;;) {
    const std::string_view unread = buffer_.unread();
    const void* found = unread.size() > scanned_
                            ? std::memchr(unread.data() + scanned_, '\n', unread.size() - scanned_)
                            : nullptr;
    if (found) {
      *line = unread.substr(0, static_cast<size_t>(static_cast<const char*>(found) - unread.data()));
      buffer_.take(line->size() + 1);
      scanned_ = 0;
      if (line->size() > line_max_) cut(line);
      return true;
    }
    scanned_ = unread.size();
    if (scanned_ > line_max_) return next_cut(line);
    Result<bool> more = buffer_.more();
    if (!more) return more.error();
    if (!*more) {
      *line = buffer_.unread();
      buffer_.take(line->size());
      scanned_ = 0;
      return !line->empty();
    }
  }
}

void LineReader::cut(std::string_view* line) {
  was_cut_ = true;
  cut_ = line->substr(0, kCutKept);
  *line = cut_;
}

// A line that is too long: passes over it without holding it.
Result<bool> LineReader::next_cut(std::string_view* line) {
  *line = buffer_.unread();
  cut(line);
  for (;;) {
    buffer_.take(scanned_);
    scanned_ = 0;
    Result<bool> more = buffer_.more();
    if (!more) return more.error();
    if (!*more) return true;
    const size_t end = buffer_.unread().find('\n');
    if (end != std::string_view::npos) {
      buffer_.take(end + 1);
      return true;
    }
    scanned_ = buffer_.unread().size();
  }
}

}  // namespace headrace
