// Counts what failed while a run was evaluated: kept values by field and cause, exceeded budgets.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/observer.h"

namespace headrace {

// Kept values, by field and cause. Those that a `When` asked for are not counted, but for one that failed.
class KeptCounts {
 public:
  struct Entry {
    const FieldPlan* field;
    Kept cause;
    Exc error;
    uint64_t count;
  };

  void add(const FieldPlan& field, Kept cause, const EvalError& error);
  void merge(const KeptCounts& other);
  void clear() { entries_.clear(); }
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  void add(const Entry& entry);

  std::vector<Entry> entries_;
};

// One a thread.
class FailureCounts : public EvaluationObserver {
 public:
  // With `keep_going` an exceeded budget is an error like any other.
  explicit FailureCounts(bool keep_going) : keep_going_(keep_going) {}

  void kept(const FieldPlan& field, Kept cause, const EvalError& error) override;
  bool exceeded(const EvalError& error) override;

  const KeptCounts& kept_counts() const { return kept_; }
  uint64_t budgets_exceeded() const { return budgets_exceeded_; }

 private:
  KeptCounts kept_;
  uint64_t budgets_exceeded_ = 0;
  bool keep_going_;
};

}  // namespace headrace
