// Evaluates a `When` or a field and assigns it, as streaming and window transforms both do.
//
// Nearly every expression of a spec is one operator on everyday operands; these run here, inline, without the
// machine, and fall back to it for anything else.
#pragma once

#include "engine/failure_counts.h"
#include "engine/field_value.h"
#include "engine/observer.h"
#include "engine/quick_fields.h"
#include "expr/machine.h"
#include "plan/plan.h"

namespace headrace {

class FieldEvaluator {
 public:
  // The machine must outlive this.
  explicit FieldEvaluator(expr::Machine& machine) : machine_(machine) {}

  expr::Machine& machine() const { return machine_; }
  EvaluationObserver* observer() const { return observer_; }
  // Null: nobody watches.
  void observe(EvaluationObserver* observer) { observer_ = observer; }
  // What FailureCounts counts, for who needs to know no more and wants what is quick to stay so. Null:
  // nobody.
  void count(KeptCounts* kept) { counts_ = kept; }

  // Whether a `When` lets the event pass; null always does. False when a budget was exceeded, as below:
  // machine().error() says which.
  bool passes(const expr::Program* when, const Value* const* bases, bool* pass) {
    *pass = true;
    if (!when) return true;
    if (!observer_ && expr::quick_truth(when->shortcut, bases, pass)) return true;
    return passes_by_machine(*when, bases, pass);
  }

  // Evaluates `value`, which is the field's own or means the same, and assigns it to the slot. *changed tells
  // whether the slot took it.
  [[gnu::always_inline]] bool assign(const FieldPlan& field, const expr::Program& value,
                                     const Value* const* bases, Value* slot, bool* changed) {
    if (observer_) [[unlikely]]
      return assign_by_machine(field, value, bases, slot, changed);
    *changed = true;
    if (field.when && !expr::quick_truth(field.when->shortcut, bases, changed))
      return assign_by_machine(field, value, bases, slot, changed);
    return !*changed || assign_passed(field, value, bases, slot, changed);
  }
  // All fields of an aggregate, in their order. False as above.
  bool assign_all(const QuickFields& fields, const Value* const* bases, Value* row) {
    if (observer_) return assign_from({0, false}, fields, bases, row);
    const QuickFields::Stop at = fields.assign(0, bases, row, *this);
    return at.field == fields.size() || (!at.failed && assign_from(at, fields, bases, row));
  }
  // The value of a field whose `When` has passed and that nobody observes, by the machine; `kind` is that of
  // the field's values, kNone where it takes any. False as above.
  bool assign_by_program(const FieldPlan& field, const expr::Program& value, Kind kind,
                         const Value* const* bases, Value* slot);
  bool counts_failures() const { return counts_ != nullptr; }
  // Whether a failed expression leaves the evaluation going: not when a budget was exceeded.
  bool goes_on() const {
    if (machine_.error().type != Exc::kBudgetError) [[likely]]
      return true;
    return observer_ && observer_->exceeded(machine_.error());
  }
  // Adds to the error that stopped the evaluation which expression it was; always false.
  bool stopped_in(const std::string& what) const;

 private:
  // The field at which the quick ones stopped, and all after it.
  bool assign_from(QuickFields::Stop at, const QuickFields& fields, const Value* const* bases, Value* row);
  // A field whose `When` has passed and that nobody observes.
  [[gnu::always_inline]] bool assign_passed(const FieldPlan& field, const expr::Program& value,
                                            const Value* const* bases, Value* slot, bool* changed) {
    *changed = true;
    return assign_quickly(value.shortcut, field.type, bases, slot) ||
           assign_value(field, value, bases, slot, changed);
  }

  bool passes_by_machine(const expr::Program& when, const Value* const* bases, bool* pass);
  bool assign_by_machine(const FieldPlan& field, const expr::Program& value, const Value* const* bases,
                         Value* slot, bool* changed);
  // By the machine, once its `When` has passed.
  bool assign_value(const FieldPlan& field, const expr::Program& value, const Value* const* bases,
                    Value* slot, bool* changed);
  // What an expression gave, cast and assigned, or the field keeps its value.
  bool take(const FieldPlan& field, Value result, Value* slot, bool* changed) const;
  // A field keeps its value: counted, and told to the observer. False when the failure stops the evaluation.
  bool keep(const FieldPlan& field, Kept cause) const;

  expr::Machine& machine_;
  EvaluationObserver* observer_ = nullptr;
  KeptCounts* counts_ = nullptr;
};

}  // namespace headrace
