#include "engine/window_row.h"

#include <algorithm>

namespace headrace {

void WindowRows::put(std::string name, const Value& value) {
  std::vector<std::string>& names = own_names_.back();
  const auto known = std::find(names.begin(), names.end(), name);
  if (known != names.end()) {
    values_[rows_.back().first + static_cast<size_t>(known - names.begin())] = value;
    return;
  }
  names.push_back(std::move(name));
  if (size_values_ == values_.size()) values_.resize(2 * size_values_ + 1);
  values_[size_values_++] = value;
}

void WindowRows::keep(const std::vector<size_t>& positions) {
  for (size_t i = 0; i < positions.size(); ++i) rows_[i] = rows_[positions[i]];
  rows_.resize(positions.size());
}

}  // namespace headrace
