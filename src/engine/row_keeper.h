// Rows of events that are kept, moved away from where they were read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "data/value.h"

namespace headrace {

class RowKeeper {
 public:
  // Values move. The row stays where it is put until clear().
  Value* keep(Value* row, size_t width) {
    if (left_ == 0) {
      left_ = std::clamp(rows_, kRowsMin, kRowsMax);
      blocks_.push_back(std::make_unique<Value[]>(left_ * width));
      at_ = blocks_.back().get();
      memory_bytes_ += left_ * width * sizeof(Value);
    }
    Value* const to = at_;
    std::move(row, row + width, to);
    at_ += width;
    --left_;
    ++rows_;
    return to;
  }

  void clear() { *this = RowKeeper(); }
  // Without what values point to.
  size_t memory_bytes() const { return memory_bytes_; }

 private:
  static constexpr size_t kRowsMin = 64, kRowsMax = 1024;  // of a block

  std::vector<std::unique_ptr<Value[]>> blocks_;
  Value* at_ = nullptr;
  size_t left_ = 0;
  size_t rows_ = 0;
  size_t memory_bytes_ = 0;
};

}  // namespace headrace
