#include "engine/window_row.h"

#include <algorithm>

namespace headrace {

// Where the last row has this name; the number of its names where it has not.
size_t WindowRows::place_of(const std::string& name) {
  const std::vector<std::string>& names = own_names_.back();
  constexpr size_t kFewNames = 32;
  if (names.size() <= kFewNames)
    return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  for (size_t i = places_.size(); i < names.size(); ++i) places_.emplace(names[i], i);
  const auto known = places_.find(name);
  return known == places_.end() ? names.size() : known->second;
}

void WindowRows::put(std::string name, const Value& value) {
  std::vector<std::string>& names = own_names_.back();
  if (const size_t place = place_of(name); place < names.size()) {
    values_[rows_.back().first + place] = value;
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
