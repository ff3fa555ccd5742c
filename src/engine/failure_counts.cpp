#include "engine/failure_counts.h"

namespace headrace {

void KeptCounts::add(const FieldPlan* field, Kept cause, Exc error, uint64_t count) {
  for (Entry& e : entries_) {
    if (e.field == field && e.cause == cause && e.error == error) {
      e.count += count;
      return;
    }
  }
  entries_.push_back({field, cause, error, count});
}

void KeptCounts::merge(const KeptCounts& other) {
  for (const Entry& e : other.entries_) add(e.field, e.cause, e.error, e.count);
}

void FailureCounts::kept(const FieldPlan& field, Kept cause, const EvalError& error) {
  if (cause == Kept::kFiltered) return;
  kept_.add(&field, cause, cause == Kept::kNone ? Exc::kNone : error.type);
}

bool FailureCounts::exceeded(const EvalError&) {
  ++budgets_exceeded_;
  return keep_going_;
}

}  // namespace headrace
