// What comparisons of containers may cost. equal() has no errors and no budget of its own: a list that holds
// another twice, which holds a third twice... is small, and comparing it has no end.
#pragma once

#include "data/context.h"
#include "data/object.h"

namespace headrace {

// While one is there, what equal() walks on this thread uses up the evaluation's steps, eight parts a step:
//
//   Comparison comparison(cx, item);
//   const bool found = std::ranges::any_of(items, [&](const Value& v) { return equal(v, item); });
//   if (!comparison.pay()) return false;
class Comparison {
 public:
  // `one` of the values that are compared; where it holds no others there is nothing to count.
  Comparison(Context& cx, const Value& one) : cx_(cx) {
    if (one.kind() >= Kind::kTuple) begin();
  }
  ~Comparison() {
    if (counts_) end();
  }
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  // False with a BudgetError where the steps did not suffice, with a RecursionError where the values lie too
  // deep in each other; what equal() has said is worthless then.
  bool pay() { return !counts_ || pay_parts(); }

  // For equal(): whether it may walk so many parts more, in the comparison that this thread is at.
  static bool may_walk(uint64_t parts);
  // For equal(): values lie too deep in each other to be compared. Gives false.
  static bool too_deep();

 private:
  static constexpr uint64_t kPartsPerStep = 8;

  void begin();
  void end();
  bool pay_parts();

  Context& cx_;
  Comparison* outer_ = nullptr;
  uint64_t parts_ = 0, parts_max_ = 0;
  bool counts_ = false;
  bool too_deep_ = false;
};

}  // namespace headrace
