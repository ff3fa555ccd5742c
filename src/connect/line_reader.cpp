#include "connect/line_reader.h"

#include <algorithm>
#include <cstring>

#include "connect/line_ends.h"

namespace headrace {
namespace {

// What is read at a time: little of a small file; of a large one what a second cache holds beside the rows.
constexpr size_t kFirstBlockBytes = 64 << 10, kBlockBytes = 256 << 10;
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
    Result<bool> read_on = more();
    if (!read_on) return read_on.error();
    if (*read_on) continue;
    if (unread().empty()) return false;
    lines->lines.push_back(unread());
    begin_ = end_;
    scanned_ = 0;
    break;
  }
  lines->block = block_;
  lines->end = block_.get() + end_;
  return true;
}

// Takes the whole lines of what is there. One that is too long stands alone.
void LineReader::find(size_t lines_max, Lines* lines) {
  const char* const from = block_.get() + begin_;
  const std::string_view unscanned = unread().substr(scanned_);
  ends_.resize(lines_max);
  const size_t found = find_line_ends(unscanned, lines_max, ends_.data());
  const char* line = from;
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
  scanned_ = found == 0 ? end_ - begin_ : 0;
  begin_ += static_cast<size_t>(line - from);
}

// Reads on behind the unread bytes; false at the end of the stream.
Result<bool> LineReader::more() {
  const size_t left = end_ - begin_;
  if (end_ == capacity_) {
    // Lines that were given stand in the old block; what is begun moves to the new one.
    const size_t block = capacity_ == 0 ? kFirstBlockBytes : kBlockBytes;
    const size_t capacity = std::max(block, 2 * left);
    std::shared_ptr<char[]> grown = std::make_shared_for_overwrite<char[]>(capacity);
    if (left > 0) std::memcpy(grown.get(), block_.get() + begin_, left);
    block_ = std::move(grown);
    capacity_ = capacity;
    begin_ = 0;
    end_ = left;
  }
  const Result<size_t> n = stream_->read(block_.get() + end_, capacity_ - end_);
  if (!n) return n.error();
  end_ += *n;
  return *n > 0;
}

// A line that is too long: passes over it without holding it.
Result<bool> LineReader::next_cut(Lines* lines) {
  lines->lines.push_back(unread().substr(0, kCutKept));
  lines->cut = true;
  lines->end = block_.get() + end_;
  lines->block = std::move(block_);
  capacity_ = 0;
  for (;;) {
    begin_ = end_ = scanned_ = 0;
    Result<bool> read_on = more();
    if (!read_on) return read_on.error();
    if (!*read_on) return true;
    if (const size_t at = unread().find('\n'); at != std::string_view::npos) {
      begin_ += at + 1;
      return true;
    }
  }
}

}  // namespace headrace
