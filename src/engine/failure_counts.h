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
  // Some with a count of 0: all of theirs have been taken back.
  const std::vector<Entry>& entries() const { return entries_; }

  // From now on the position among the entries of each value that is added goes to *log, which outlives this.
  void log_to(std::vector<size_t>* log) { log_ = log; }
  void take_back(size_t entry, uint64_t count) { entries_[entry].count -= count; }

 private:
  size_t add(const Entry& entry);

  std::vector<Entry> entries_;
  std::vector<size_t>* log_ = nullptr;
};

// One a thread.
class FailureCounts : public EvaluationObserver {
 public:
  // With `keep_going` an exceeded budget is an error like any other.
  explicit FailureCounts(bool keep_going) : keep_going_(keep_going) {}

  void kept(const FieldPlan& field, Kept cause, const EvalError& error) override;
  bool exceeded(const EvalError& error) override;

  const KeptCounts& kept_counts() const { return kept_; }
  // For who counts by itself.
  KeptCounts& kept_counts() { return kept_; }
  uint64_t budgets_exceeded() const { return budgets_exceeded_; }

 private:
  KeptCounts kept_;
  uint64_t budgets_exceeded_ = 0;
  bool keep_going_;
};

}  // namespace headrace
