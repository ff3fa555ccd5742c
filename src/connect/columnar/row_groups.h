// Where a columnar file's groups of rows end. By rows and bytes alone, row by row, so that the same results
// give the same file however they arrive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headrace::columnar {

class RowGroups {
 public:
  // Readers want groups of this order; the second bounds what a writer must hold at once.
  static constexpr int64_t kRowsMax = 131'072;
  static constexpr uint64_t kBytesMax = 64 << 20;

  explicit RowGroups(int64_t rows_max = kRowsMax, uint64_t bytes_max = kBytesMax)
      : rows_max_(rows_max), bytes_max_(bytes_max) {}

  // The next rows' sizes; a group ends before each of the rows that come back.
  std::vector<int64_t> cuts(const std::vector<uint32_t>& row_bytes) {
    std::vector<int64_t> out;
    for (size_t i = 0; i < row_bytes.size(); ++i) {
      if (rows_ == rows_max_ || (rows_ > 0 && bytes_ + row_bytes[i] > bytes_max_)) {
        out.push_back(static_cast<int64_t>(i));
        rows_ = 0;
        bytes_ = 0;
      }
      ++rows_;
      bytes_ += row_bytes[i];
    }
    return out;
  }

 private:
  int64_t rows_max_;
  uint64_t bytes_max_;
  int64_t rows_ = 0;
  uint64_t bytes_ = 0;
};

}  // namespace headrace::columnar
