#include "engine/stream_evaluator.h"

#include <algorithm>

#include "data/datetime.h"
#include "engine/field_value.h"
#include "expr/arithmetic.h"
#include "pylib/api.h"

namespace headrace {
namespace {

// What every row has of its key and, where it is a block, of the events in it.
inline void set_identity(const KeyState& state, Value* row) {
  Value& identity = row[AggregatePlan::kIdentity];
  if (!identity.identical(state.identity_value())) identity = state.identity_value();
}

inline void set_times(const Value& time, int64_t time_us, Value* row) {
  Value& start = row[AggregatePlan::kStartTime];
  Value& end = row[AggregatePlan::kEndTime];
  if (start.is_none() || time_us < instant_us(start)) start = time;
  if (end.is_none() || time_us > instant_us(end)) end = time;
}

}  // namespace

StreamEvaluator::StreamEvaluator(const StreamPlan& plan, expr::Machine& machine)
    : plan_(plan), evaluate_(machine), bases_(1 + plan.aggregates.size()) {
  for (const AggregatePlan& a : plan.aggregates) {
    has_variables_ = has_variables_ || a.kind == AggregateKind::kVariable;
    const auto base = static_cast<uint16_t>(1 + aggregates_.size());
    const bool is_one_row = a.kind == AggregateKind::kIdentity && !a.when && a.dimensions.empty();
    aggregates_.push_back(
        {a, aggregates_.size(), RowDefaults(a.slot_types), QuickFields(a.fields, base), is_one_row});
  }
}

void StreamEvaluator::begin(KeyState& state) const {
  for (const Aggregate& a : aggregates_) a.defaults.put(state.row(a.plan));
}

// A state stays where it is, so the bases are set once an event.
void StreamEvaluator::bind(const KeyState& state, const Value* event) {
  bases_[0] = event;
  for (const Aggregate& a : aggregates_) bases_[1 + a.index] = state.row(a.plan);
}

bool StreamEvaluator::pass_by(const AggregatePlan* aggregate, PassedBy why) {
  if (EvaluationObserver* const observer = evaluate_.observer())
    observer->passed_by(aggregate, why, evaluate_.machine().error());
  return true;
}

bool StreamEvaluator::judge(const expr::Program& when, const AggregatePlan* aggregate, bool* pass) {
  if (!evaluate_.passes(&when, bases_.data(), pass))
    return evaluate_.stopped_in("When of " + plan_.name + (aggregate ? "." + aggregate->name : ""));
  return *pass || pass_by(aggregate, PassedBy::kFiltered);
}

bool StreamEvaluator::apply_event(KeyState& state, const Value* event) {
  bind(state, event);
  if (has_variables_) {
    for (const Aggregate& a : aggregates_) {
      if (a.plan.kind != AggregateKind::kVariable) continue;
      a.defaults.put(state.row(a.plan));
      state.aggregate(a.index).set_open(false);
    }
  }
  bool pass;
  if (!passes(plan_.when.get(), nullptr, &pass)) return false;
  if (!pass) return true;
  for (const Aggregate& a : aggregates_) {
    bool ok = true;
    switch (a.plan.kind) {
      case AggregateKind::kIdentity:
        if (a.is_one_row) {
          ok = apply_one_row(a, state);
          break;
        }
        [[fallthrough]];
      case AggregateKind::kBlock: ok = apply_block(a, state, event); break;
      case AggregateKind::kActivity: ok = apply_activity(a, state, event); break;
      default: ok = apply_variable(a, state); break;
    }
    if (!ok) return false;
  }
  return true;
}

// Evaluates the dimensions into dimension_values_ and, where they are not texts like the open row's, makes
// their key id.
bool StreamEvaluator::dimensions(const AggregatePlan& plan, const Value* open_row, Dimensions* outcome) {
  dimension_values_.resize(plan.dimensions.size());
  key_id_.clear();
  *outcome = Dimensions::kMissing;
  bool same = open_row != nullptr;
  for (size_t i = 0; i < plan.dimensions.size(); ++i) {
    bool changed;
    const FieldPlan& dimension = plan.dimensions[i];
    Value& value = dimension_values_[i];
    if (!evaluate_.assign(dimension, *dimension.value, bases_.data(), &value, &changed)) return false;
    if (!changed) return true;
    if (same) {
      const Value& of_row = open_row[dimension.slot];
      if (value.is_str() && of_row.is_str() && expr::arithmetic::equal_texts(value, of_row)) continue;
      same = false;
      for (size_t k = 0; k < i; ++k) append_dimension(dimension_values_[k].str(), &key_id_);
    }
    std::string text;
    if (!pylib::append_str(evaluate_.machine(), value, &text))
      return evaluate_.goes_on() || evaluate_.stopped_in(dimension.spec->qualified_name);
    append_dimension(text, &key_id_);
  }
  *outcome = same ? Dimensions::kSame : Dimensions::kOthers;
  return true;
}

inline bool StreamEvaluator::apply_one_row(const Aggregate& a, KeyState& state) {
  Value* const row = state.row(a.plan);
  AggregateState& aggregate = state.aggregate(a.index);
  if (!aggregate.open()) [[unlikely]] {
    load_or_begin(a, state);
    aggregate.set_open(true);
    set_identity(state, row);
  }
  return evaluate_.assign_all(a.fields, bases_.data(), row);
}

bool StreamEvaluator::apply_block(const Aggregate& a, KeyState& state, const Value* event) {
  const AggregatePlan& plan = a.plan;
  Value* const row = state.row(plan);
  bool pass;
  if (!passes(plan.when.get(), &plan, &pass)) return false;
  if (!pass) return true;
  Dimensions dimensions = Dimensions::kSame;
  if (!plan.dimensions.empty()) {
    if (!open_by_dimensions(a, state, &dimensions)) return false;
    if (dimensions == Dimensions::kMissing) return pass_by(&plan, PassedBy::kNoDimension);
  } else if (!state.aggregate(a.index).open()) {
    load_or_begin(a, state);
  }
  state.aggregate(a.index).set_open(true);
  set_identity(state, row);
  if (plan.kind == AggregateKind::kBlock) {
    const Value& time = event[EventSlots::kTime];
    set_times(time, instant_us(time), row);
  }
  if (dimensions == Dimensions::kOthers) {
    for (size_t i = 0; i < plan.dimensions.size(); ++i)
      row[plan.dimensions[i].slot] = std::move(dimension_values_[i]);
    row[plan.slot_count()] = Value::bytes(key_id_);
  }
  return evaluate_.assign_all(a.fields, bases_.data(), row);
}

// Unless one is missing, the row is that of the event's dimensions then.
bool StreamEvaluator::open_by_dimensions(const Aggregate& a, KeyState& state, Dimensions* outcome) {
  const AggregatePlan& plan = a.plan;
  const Value* const row = state.row(plan);
  const bool is_open = state.aggregate(a.index).open();
  if (!dimensions(plan, is_open ? row : nullptr, outcome)) return false;
  if (*outcome != Dimensions::kOthers) return true;
  if (is_open) {
    bool same = true;
    for (size_t i = 0; i < plan.dimensions.size(); ++i)
      same = same && equal(dimension_values_[i], row[plan.dimensions[i].slot]);
    if (same) return true;
    if (!save(a, state)) return false;
  }
  load_or_begin(a, state);
  return true;
}

// The block that was saved last, read again.
void StreamEvaluator::reopen(const Aggregate& a, KeyState& state) {
  SavedRow* const last = state.aggregate(a.index).last_saved();
  std::vector<Value> slots = state.unpack(*last);
  for (size_t i = 0; i < a.plan.slot_count(); ++i) restore_field(a.plan.slot_types[i], &slots[i]);
  state.replace(plan_, a.index, last, slots.data());
  a.defaults.put(state.row(a.plan));
}

bool StreamEvaluator::apply_activity(const Aggregate& a, KeyState& state, const Value* event) {
  const AggregatePlan& plan = a.plan;
  AggregateState& aggregate = state.aggregate(a.index);
  Value* const row = state.row(plan);
  // The gap is tested before `When`: an event that is filtered out still ends a block. The next event then
  // reads the block again, finds it closed, saves it as it was read and begins anew: what else holds a
  // container of the row at hand, because another aggregate's put it there, does not see what becomes of it.
  if (!aggregate.open() && aggregate.last_saved()) [[unlikely]]
    reopen(a, state);
  const Value& time = event[EventSlots::kTime];
  const int64_t time_us = instant_us(time);
  bool goes_on = false;
  if (aggregate.open()) {
    Value& start = row[AggregatePlan::kStartTime];
    Value& end = row[AggregatePlan::kEndTime];
    const int64_t start_us = instant_us(start), end_us = instant_us(end);
    goes_on = time_us >= start_us - plan.gap_us && time_us <= end_us + plan.gap_us;
    if (goes_on && !plan.when) {
      if (time_us < start_us) [[unlikely]]
        start = time;
      if (time_us > end_us) end = time;
      return evaluate_.assign_all(a.fields, bases_.data(), row);
    }
    if (!goes_on && !end_block(a, state)) return false;
  }
  bool pass;
  if (!passes(plan.when.get(), &plan, &pass)) return false;
  if (!pass) return true;
  if (EvaluationObserver* const observer = evaluate_.observer(); observer && !goes_on)
    observer->block_begins(plan, false);
  set_identity(state, row);
  set_times(time, time_us, row);
  aggregate.set_open(true);
  return evaluate_.assign_all(a.fields, bases_.data(), row);
}

bool StreamEvaluator::apply_variable(const Aggregate& a, KeyState& state) {
  const AggregatePlan& plan = a.plan;
  Value* const row = state.row(plan);
  bool pass;
  if (!passes(plan.when.get(), &plan, &pass)) return false;
  if (!pass) return true;
  row[AggregatePlan::kIdentity] = state.identity_value();
  state.aggregate(a.index).set_open(true);
  return evaluate_.assign_all(a.fields, bases_.data(), row);
}

// The row saved under key_id_, read again; or a new one.
void StreamEvaluator::load_or_begin(const Aggregate& a, KeyState& state) {
  const AggregatePlan& plan = a.plan;
  Value* const row = state.row(plan);
  const SavedRow* const saved = state.find_saved(plan, a.index, key_id_);
  if (EvaluationObserver* const observer = evaluate_.observer())
    observer->block_begins(plan, saved != nullptr);
  if (!saved) return a.defaults.put(row);
  for (size_t i = 0; i < plan.slot_count(); ++i) {
    const Value slot = saved->slot(state.identity_value(), i);
    if (!deep_copy(slot, &row[i])) row[i] = slot;  // of a state that another program has written
    restore_field(plan.slot_types[i], &row[i]);
  }
}

// What a method has put into a container of the row may be another's, who goes on with it.
bool StreamEvaluator::own_row(const Aggregate& a, Value* row) {
  for (size_t i = 0; i < a.plan.slot_count(); ++i) {
    if (own_containers(evaluate_.machine(), &row[i])) continue;
    if (!evaluate_.goes_on())
      return evaluate_.stopped_in(plan_.name + "." + a.plan.name + "." + a.plan.slot_names[i]);
    row[i] = default_value(a.plan.slot_types[i]);
  }
  return true;
}

bool StreamEvaluator::save(const Aggregate& a, KeyState& state) {
  Value* const row = state.row(a.plan);
  const bool has_containers = !a.defaults.row();
  if (has_containers && !own_row(a, row)) return false;
  if (EvaluationObserver* const observer = evaluate_.observer()) observer->block_saved(a.plan, row);
  SavedRow* saved = state.find_saved(a.plan, a.index, key_id_of(a.plan, row));
  if (a.plan.kind == AggregateKind::kActivity && !state.begins_like_last(a.plan, a.index)) saved = nullptr;
  if (saved)
    state.replace(plan_, a.index, saved, row);
  else
    state.save(plan_, a.index, row);
  return true;
}

// An activity's block is over, and its row at its defaults.
bool StreamEvaluator::end_block(const Aggregate& a, KeyState& state) {
  state.aggregate(a.index).set_open(false);
  const Value* const defaults = a.defaults.row();
  if (defaults && !evaluate_.observer() && !state.begins_like_last(a.plan, a.index)) [[likely]] {
    state.save_and_reset(a.plan, a.index, defaults);
    return true;
  }
  if (!save(a, state)) return false;
  a.defaults.put(state.row(a.plan));
  return true;
}

bool StreamEvaluator::finish(KeyState& state) {
  for (const Aggregate& a : aggregates_) {
    if (a.plan.stored && state.aggregate(a.index).open() && !save(a, state)) return false;
  }
  return true;
}

}  // namespace headrace
