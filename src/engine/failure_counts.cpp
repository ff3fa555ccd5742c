#include "engine/failure_counts.h"

namespace headrace {

void KeptCounts::add(const FieldPlan& field, Kept cause, const EvalError& error) {
  if (cause == Kept::kFiltered && error.type == Exc::kNone) return;
  const size_t entry = add({&field, cause, cause == Kept::kNone ? Exc::kNone : error.type, 1});
  if (log_) log_->push_back(entry);
}

size_t KeptCounts::add(const Entry& entry) {
  for (size_t i = 0; i < entries_.size(); ++i) {
    Entry& e = entries_[i];
    if (e.field == entry.field && e.cause == entry.cause && e.error == entry.error) {
      e.count += entry.count;
      return i;
    }
  }
  entries_.push_back(entry);
  return entries_.size() - 1;
}

void KeptCounts::merge(const KeptCounts& other) {
  for (const Entry& e : other.entries_) {
    if (e.count > 0) add(e);
  }
}

void FailureCounts::kept(const FieldPlan& field, Kept cause, const EvalError& error) {
  kept_.add(field, cause, error);
}

bool FailureCounts::exceeded(const EvalError&) {
  ++budgets_exceeded_;
  return keep_going_;
}

}  // namespace headrace
