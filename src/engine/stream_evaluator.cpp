#include "engine/stream_evaluator.h"

#include <algorithm>

#include "data/datetime.h"
#include "engine/field_value.h"
#include "pylib/api.h"

namespace headrace {

StreamEvaluator::StreamEvaluator(const StreamPlan& plan, expr::Machine& machine)
    : plan_(plan), machine_(machine) {
  for (const AggregatePlan& a : plan.aggregates) {
    std::vector<Value>& defaults = defaults_.emplace_back();
    for (const FieldType type : a.slot_types) defaults.push_back(default_value(type));
  }
}

void StreamEvaluator::begin(KeyState& state) const {
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) reset(i, state.aggregate(i).row);
}

void StreamEvaluator::reset(size_t index, Value* row) const {
  const AggregatePlan& plan = plan_.aggregates[index];
  const std::vector<Value>& defaults = defaults_[index];
  for (size_t i = 0; i < defaults.size(); ++i) {
    // Each row has containers of its own.
    if (defaults[i].is_container())
      row[i] = default_value(plan.slot_types[i]);
    else
      row[i] = defaults[i];
  }
}

// A state stays where it is, so the bases are set once an event.
void StreamEvaluator::bind(const KeyState& state, const Value* event) {
  bases_.resize(1 + state.aggregate_count());
  bases_[0] = event;
  for (size_t i = 0; i < state.aggregate_count(); ++i) bases_[1 + i] = state.aggregate(i).row;
}

bool StreamEvaluator::goes_on() {
  if (machine_.error().type != Exc::kBudgetError) [[likely]]
    return true;
  return observer_ && observer_->exceeded(machine_.error());
}

bool StreamEvaluator::keep(const FieldPlan& plan, Kept cause) {
  if (observer_) observer_->kept(plan, cause, machine_.error());
  return goes_on();
}

bool StreamEvaluator::passes(const expr::Program* when, bool* pass) {
  *pass = true;
  if (!when) return true;
  Value result;
  if (!observer_ && expr::quick_result(when->shortcut, bases_.data(), &result) && result.is_bool()) {
    *pass = result.as_bool();
    return true;
  }
  if (!machine_.evaluate(*when, {bases_.data()}, &result) || !pylib::truthy(machine_, result, pass)) {
    *pass = false;
    return goes_on();
  }
  return true;
}

// Evaluates a field and assigns it. *changed tells whether the slot took a value; the false return is for
// budgets.
bool StreamEvaluator::field(const FieldPlan& plan, Value* slot, bool* changed) {
  *changed = false;
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) {
    if (observer_) observer_->kept(plan, Kept::kFiltered, machine_.error());
    return true;
  }
  if (assign_quickly(plan.value->shortcut, plan.type, bases_.data(), slot)) {
    *changed = true;
    return true;
  }
  Value result;
  if (!machine_.evaluate(*plan.value, {bases_.data()}, &result)) return keep(plan, Kept::kError);
  if (result.is_none()) return keep(plan, Kept::kNone);
  machine_.clear_error();
  if (!assign_field(machine_, plan.type, std::move(result), slot)) return keep(plan, Kept::kCast);
  *changed = true;
  return true;
}

bool StreamEvaluator::fields(const AggregatePlan& plan, Value* row) {
  bool changed;
  for (const FieldPlan& f : plan.fields) {
    if (!field(f, &row[f.slot], &changed)) return false;
  }
  return true;
}

void StreamEvaluator::set_injected(const AggregatePlan& plan, const KeyState& state, const Value* event,
                                   Value* row) {
  Value& identity = row[AggregatePlan::kIdentity];
  if (!identity.identical(state.identity_value())) identity = state.identity_value();
  if (!plan.makes_blocks()) return;
  const Value& time = event[EventSlots::kTime];
  Value& start = row[AggregatePlan::kStartTime];
  Value& end = row[AggregatePlan::kEndTime];
  if (start.is_none() || instant_us(time) < instant_us(start)) start = time;
  if (end.is_none() || instant_us(time) > instant_us(end)) end = time;
}

bool StreamEvaluator::pass_by(const AggregatePlan* aggregate, PassedBy why) {
  if (observer_) observer_->passed_by(aggregate, why, machine_.error());
  return true;
}

bool StreamEvaluator::apply(KeyState& state, const Value* event) {
  bind(state, event);
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    if (plan_.aggregates[i].kind == AggregateKind::kVariable) reset(i, state.aggregate(i).row);
  }
  bool pass;
  if (!passes(plan_.when.get(), &pass)) return false;
  if (!pass) return pass_by(nullptr, PassedBy::kFiltered);
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    bool ok = true;
    switch (plan_.aggregates[i].kind) {
      case AggregateKind::kIdentity:
      case AggregateKind::kBlock: ok = apply_block(state, i, event); break;
      case AggregateKind::kActivity: ok = apply_activity(state, i, event); break;
      default: ok = apply_variable(state, i); break;
    }
    if (!ok) return false;
  }
  return true;
}

