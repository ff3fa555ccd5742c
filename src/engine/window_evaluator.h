// Window rows of one identity: for each of its blocks that meets the anchor's condition, a row of features
// over the blocks around it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/field_evaluator.h"
#include "engine/observer.h"
#include "engine/window_blocks.h"
#include "engine/window_row.h"
#include "expr/machine.h"
#include "plan/plan.h"
#include "state/key_state.h"

namespace headrace {

class WindowEvaluator {
 public:
  // All must outlive the evaluator. One evaluator a thread. `seed` decides which anchors Anchor.Max keeps.
  WindowEvaluator(const StreamPlan& stream, const WindowPlan& plan, expr::Machine& machine, uint64_t seed);

  // Adds the rows of a finished state to `rows`, which is empty, in the order in which their anchor blocks
  // were first saved; the evaluator outlives them. False when a budget was exceeded: machine.error() says
  // which.
  bool evaluate(const KeyState& state, WindowRows* rows);

  // Null: nobody watches.
  void observe(EvaluationObserver* observer) { evaluate_.observe(observer); }

 private:
  void prepare(const KeyState& state);
  void show_block(size_t index);
  void reset_rows();
  bool passes(const expr::Program* when, bool* pass) { return evaluate_.passes(when, bases_.data(), pass); }
  void list_blocks(size_t aggregate, size_t anchor);
  bool reduce(size_t aggregate, size_t anchor);
  bool judge(size_t block, Anchor* outcome);
  bool aggregates(size_t anchor, bool* complete);
  void tell_window(const WindowAggregatePlan& plan, WindowBlocks::Range range, size_t anchor);
  bool fields(size_t aggregate, size_t anchor);
  void add_row(WindowRows* rows) const;
  void sample(const KeyState& state, WindowRows* rows) const;

  const StreamPlan& stream_;
  const WindowPlan& plan_;
  FieldEvaluator evaluate_;
  uint64_t seed_;
  WindowBlocks blocks_;
  std::vector<WindowBlocks::Range> ranges_;  // of each window, around the anchor
  std::vector<const Value*> bases_;
  std::vector<Value> meta_;
  std::vector<std::vector<Value>> stream_rows_;
  std::vector<size_t> anchors_;  // of the rows, where Anchor.Max chooses among them
  std::vector<RowDefaults> stream_defaults_, window_defaults_;  // of those rows
  std::vector<std::vector<Value>> window_rows_;
  std::vector<std::vector<Value>> lists_;
  uint16_t first_list_;                    // lists_[i] are in bases_[first_list_ + i]
  std::vector<bool> needs_lists_;          // by aggregate: some expression reads them as such
  std::vector<Value> reduced_;             // results of plan_.reductions
  bool rows_used_ = true;                  // window_rows_ hold more than their defaults
  bool has_maps_ = false;                  // columns depend on the data
  bool has_containers_ = false;            // any expression may change a default in place
  std::vector<std::string> column_names_;  // "aggregate.field" of each slot, in order
};

}  // namespace headrace
