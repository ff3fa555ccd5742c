// What an expression of one operand gave for the last few values of it. Versions, countries, prices and the
// like come again and again; where they do, `tuple(int(part) for part in source.app.split('.')) >= (4, 2)` is
// a comparison of sixteen bytes. Only what lies within a Value is remembered, operand and result: nothing
// that could be changed in place, and nothing that an expression failed with.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

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
    const size_t i = place_of(operand);
    if (!(used_ >> i & 1) || !operands_[i].identical(operand)) {
      ++misses_;
      return nullptr;
    }
    ++hits_;
    return &results_[i];
  }
  void keep(const Value& operand, const Value& result) {
    if (operand.is_heap() || result.is_heap()) return;
    const size_t i = place_of(operand);
    used_ |= static_cast<uint8_t>(1u << i);
    operands_[i] = operand;
    results_[i] = result;
  }
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
  static constexpr size_t kPlaces = 8;
  static constexpr uint32_t kMissesMax = 256;

  static size_t place_of(const Value& v);

  uint16_t base_, offset_;
  uint8_t used_ = 0;  // a bit for each place
  uint32_t hits_ = 0, misses_ = 0;
  std::array<Value, kPlaces> operands_, results_;
};

inline size_t Memo::place_of(const Value& v) {
  uint64_t words[2];
  static_assert(sizeof words == sizeof v);
  std::memcpy(words, &v, sizeof words);
  return (words[0] * 0x9e3779b97f4a7c15u ^ words[1] * 0xc2b2ae3d27d4eb4fu) >> 61;
}

}  // namespace headrace::expr
