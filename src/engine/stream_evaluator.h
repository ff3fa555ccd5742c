// evaluate(plan, state of one identity, event): the one place where a field gets its value.
//
// Pure and deterministic: what an event does depends on the plan, the state and the event alone. Batch, live,
// replay and serving drive it; none of them computes anything a feature depends on.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/field_evaluator.h"
#include "engine/field_value.h"
#include "engine/observer.h"
#include "engine/quick_fields.h"
#include "expr/machine.h"
#include "plan/plan.h"
#include "state/key_state.h"

namespace headrace {

class StreamEvaluator {
 public:
  // Both must outlive the evaluator. One evaluator a thread.
  StreamEvaluator(const StreamPlan& plan, expr::Machine& machine);

  // Puts every row at its defaults, as a key begins.
  void begin(KeyState& state) const;

  // Applies one event. `event` points at a row of plan.event_slot_count() values, laid out as EventSlots;
  // events of one identity come in time order. False when a budget was exceeded: machine.error() says which.
  bool apply(KeyState& state, const Value* event) {
    const bool ok = apply_event(state, event);
    // What is left of them is in the state, which may go to another thread.
    evaluate_.machine().retire_functions();
    return ok;
  }

  // Saves the rows that are still open, as at the end of a run. False as above.
  bool finish(KeyState& state);

  // Null: nobody watches.
  void observe(EvaluationObserver* observer) { evaluate_.observe(observer); }
  void count(KeptCounts* kept) { evaluate_.count(kept); }

 private:
  // Of an aggregate, what is known before the first event.
  struct Aggregate {
    const AggregatePlan& plan;
    size_t index;
    RowDefaults defaults;
    QuickFields fields;
    bool is_one_row;  // of an identity, one that every event goes into
  };

  bool apply_event(KeyState& state, const Value* event);
  bool apply_one_row(const Aggregate& aggregate, KeyState& state);
  bool apply_block(const Aggregate& aggregate, KeyState& state, const Value* event);
  bool apply_activity(const Aggregate& aggregate, KeyState& state, const Value* event);
  bool apply_variable(const Aggregate& aggregate, KeyState& state);
  // Of the event at hand: the open row's, as nearly always, others, or one without a value.
  enum class Dimensions : uint8_t { kSame, kOthers, kMissing };
  bool dimensions(const AggregatePlan& plan, const Value* open_row, Dimensions* outcome);
  bool open_by_dimensions(const Aggregate& aggregate, KeyState& state, Dimensions* outcome);
  [[gnu::noinline]] void reopen(const Aggregate& aggregate, KeyState& state);
  // Whether a `When` lets the event pass; the observer is told where it does not. False as apply() is.
  bool passes(const expr::Program* when, const AggregatePlan* aggregate, bool* pass) {
    *pass = true;
    return !when || judge(*when, aggregate, pass);
  }
  bool judge(const expr::Program& when, const AggregatePlan* aggregate, bool* pass);
  // Tells the observer; always true.
  bool pass_by(const AggregatePlan* aggregate, PassedBy why);
  void load_or_begin(const Aggregate& aggregate, KeyState& state);
  // False as apply() is, as what they save is made its own.
  bool own_row(const Aggregate& aggregate, Value* row);
  bool save(const Aggregate& aggregate, KeyState& state);
  bool end_block(const Aggregate& aggregate, KeyState& state);
  void bind(const KeyState& state, const Value* event);

  const StreamPlan& plan_;
  FieldEvaluator evaluate_;
  bool has_variables_ = false;
  std::vector<Aggregate> aggregates_;
  std::vector<const Value*> bases_;
  std::vector<Value> dimension_values_;  // of the event at hand
  std::string key_id_;                   // made of them, where they are not the open row's
};

}  // namespace headrace
