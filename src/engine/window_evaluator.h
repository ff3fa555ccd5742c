// Window rows of one identity: for each of its blocks that meets the anchor's condition, a row of features
// over the blocks around it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "engine/observer.h"
#include "engine/window_row.h"
#include "expr/machine.h"
#include "plan/plan.h"
#include "state/key_state.h"

namespace headrace {

class WindowEvaluator {
 public:
  // All must outlive the evaluator. One evaluator a thread. `seed` decides which anchors Anchor.Max keeps.
  WindowEvaluator(const StreamPlan& stream, const WindowPlan& plan, expr::Machine& machine, uint64_t seed);

  // The rows of a finished state, in the order in which their anchor blocks were first saved. False when a
  // budget was exceeded: machine.error() says which.
  bool evaluate(const KeyState& state, std::vector<WindowRow>* rows);

  // Null: nobody watches.
  void observe(EvaluationObserver* observer) { observer_ = observer; }

 private:
  // A block as the windows see it.
  struct Block {
    const SavedRow* saved;
    int64_t start_us;
    std::vector<Value> slots;  // restored
  };
  // Blocks [begin, end) of by_start_.
  struct Range {
    size_t begin, end;
  };

  void prepare(const KeyState& state);
  bool goes_on();
  bool passes(const expr::Program* program, bool* pass);
  bool window_of(const WindowRange& window, const Block& anchor, Range* range) const;
  bool judge(const Block& block, Anchor* outcome);
  bool aggregates(const Block& anchor, bool* complete);
  bool field(const FieldPlan& plan, Value* slot);
  void tell_window(const WindowAggregatePlan& plan, Range range, const Block& anchor);
  void tell_anchor(const Block& block, Anchor outcome, const WindowRow* row = nullptr);
  bool fields(const AggregatePlan& plan, std::vector<Value>& row);
  void flatten(WindowRow* row) const;
  void sample(const KeyState& state, std::vector<WindowRow>* rows,
              const std::vector<const Block*>& anchors) const;

  const StreamPlan& stream_;
  const WindowPlan& plan_;
  expr::Machine& machine_;
  uint64_t seed_;
  EvaluationObserver* observer_ = nullptr;
  std::vector<Block> blocks_;           // in the order first saved
  std::vector<const Block*> by_start_;  // the same by start, ties in saved order
  std::vector<const Value*> bases_;
  std::vector<Value> meta_;
  std::vector<std::vector<Value>> stream_rows_;
  std::vector<std::vector<Value>> window_rows_;
  std::vector<std::vector<Value>> lists_;
};

}  // namespace headrace
