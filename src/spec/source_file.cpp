#include "spec/source_file.h"

#include <algorithm>

#include "base/unicode.h"

namespace headrace {

SourceFile::SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(text_.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  for (size_t i = 0; (i = text_.find_first_of("\r\n", i)) != std::string::npos;) {
    i += text_[i] == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n' ? 2 : 1;
    line_starts_.push_back(static_cast<uint32_t>(i));
  }
}

Place SourceFile::place(size_t byte) const {
  byte = std::clamp<size_t>(byte, line_starts_[0], text_.size());
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), byte);
  const size_t begin = *(after - 1);
  const std::string_view before = std::string_view(text_).substr(begin, byte - begin);
  return {static_cast<uint32_t>(after - line_starts_.begin()), 1 + count_columns(before)};
}

std::string_view SourceFile::line(uint32_t line) const {
  const size_t begin = line_begin(line);
  const size_t end = line < line_count() ? line_starts_[line] : text_.size();
  std::string_view text = std::string_view(text_).substr(begin, end - begin);
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

uint32_t count_columns(std::string_view text) {
  uint32_t columns = 0;
  for (char c : text) columns += !unicode::is_continuation(c);
  return columns;
}

}  // namespace headrace
