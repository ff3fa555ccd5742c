#include "expr/memo.h"

#include <algorithm>

namespace headrace::expr {

bool Memo::suits(const Program& program) {
  constexpr size_t kInstructionsMin = 5;
  return program.reads.size() == 1 && program.code->instructions.size() >= kInstructionsMin &&
         !program.uses_python() &&
         std::none_of(program.notices.begin(), program.notices.end(),
                      [](const Notice& notice) { return notice.code == "clock"; });
}

void Memo::keep(const Value& operand, const Value& result) {
  if (operand.is_heap() || result.is_heap()) return;
  while (place_of(operand).is_used && places_.size() < kPlacesMax) {
    std::vector<Place> old(2 * places_.size());
    old.swap(places_);
    for (const Place& place : old) {
      if (place.is_used) place_of(place.operand) = place;
    }
  }
  place_of(operand) = {operand, result, true};
}

}  // namespace headrace::expr
