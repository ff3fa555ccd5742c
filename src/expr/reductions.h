// Calls of sum(), len(), min() and max() with nothing but a slot, as in `sum(source.score) /
// len(source.score)`: who fills the slots may know the results without the list that the slot would hold.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "expr/compiler.h"

namespace headrace::expr {

struct Reduction {
  enum class How : uint8_t { kSum, kLen, kMin, kMax };
  How how;
  uint16_t base, offset;  // the slot

  bool operator==(const Reduction&) const = default;
};

// The program with such calls of slots in bases[lists_from] and behind replaced by loads: bases[results][i]
// is the result of (*reductions)[i], to which it adds. Null where a list is needed for something else as
// well.
std::unique_ptr<Program> replace_reductions(const Program& program, uint16_t lists_from, uint16_t results,
                                            std::vector<Reduction>* reductions);

// Whether the program reads a slot of bases[from] or behind.
bool reads_from(const Program& program, uint16_t from);

}  // namespace headrace::expr
