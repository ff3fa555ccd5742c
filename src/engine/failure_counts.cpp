#include "engine/failure_counts.h"

namespace headrace {

void KeptCounts::add(const FieldPlan& field, Kept cause, const EvalError& error) {
  if (cause == Kept::kFiltered && error.type == Exc::kNone) return;
  add({&field, cause, cause == Kept::kNone ? Exc::kNone : error.type, 1});
}

void KeptCounts::add(const Entry& entry) {
  for (Entry& e : entries_) {
    if (e.field == entry.field && e.cause == entry.cause && e.error == entry.error) {
      e.count += entry.count;
      return;
    }
  }
  entries_.push_back(entry);
}

void KeptCounts::merge(const KeptCounts& other) {
  for (const Entry& e : other.entries_) add(e);
}

void FailureCounts::kept(const FieldPlan& field, Kept cause, const EvalError& error) {
  kept_.add(field, cause, error);
}

bool FailureCounts::exceeded(const EvalError&) {
  ++budgets_exceeded_;
  return keep_going_;
}

}  // namespace headrace
