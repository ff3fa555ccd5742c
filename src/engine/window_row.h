// Rows of features, as a window spec gives them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <list>
#include <string>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/index_iterator.h"
#include "data/value.h"

namespace headrace {

// Columns in order: "aggregate.field", maps spread into "field.key". A view into WindowRows.
class WindowRow {
 public:
  WindowRow(const std::vector<std::string>& names, const Value* values) : names_(&names), values_(values) {}

  size_t size() const { return names_->size(); }
  const std::string& name(size_t i) const { return (*names_)[i]; }
  const Value& value(size_t i) const { return values_[i]; }

  std::pair<const std::string&, const Value&> operator[](size_t i) const { return {name(i), value(i)}; }
  using Iterator = IndexIterator<WindowRow>;
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

 private:
  const std::vector<std::string>* names_;
  const Value* values_;
};

// The rows of one identity.
class WindowRows {
 public:
  // A row whose columns have these names, which outlive the rows. Its values are None, to be set before the
  // next call.
  Value* add(const std::vector<std::string>& names) {
    const size_t first = size_values_;
    rows_.push_back({&names, first});
    size_values_ += names.size();
    if (size_values_ > values_.size()) values_.resize(2 * size_values_);
    return values_.data() + first;
  }
  // One with names of its own, as maps give it.
  void add_named() {
    places_.clear();
    own_names_.emplace_back();
    rows_.push_back({&own_names_.back(), size_values_});
  }
  // Its next value; a name that comes again takes the later one.
  void put(std::string name, const Value& value);
  // Keeps only the rows at these positions, in ascending order.
  void keep(const std::vector<size_t>& positions);

  // Without giving memory back.
  void clear() {
    std::fill_n(values_.begin(), size_values_, Value());
    size_values_ = 0;
    rows_.clear();
    own_names_.clear();
  }

  size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  WindowRow operator[](size_t i) const { return {*rows_[i].names, values_.data() + rows_[i].first}; }
  WindowRow back() const { return (*this)[size() - 1]; }

  using Iterator = IndexIterator<WindowRows>;
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

 private:
  size_t place_of(const std::string& name);

  struct Row {
    const std::vector<std::string>* names;
    size_t first;  // of its values
  };
  std::vector<Row> rows_;
  std::vector<Value> values_;  // behind those of the last row there may be more, all None
  size_t size_values_ = 0;
  std::list<std::vector<std::string>> own_names_;          // stay where they are
  boost::unordered_flat_map<std::string, size_t> places_;  // of the last row's own names, if there are many
};

}  // namespace headrace
