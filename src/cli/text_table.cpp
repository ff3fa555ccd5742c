#include "cli/text_table.h"

#include <algorithm>

#include "spec/source_file.h"

namespace headrace::cli {
namespace {

// Of a column that is not the last: longer cells push the rest of their line to the right.
constexpr size_t kCellMax = 44;

}  // namespace

std::string folded(const std::string& text, size_t column) {
  std::string out;
  size_t at = column;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    const size_t width = count_columns(word);
    if (at > column && at + 1 + width > kLineWidth) {
      out += "\n" + std::string(column, ' ');
      at = column;
    } else if (at > column) {
      out += ' ';
      ++at;
    }
    out += word;
    at += width;
    begin = end + 1;
  }
  return out;
}

std::string TextTable::text(size_t indent) const {
  std::vector<size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max<size_t>(widths[i], std::min<size_t>(count_columns(row[i]), kCellMax));
    }
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string line(indent, ' ');
    size_t column = indent;
    for (size_t i = 0; i < row.size(); ++i) {
      if (i + 1 == row.size()) {
        line += folded(row[i], column);
        break;
      }
      line += row[i];
      column += widths[i] + 2;
      const size_t width = count_columns(line);
      line += std::string(width + 2 < column ? column - width : 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string comma_joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : ", ").append(word);
  return out;
}

}  // namespace headrace::cli
