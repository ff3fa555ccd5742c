// Window rows of one identity: for each of its blocks that meets the anchor's condition, a row of features
// over the blocks around it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/field_evaluator.h"
#include "engine/field_value.h"
#include "engine/observer.h"
#include "engine/quick_fields.h"
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
  void count(KeptCounts* kept) { evaluate_.count(kept); }

 private:
  // Of a window aggregate, what is known before the first block.
  struct Aggregate {
    const WindowAggregatePlan& plan;
    size_t index;
    size_t first_slot;  // of its row, in the row of all
    RowDefaults defaults;
    QuickFields fields;              // with reductions, where their results are known
    QuickFields listing;             // without
    bool needs_lists;                // some expression reads them as such
    std::vector<size_t> reductions;  // of WindowPlan's
  };

  static std::optional<WindowBlocks::Comparison> comparison_of(const expr::Program* condition, uint16_t base);

  bool reads_beside_condition(uint16_t base, uint16_t offset) const;
  void prepare(const KeyState& state);
  void show_block(size_t index, const std::vector<uint16_t>& slots);
  void blank_row();
  Value* begin_row(WindowRows* rows);
  void show_row(const Value* row);
  bool passes(const expr::Program* when, bool* pass) { return evaluate_.passes(when, bases_.data(), pass); }
  void list_blocks(const Aggregate& aggregate, size_t anchor);
  bool reduce(const Aggregate& aggregate, size_t anchor);
  bool judge(size_t block, bool meets_condition, WindowRows* rows, Anchor* outcome);
  bool find_windows(size_t anchor);
  bool aggregates(size_t anchor, Value* row);
  void tell_window(const WindowAggregatePlan& plan, WindowBlocks::Range range, size_t anchor);
  bool fields(const Aggregate& aggregate, size_t anchor, Value* row);
  void spread_row(WindowRows* rows) const;
  void sample(const KeyState& state, WindowRows* rows) const;

  const StreamPlan& stream_;
  const WindowPlan& plan_;
  FieldEvaluator evaluate_;
  uint64_t seed_;
  WindowBlocks blocks_;
  // The anchor's condition, where it compares a number of the block with a constant.
  std::optional<WindowBlocks::Comparison> comparison_;
  std::vector<uint16_t> row_slots_;  // those of the anchor block that others read than its condition
  std::vector<Aggregate> aggregates_;
  std::vector<WindowBlocks::Range> ranges_;  // of each window, around the anchor
  std::vector<const Value*> bases_;
  std::vector<Value> meta_;
  std::vector<std::vector<Value>> stream_rows_;
  std::vector<size_t> anchors_;               // of the rows, where Anchor.Max chooses among them
  std::vector<RowDefaults> stream_defaults_;  // of stream_rows_
  std::vector<Value> blank_;                  // a row at its defaults, which is at hand until a row begins
  bool blank_has_references_ = true;
  std::vector<Value> spread_;  // with has_maps_: the row that is to be spread
  std::vector<std::vector<Value>> lists_;
  uint16_t first_row_;                     // aggregates' rows are in bases_[first_row_ + i],
  uint16_t first_list_;                    // lists_[i] in bases_[first_list_ + i]
  std::vector<Value> reduced_;             // results of plan_.reductions
  bool has_maps_ = false;                  // columns depend on the data
  bool has_containers_ = false;            // any expression may change a default in place
  std::vector<std::string> column_names_;  // "aggregate.field" of each slot, in order
};

}  // namespace headrace
