#include "engine/stream_evaluator.h"

#include <algorithm>

#include "data/datetime.h"
#include "engine/field_value.h"
#include "pylib/api.h"

namespace headrace {

KeyState StreamEvaluator::make_state(std::string identity) const {
  KeyState state;
  state.identity = std::move(identity);
  state.aggregates.resize(plan_.aggregates.size());
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    state.aggregates[i].row.resize(plan_.aggregates[i].slot_count());
    reset(i, state.aggregates[i].row);
  }
  return state;
}

void StreamEvaluator::reset(size_t index, std::vector<Value>& row) const {
  const AggregatePlan& plan = plan_.aggregates[index];
  for (size_t i = 0; i < row.size(); ++i) row[i] = default_value(plan.slot_types[i]);
}

// Rows move only when a state does, so the bases are set once an event.
void StreamEvaluator::bind(const KeyState& state, const Value* event) {
  bases_.resize(1 + state.aggregates.size());
  bases_[0] = event;
  for (size_t i = 0; i < state.aggregates.size(); ++i) bases_[1 + i] = state.aggregates[i].row.data();
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
  Value result;
  if (!machine_.evaluate(*plan.value, {bases_.data()}, &result)) return keep(plan, Kept::kError);
  if (result.is_none()) return keep(plan, Kept::kNone);
  machine_.clear_error();
  if (!assign_field(machine_, plan.type, std::move(result), slot)) return keep(plan, Kept::kCast);
  *changed = true;
  return true;
}

bool StreamEvaluator::fields(const AggregatePlan& plan, std::vector<Value>& row) {
  bool changed;
  for (const FieldPlan& f : plan.fields) {
    if (!field(f, &row[f.slot], &changed)) return false;
  }
  return true;
}

void StreamEvaluator::set_injected(const AggregatePlan& plan, std::vector<Value>& row, const KeyState& state,
                                   const Value* event) {
  if (!row[AggregatePlan::kIdentity].is_str() || row[AggregatePlan::kIdentity].str() != state.identity) {
    row[AggregatePlan::kIdentity] = event[EventSlots::kIdentity];
  }
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
    if (plan_.aggregates[i].kind == AggregateKind::kVariable) reset(i, state.aggregates[i].row);
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

// Evaluates the dimensions into dimension_values_ and makes their key. *ready is false when one has no value:
// the event passes by.
bool StreamEvaluator::dimensions(const AggregatePlan& plan, RowKey* key, std::string* key_id, bool* ready) {
  dimension_values_.resize(plan.dimensions.size());
  *ready = false;
  for (size_t i = 0; i < plan.dimensions.size(); ++i) {
    bool changed;
    if (!field(plan.dimensions[i], &dimension_values_[i], &changed)) return false;
    if (!changed) return true;
    std::string text;
    if (!pylib::append_str(machine_, dimension_values_[i], &text)) {
      return goes_on();
    }
    append_dimension(text, key, key_id);
  }
  *ready = true;
  return true;
}

bool StreamEvaluator::apply_block(KeyState& state, size_t index, const Value* event) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregates[index];
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) return pass_by(&plan, PassedBy::kFiltered);
  RowKey key;
  std::string key_id;
  bool ready;
  if (!dimensions(plan, &key, &key_id, &ready)) return false;
  if (!ready) return pass_by(&plan, PassedBy::kNoDimension);

  bool same = true;
  for (size_t i = 0; i < plan.dimensions.size(); ++i) {
    same = same && equal(dimension_values_[i], aggregate.row[plan.dimensions[i].slot]);
  }
  if (!aggregate.open) {
    load_or_begin(state, index, key_id);
  } else if (!same) {
    save(state, index);
    load_or_begin(state, index, key_id);
  }
  aggregate.open = true;
  aggregate.key = std::move(key);
  aggregate.key_id = std::move(key_id);
  set_injected(plan, aggregate.row, state, event);
  for (size_t i = 0; i < plan.dimensions.size(); ++i) {
    aggregate.row[plan.dimensions[i].slot] = std::move(dimension_values_[i]);
  }
  return fields(plan, aggregate.row);
}

bool StreamEvaluator::apply_activity(KeyState& state, size_t index, const Value* event) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregates[index];
  // The gap is tested before `When`: an event that is filtered out still ends a block. The next event then
  // reads the block again, finds it closed and saves it as it was read.
  if (!aggregate.open && aggregate.last_saved >= 0) {
    std::vector<Value>& slots = state.saved[static_cast<size_t>(aggregate.last_saved)].slots;
    for (size_t i = 0; i < slots.size(); ++i) restore_field(plan.slot_types[i], &slots[i]);
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
  set_injected(plan, aggregate.row, state, event);
  aggregate.open = true;
  return fields(plan, aggregate.row);
}

bool StreamEvaluator::apply_variable(KeyState& state, size_t index) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregates[index];
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) return pass_by(&plan, PassedBy::kFiltered);
  aggregate.row[AggregatePlan::kIdentity] = Value::string(state.identity);
  aggregate.open = true;
  return fields(plan, aggregate.row);
}

// The row saved under this key, read again; or a new one.
void StreamEvaluator::load_or_begin(KeyState& state, size_t index, const std::string& key_id) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregates[index];
  const auto saved = aggregate.saved_by_id.find(key_id);
  if (observer_) observer_->block_begins(plan, saved != aggregate.saved_by_id.end());
  if (saved == aggregate.saved_by_id.end()) {
    reset(index, aggregate.row);
    return;
  }
  const SavedRow& from = state.saved[saved->second];
  for (size_t i = 0; i < aggregate.row.size(); ++i) {
    deep_copy(from.slots[i], &aggregate.row[i]);
    restore_field(plan.slot_types[i], &aggregate.row[i]);
  }
}

// Under which the row is saved.
RowKey StreamEvaluator::key_of(const AggregatePlan& plan, const AggregateState& aggregate) {
  if (plan.kind == AggregateKind::kActivity) return {"", aggregate.row[AggregatePlan::kStartTime]};
  return aggregate.key;
}

void StreamEvaluator::save(KeyState& state, size_t index) {
  const AggregatePlan& plan = plan_.aggregates[index];
  AggregateState& aggregate = state.aggregates[index];
  if (observer_) observer_->block_saved(plan, key_of(plan, aggregate));
  if (plan.kind == AggregateKind::kActivity) {
    const Value& start = aggregate.row[AggregatePlan::kStartTime];
    if (aggregate.last_saved >= 0 &&
        equal(state.saved[static_cast<size_t>(aggregate.last_saved)].key.timestamp, start)) {
      state.saved[static_cast<size_t>(aggregate.last_saved)].slots = aggregate.row;
      return;
    }
    aggregate.last_saved = static_cast<int32_t>(state.saved.size());
    state.saved.push_back({static_cast<uint16_t>(index), {"", start}, aggregate.row});
  } else {
    const auto [it, inserted] =
        aggregate.saved_by_id.emplace(aggregate.key_id, static_cast<uint32_t>(state.saved.size()));
    if (!inserted) {
      state.saved[it->second].slots = aggregate.row;
      return;
    }
    state.saved.push_back({static_cast<uint16_t>(index), aggregate.key, aggregate.row});
  }
}

void StreamEvaluator::finish(KeyState& state) {
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    if (state.aggregates[i].open && plan_.aggregates[i].stored) save(state, i);
  }
}

}  // namespace headrace
