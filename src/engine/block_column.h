// One slot of the blocks of an identity: the eight bytes of each, as long as all are plain numbers of one
// kind, as nearly always; else Values.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "data/value.h"

namespace headrace {

class BlockColumn {
 public:
  // No values; room for as many. Gives no memory back.
  void begin(size_t values) {
    kind_ = Kind::kNone;
    values_.clear();
    if (numbers_.size() < values) numbers_.resize(values);
  }

  // Whether the next value can be a number of this kind, kInt or kFloat, among numbers.
  bool takes(Kind kind) {
    if (kind_ == Kind::kNone) kind_ = kind;
    return kind_ == kind;
  }
  // The next value, of which there are so many before; of a kind that it takes: an int64 or a double's bits.
  void put_number(size_t before, uint64_t bits) { numbers_[before] = bits; }
  // The same of any kind.
  void put(size_t before, Value v) {
    if (v.is_small_int() && takes(Kind::kInt)) {
      put_number(before, static_cast<uint64_t>(v.as_int()));
    } else if (v.is_float() && takes(Kind::kFloat)) {
      put_number(before, std::bit_cast<uint64_t>(v.as_float()));
    } else {
      become_values(before);
      values_.push_back(std::move(v));
    }
  }

  static Value number(Kind kind, uint64_t bits) {
    return kind == Kind::kInt ? Value::integer(static_cast<int64_t>(bits))
                              : Value::real(std::bit_cast<double>(bits));
  }

  // kInt or kFloat: numbers() are all there is. kNone: there is nothing.
  Kind kind() const { return kind_; }
  // And room behind them, up to what begin() was given.
  const uint64_t* numbers() const { return numbers_.data(); }
  uint64_t* numbers() { return numbers_.data(); }
  Value operator[](size_t i) const {
    return kind_ == Kind::kObject ? values_[i] : number(kind_, numbers_[i]);
  }

 private:
  void become_values(size_t before) {
    if (kind_ == Kind::kObject) return;
    for (size_t i = 0; i < before; ++i) values_.push_back(number(kind_, numbers_[i]));
    kind_ = Kind::kObject;
  }

  Kind kind_ = Kind::kNone;  // kObject: values_ are all there is
  std::vector<uint64_t> numbers_;
  std::vector<Value> values_;
};

}  // namespace headrace
