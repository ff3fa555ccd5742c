#include "engine/field_evaluator.h"

#include <string>
#include <string_view>
#include <utility>

#include "pylib/api.h"

namespace headrace {

bool FieldEvaluator::passes_by_machine(const expr::Program& when, const Value* const* bases, bool* pass) {
  Value result;
  if (machine_.evaluate(when, {bases}, &result) && pylib::truthy(machine_, result, pass)) return true;
  *pass = false;
  return goes_on();
}

bool FieldEvaluator::keep(const FieldPlan& field, Kept cause) const {
  if (counts_) counts_->add(field, cause, machine_.error());
  if (observer_) observer_->kept(field, cause, machine_.error());
  return goes_on() || stopped_in(field.spec->qualified_name);
}

bool FieldEvaluator::stopped_in(const std::string& what) const {
  const std::string_view type = exception_name(machine_.error().type);
  const std::string message = machine_.error().text().substr(type.size() + 2);
  return machine_.fail_text(machine_.error().type, message + ", in " + what);
}

bool FieldEvaluator::assign_from(QuickFields::Stop at, const QuickFields& fields, const Value* const* bases,
                                 Value* row) {
  while (at.field < fields.size()) {
    const FieldPlan& field = fields.field(at.field);
    const expr::Program& value = fields.value(at.field);
    Value* const slot = &row[field.slot];
    bool changed;
    if (at.passed ? !assign_passed(field, value, bases, slot, &changed)
                  : !assign(field, value, bases, slot, &changed))
      return false;
    at = {at.field + 1, false};
    if (observer_) continue;
    at = fields.assign(at.field, bases, row, *this);
    if (at.failed) return false;
  }
  return true;
}

bool FieldEvaluator::assign_by_machine(const FieldPlan& field, const expr::Program& value,
                                       const Value* const* bases, Value* slot, bool* changed) {
  *changed = false;
  bool pass;
  if (!passes(field.when.get(), bases, &pass)) return stopped_in("When of " + field.spec->qualified_name);
  if (!pass) {
    if (counts_) counts_->add(field, Kept::kFiltered, machine_.error());
    if (observer_) observer_->kept(field, Kept::kFiltered, machine_.error());
    return true;
  }
  return assign_value(field, value, bases, slot, changed);
}

bool FieldEvaluator::assign_by_program(const FieldPlan& field, const expr::Program& value, Kind kind,
                                       const Value* const* bases, Value* slot) {
  Value result;
  if (!machine_.evaluate(value, {bases}, &result)) [[unlikely]]
    return keep(field, Kept::kError);
  if (result.kind() == kind && kind != Kind::kNone) [[likely]] {
    *slot = std::move(result);
    return true;
  }
  bool changed = false;
  return take(field, std::move(result), slot, &changed);
}

bool FieldEvaluator::assign_value(const FieldPlan& field, const expr::Program& value,
                                  const Value* const* bases, Value* slot, bool* changed) {
  *changed = false;
  Value result;
  if (!machine_.evaluate(value, {bases}, &result)) return keep(field, Kept::kError);
  return take(field, std::move(result), slot, changed);
}

bool FieldEvaluator::take(const FieldPlan& field, Value result, Value* slot, bool* changed) const {
  if (result.is_none()) return keep(field, Kept::kNone);
  machine_.clear_error();
  if (!assign_field(machine_, field.type, std::move(result), slot)) return keep(field, Kept::kCast);
  *changed = true;
  return true;
}

}  // namespace headrace
