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
  // Without giving memory back.
  void clear() {
    kind_ = Kind::kNone;
    numbers_.clear();
    values_.clear();
  }

  // An int64 for kInt, a double's bits for kFloat.
  void add_number(Kind kind, uint64_t bits) {
    if (kind != kind_ && !becomes(kind)) [[unlikely]]
      values_.push_back(number(kind, bits));
    else
      numbers_.push_back(bits);
  }
  void add(Value v) {
    if (v.is_small_int()) return add_number(Kind::kInt, static_cast<uint64_t>(v.as_int()));
    if (v.is_float()) return add_number(Kind::kFloat, std::bit_cast<uint64_t>(v.as_float()));
    becomes(Kind::kObject);
    values_.push_back(std::move(v));
  }

  static Value number(Kind kind, uint64_t bits) {
    return kind == Kind::kInt ? Value::integer(static_cast<int64_t>(bits))
                              : Value::real(std::bit_cast<double>(bits));
  }

  // kInt or kFloat: numbers() are all there is. kNone: there is nothing.
  Kind kind() const { return kind_; }
  const std::vector<uint64_t>& numbers() const { return numbers_; }
  Value operator[](size_t i) const {
    return kind_ == Kind::kObject ? values_[i] : number(kind_, numbers_[i]);
  }

 private:
  // Whether the column can be of this kind from now on; if not, it is one of Values.
  bool becomes(Kind kind) {
    if (kind_ == Kind::kNone) {
      kind_ = kind;
    } else if (kind_ != Kind::kObject) {
      for (const uint64_t bits : numbers_) values_.push_back(number(kind_, bits));
      kind_ = Kind::kObject;
    }
    return kind_ == kind && kind != Kind::kObject;
  }

  Kind kind_ = Kind::kNone;  // kObject: values_ are all there is
  std::vector<uint64_t> numbers_;
  std::vector<Value> values_;
};

}  // namespace headrace
