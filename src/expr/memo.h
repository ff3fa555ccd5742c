// What an expression of one operand gave for the last few values of it. Versions, countries, prices and the
// like come again and again; where they do, `tuple(int(part) for part in source.app.split('.')) >= (4, 2)` is
// a comparison of sixteen bytes. Only what lies within a Value is remembered, operand and result: nothing
// that could be changed in place, and nothing that an expression failed with.
#pragma once

#include <cstdint>
#include <vector>

#include "data/value_words.h"
#include "expr/compiler.h"

namespace headrace::expr {

class Memo {
 public:
  // Whether the program's result hangs on the value of one slot alone, and is more than looking here.
  static bool suits(const Program& program);
  explicit Memo(const Program& program) : base_(program.reads[0].base), offset_(program.reads[0].offset) {}

  const Value& operand(const Value* const* bases) const { return bases[base_][offset_]; }

  // Null where it has to be evaluated, then keep() it.
  const Value* find(const Value& operand) {
    if (operand.is_heap()) return nullptr;
    const Place& place = place_of(operand);
    if (!place.is_used || !place.operand.identical(operand)) {
      ++misses_;
      return nullptr;
    }
    ++hits_;
    return &place.result;
  }
  void keep(const Value& operand, const Value& result);
  // The evaluation failed, which is no news of how often operands come again.
  void forget_miss() { misses_ -= misses_ > 0; }
  // Whether it has shown to be of no use: the operand is rarely the same.
  bool is_idle() {
    if (misses_ < kMissesMax) return false;
    const bool idle = hits_ < misses_;
    hits_ = misses_ = 0;
    return idle;
  }

 private:
  static constexpr size_t kPlacesMin = 8, kPlacesMax = 128;
  static constexpr uint32_t kMissesMax = 256;

  struct Place {
    Value operand, result;
    bool is_used = false;
  };

  Place& place_of(const Value& operand) {
    const auto [head, payload] = words_of(operand);
    const uint64_t hash = head * 0x9e3779b97f4a7c15u ^ payload * 0xc2b2ae3d27d4eb4fu;
    return places_[hash >> 32 & (places_.size() - 1)];
  }

  uint16_t base_, offset_;
  uint32_t hits_ = 0, misses_ = 0;
  std::vector<Place> places_{kPlacesMin};  // a power of two; more where two operands want the same
};

}  // namespace headrace::expr
