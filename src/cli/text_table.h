// Aligned columns for people; the last one is folded to fit the line.
#pragma once

#include <string>
#include <vector>

namespace headrace::cli {

// Columns of a line, as long as no word is longer.
inline constexpr size_t kLineWidth = 110;

class TextTable {
 public:
  // The rows below it belong to it; its cells are padded as theirs are.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  // All rows with `indent` blanks before each, columns two blanks apart.
  std::string text(size_t indent) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

// Words from `column` on, folded into lines that start at `column`; a break is only at a blank.
std::string folded(const std::string& text, size_t column);

// "a, b, c"
std::string comma_joined(const std::vector<std::string>& words);

}  // namespace headrace::cli