// Evaluates the dimensions into dimension_values_ and makes their key id. *ready is false when one has no
// value: the event passes by.
bool StreamEvaluator::dimensions(const AggregatePlan& plan, bool* ready) {
  dimension_values_.resize(plan.dimensions.size());
  key_id_.clear();
  *ready = false;
  for (size_t i = 0; i < plan.dimensions.size(); ++i) {
    bool changed;
    if (!field(plan.dimensions[i], &dimension_values_[i], &changed)) return false;
    if (!changed) return true;
    std::string text;
    if (!pylib::append_str(machine_, dimension_values_[i], &text)) {
      return goes_on();
    }
    append_dimension(text, &key_id_);
  }
  *ready = true;
  return true;
}

bool StreamEvaluator::apply_block(KeyState& state, size_t index, const Value* event) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregate(index);
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) return pass_by(&plan, PassedBy::kFiltered);
  bool ready;
  if (!dimensions(plan, &ready)) return false;
  if (!ready) return pass_by(&plan, PassedBy::kNoDimension);

  bool same = true;
  for (size_t i = 0; i < plan.dimensions.size(); ++i) {
    same = same && equal(dimension_values_[i], aggregate.row[plan.dimensions[i].slot]);
  }
  if (!aggregate.open) {
    load_or_begin(state, index);
  } else if (!same) {
    save(state, index);
    load_or_begin(state, index);
  }
  aggregate.open = true;
  set_injected(plan, state, event, aggregate.row);
  if (!plan.dimensions.empty()) {
    for (size_t i = 0; i < plan.dimensions.size(); ++i) {
      aggregate.row[plan.dimensions[i].slot] = std::move(dimension_values_[i]);
    }
    aggregate.row[plan.slot_count()] = Value::bytes(key_id_);
  }
  return fields(plan, aggregate.row);
}

bool StreamEvaluator::apply_activity(KeyState& state, size_t index, const Value* event) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregate(index);
  // The gap is tested before `When`: an event that is filtered out still ends a block. The next event then
  // reads the block again, finds it closed and saves it as it was read.
  if (!aggregate.open && aggregate.last_saved) {
    std::vector<Value> slots = state.unpack(*aggregate.last_saved);
    for (size_t i = 0; i < plan.slot_count(); ++i) restore_field(plan.slot_types[i], &slots[i]);
    state.replace(plan_, index, aggregate.last_saved, slots.data());
  }
  if (aggregate.open) {
    const int64_t time = instant_us(event[EventSlots::kTime]);
    const int64_t start = instant_us(aggregate.row[AggregatePlan::kStartTime]);
    const int64_t end = instant_us(aggregate.row[AggregatePlan::kEndTime]);
    if (time < start - plan.gap_us || time > end + plan.gap_us) {
      save(state, index);
      reset(index, aggregate.row);
      aggregate.open = false;
    }
  }
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) return pass_by(&plan, PassedBy::kFiltered);
  if (observer_ && !aggregate.open) observer_->block_begins(plan, false);
  set_injected(plan, state, event, aggregate.row);
  aggregate.open = true;
  return fields(plan, aggregate.row);
}

bool StreamEvaluator::apply_variable(KeyState& state, size_t index) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregate(index);
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) return pass_by(&plan, PassedBy::kFiltered);
  aggregate.row[AggregatePlan::kIdentity] = state.identity_value();
  aggregate.open = true;
  return fields(plan, aggregate.row);
}

// The row saved under key_id_, read again; or a new one.
void StreamEvaluator::load_or_begin(KeyState& state, size_t index) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregate(index);
  const SavedRow* const saved = state.find_saved(plan, index, key_id_);
  if (observer_) observer_->block_begins(plan, saved != nullptr);
  if (!saved) {
    reset(index, aggregate.row);
    return;
  }
  for (size_t i = 0; i < plan.slot_count(); ++i) {
    deep_copy(saved->slot(state.identity_value(), i), &aggregate.row[i]);
    restore_field(plan.slot_types[i], &aggregate.row[i]);
  }
}

void StreamEvaluator::save(KeyState& state, size_t index) {
  const AggregatePlan& plan = plan_.aggregates[index];
  const AggregateState& aggregate = state.aggregate(index);
  if (observer_) observer_->block_saved(plan, aggregate.row);
  SavedRow* saved = state.find_saved(plan, index, key_id_of(plan, aggregate.row));
  // A session takes the last one's place only when it begins at the same moment.
  if (plan.kind == AggregateKind::kActivity && saved &&
      aggregate.last_start_us != instant_us(aggregate.row[AggregatePlan::kStartTime]))
    saved = nullptr;
  if (saved)
    state.replace(plan_, index, saved, aggregate.row);
  else
    state.save(plan_, index, aggregate.row);
}

void StreamEvaluator::finish(KeyState& state) {
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    if (state.aggregate(i).open && plan_.aggregates[i].stored) save(state, i);
  }
}

}  // namespace headrace
