#include "data/comparison.h"

#include <utility>

namespace headrace {
namespace {

constinit thread_local Comparison* at_hand = nullptr;

// Of keys in keys. Each level begins anew in equal(), deeper than the one before, so that all of them
// together take a part of the stack only.
constexpr int kNestedKeysMax = 40;
constinit thread_local int nested_keys = 0;

}  // namespace

bool equal_nested(const Value& a, const Value& b) {
  if (nested_keys == kNestedKeysMax) return Comparison::too_deep();
  const int depth = nested_keys * (kMaxNesting / kNestedKeysMax);
  ++nested_keys;
  const bool same = equal(a, b, depth);
  --nested_keys;
  return same;
}

void Comparison::begin() {
  counts_ = true;
  outer_ = std::exchange(at_hand, this);
  parts_max_ = cx_.steps_left() * kPartsPerStep;
}

void Comparison::end() { at_hand = outer_; }

bool Comparison::pay_parts() {
  if (too_deep_) return cx_.fail(Exc::kRecursionError, "maximum recursion depth exceeded in comparison");
  const uint64_t parts = std::exchange(parts_, 0);
  if (parts > parts_max_) return cx_.charge(cx_.steps_left() + 1);
  parts_max_ -= parts;
  return cx_.charge(parts / kPartsPerStep);
}

bool Comparison::too_deep() {
  if (at_hand) at_hand->too_deep_ = true;
  return false;
}

bool Comparison::may_walk(uint64_t parts) {
  if (!at_hand) return true;
  at_hand->parts_ += parts;
  return at_hand->parts_ <= at_hand->parts_max_;
}

}  // namespace headrace
