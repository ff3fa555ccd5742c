// The text of one file, and places in it as people count them: lines and columns from 1, columns in code
// points. A Span says which characters a message is about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headrace {

struct Place {
  uint32_t line = 1;
  uint32_t column = 1;
};

// Immutable, so that spans of it can be kept and read from any thread. Lines end with \n, \r\n or \r, as in
// editors; a byte order mark is no column. The text may hold any bytes.
class SourceFile {
 public:
  SourceFile(std::string path, std::string text);

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  Place place(size_t byte) const;
  // Without its line end.
  std::string_view line(uint32_t line) const;
  uint32_t line_count() const { return static_cast<uint32_t>(line_starts_.size()); }
  uint32_t line_begin(uint32_t line) const { return line_starts_[line - 1]; }

 private:
  std::string path_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
};

// Bytes [begin, end) of a file. Without a file: nowhere in particular.
struct Span {
  std::shared_ptr<const SourceFile> file;
  uint32_t begin = 0;
  uint32_t end = 0;

  std::string_view text() const {
    return file ? file->text().substr(begin, end - begin) : std::string_view();
  }
};

// Columns that `text` takes: code points, an invalid byte as one.
uint32_t count_columns(std::string_view text);

}  // namespace headrace
