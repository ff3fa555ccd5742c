#include "engine/stream_evaluator.h"

#include <algorithm>

#include "data/datetime.h"
#include "engine/field_value.h"
#include "pylib/api.h"

namespace headrace {

StreamEvaluator::StreamEvaluator(const StreamPlan& plan, expr::Machine& machine)
    : plan_(plan), evaluate_(machine), bases_(1 + plan.aggregates.size()) {
  for (const AggregatePlan& a : plan.aggregates) {
    has_variables_ = has_variables_ || a.kind == AggregateKind::kVariable;
    defaults_.emplace_back(a.slot_types);
    std::vector<QuickField>& fields = fields_.emplace_back();
    for (const FieldPlan& f : a.fields) fields.emplace_back(f, static_cast<uint16_t>(fields_.size()));
  }
}

void StreamEvaluator::begin(KeyState& state) const {
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) defaults_[i].put(state.aggregate(i).row);
}

// A state stays where it is, so the bases are set once an event.
void StreamEvaluator::bind(const KeyState& state, const Value* event) {
  bases_[0] = event;
  for (size_t i = 1; i < bases_.size(); ++i) bases_[i] = state.aggregate(i - 1).row;
}

bool StreamEvaluator::fields(size_t index, Value* row) {
  const bool watched = evaluate_.observer() != nullptr;
  bool changed;
  for (const QuickField& quick : fields_[index]) {
    if (!watched && quick.assign(bases_.data(), row)) continue;
    const FieldPlan& f = quick.field();
    if (!evaluate_.assign(f, *f.value, bases_.data(), &row[f.slot], &changed)) return false;
  }
  return true;
}

inline void StreamEvaluator::set_injected(const AggregatePlan& plan, const KeyState& state,
                                          const Value* event, Value* row) {
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
  if (EvaluationObserver* const observer = evaluate_.observer())
    observer->passed_by(aggregate, why, evaluate_.machine().error());
  return true;
}

bool StreamEvaluator::apply(KeyState& state, const Value* event) {
  bind(state, event);
  for (size_t i = 0; has_variables_ && i < plan_.aggregates.size(); ++i) {
    if (plan_.aggregates[i].kind == AggregateKind::kVariable) defaults_[i].put(state.aggregate(i).row);
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
    const FieldPlan& dimension = plan.dimensions[i];
    if (!evaluate_.assign(dimension, *dimension.value, bases_.data(), &dimension_values_[i], &changed))
      return false;
    if (!changed) return true;
    std::string text;
    if (!pylib::append_str(evaluate_.machine(), dimension_values_[i], &text)) return evaluate_.goes_on();
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
  bool same = true;
  if (!plan.dimensions.empty()) {
    bool ready;
    if (!dimensions(plan, &ready)) return false;
    if (!ready) return pass_by(&plan, PassedBy::kNoDimension);
  }
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
  return fields(index, aggregate.row);
}

bool StreamEvaluator::apply_activity(KeyState& state, size_t index, const Value* event) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregate(index);
  // The gap is tested before `When`: an event that is filtered out still ends a block. The next event then
  // reads the block again, finds it closed, saves it as it was read and begins anew: what else holds a
  // container of the row at hand, because another aggregate's put it there, does not see what becomes of it.
  if (!aggregate.open && aggregate.last_saved) {
    std::vector<Value> slots = state.unpack(*aggregate.last_saved);
    for (size_t i = 0; i < plan.slot_count(); ++i) restore_field(plan.slot_types[i], &slots[i]);
    state.replace(plan_, index, aggregate.last_saved, slots.data());
    defaults_[index].put(aggregate.row);
  }
  if (aggregate.open) {
    const int64_t time = instant_us(event[EventSlots::kTime]);
    const int64_t start = instant_us(aggregate.row[AggregatePlan::kStartTime]);
    const int64_t end = instant_us(aggregate.row[AggregatePlan::kEndTime]);
    if (time < start - plan.gap_us || time > end + plan.gap_us) {
      save(state, index);
      defaults_[index].put(aggregate.row);
      aggregate.open = false;
    }
  }
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) return pass_by(&plan, PassedBy::kFiltered);
  if (EvaluationObserver* const observer = evaluate_.observer(); observer && !aggregate.open)
    observer->block_begins(plan, false);
  set_injected(plan, state, event, aggregate.row);
  aggregate.open = true;
  return fields(index, aggregate.row);
}

bool StreamEvaluator::apply_variable(KeyState& state, size_t index) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregate(index);
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) return pass_by(&plan, PassedBy::kFiltered);
  aggregate.row[AggregatePlan::kIdentity] = state.identity_value();
  aggregate.open = true;
  return fields(index, aggregate.row);
}

// The row saved under key_id_, read again; or a new one.
void StreamEvaluator::load_or_begin(KeyState& state, size_t index) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregate(index);
  const SavedRow* const saved = state.find_saved(plan, index, key_id_);
  if (EvaluationObserver* const observer = evaluate_.observer())
    observer->block_begins(plan, saved != nullptr);
  if (!saved) {
    defaults_[index].put(aggregate.row);
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
  if (EvaluationObserver* const observer = evaluate_.observer()) observer->block_saved(plan, aggregate.row);
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
