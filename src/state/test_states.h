// For tests: a plan with every kind of aggregate and field type, and states of it by the thousand.
#pragma once

#include "data/test_values.h"
#include "plan/layout.h"
#include "state/key_state.h"

namespace headrace::test {

inline StreamPlan plan_of_all_kinds() {
  const auto aggregate = [](AggregateKind kind, const char* name, bool stored, bool dimensions) {
    AggregateSpec spec;
    spec.kind = kind;
    spec.name = name;
    spec.store = stored ? 0 : AggregateSpec::kNoStore;
    const std::pair<const char*, FieldType> fields[] = {
        {"i", FieldType::kInteger}, {"b", FieldType::kBoolean},  {"s", FieldType::kString},
        {"f", FieldType::kFloat},   {"t", FieldType::kDatetime}, {"m", FieldType::kMap},
        {"l", FieldType::kList},    {"e", FieldType::kSet}};
    for (const auto& [field, type] : fields) {
      spec.fields.emplace_back();
      spec.fields.back().name = field;
      spec.fields.back().type = type;
    }
    for (const char* dimension : {"d1", "d2"}) {
      if (!dimensions) break;
      spec.dimensions.emplace_back();
      spec.dimensions.back().name = dimension;
    }
    AggregatePlan plan = lay_out(spec);
    for (FieldPlan& f : plan.fields) f.spec = nullptr;
    for (FieldPlan& f : plan.dimensions) f.spec = nullptr;
    return plan;
  };
  StreamPlan plan;
  plan.add(aggregate(AggregateKind::kIdentity, "all", true, false));
  plan.add(aggregate(AggregateKind::kVariable, "passing", false, false));
  plan.add(aggregate(AggregateKind::kVariable, "stored", true, false));
  plan.add(aggregate(AggregateKind::kBlock, "block", true, true));
  plan.add(aggregate(AggregateKind::kActivity, "session", true, false));
  return plan;
}

inline Value field_container(Kind kind, int depth) {
  for (;;) {
    Value v = *any_value(depth);
    if (v.kind() == kind && v.obj()->flavor != Flavor::kFrozen) {
      v.obj()->flavor = Flavor::kField;
      return v;
    }
    if (kind == Kind::kList) return test::list_of(Flavor::kField, {v});
    if (kind == Kind::kDict) return test::dict_of(Flavor::kField, {{Value::integer(1), v}});
    if (hashable(v)) return test::set_of(Flavor::kField, {v});
  }
}

inline Value any_slot(FieldType type) {
  const auto small = *rc::gen::inRange<int64_t>(-1000, 1000);
  switch (type) {
    case FieldType::kInteger: return small % 7 == 0 ? Value::boolean(small > 0) : Value::integer(small);
    case FieldType::kBoolean: return Value::boolean(small > 0);
    case FieldType::kString: return Value::string(std::string(static_cast<size_t>(small + 1000) % 20, 'x'));
    case FieldType::kFloat: return Value::real(static_cast<double>(small) / 3);
    case FieldType::kDatetime:
      return small % 5 == 0 ? Value() : Value::datetime(small * kSecondUs, Zone::kTzLocal, 0);
    case FieldType::kMap: return field_container(Kind::kDict, 1);
    case FieldType::kList: return field_container(Kind::kList, 1);
    case FieldType::kSet: return field_container(Kind::kSet, 0);
  }
  return {};
}

inline std::vector<Value> any_row(const AggregatePlan& plan) {
  std::vector<Value> row;
  row.reserve(plan.slot_count());
  for (const FieldType type : plan.slot_types) row.push_back(any_slot(type));
  for (const size_t time : {AggregatePlan::kStartTime, AggregatePlan::kEndTime}) {
    if (plan.makes_blocks() && row[time].is_none()) row[time] = Value::datetime(0, Zone::kFixed, 0);
  }
  return row;
}

// A state with the store it lies in.
struct OwnedState {
  std::unique_ptr<RowStore> store = std::make_unique<RowStore>();
  KeyState::Owner state;

  OwnedState(const StreamPlan& plan, std::string_view identity)
      : state(KeyState::make(plan, identity, *store)) {}
  KeyState& operator*() const { return *state; }
  KeyState* operator->() const { return state.get(); }
};

// A key id with n in its last dimension; None where the aggregate has no dimensions.
inline Value key_id(const AggregatePlan& plan, int n) {
  if (plan.dimensions.empty()) return {};
  std::string id;
  for (size_t d = 0; d < plan.dimensions.size(); ++d)
    append_dimension(d ? std::to_string(n) : std::string("a:b"), &id);
  return Value::bytes(id);
}

// A state as the evaluator might have left it.
inline OwnedState any_state(const StreamPlan& plan) {
  OwnedState owned(plan, "user" + std::to_string(*rc::gen::inRange(0, 1000)));
  KeyState& state = *owned;
  state.last_event_us = *rc::gen::inRange<int64_t>(0, 1000) * kSecondUs;
  for (size_t i = 0; i < plan.aggregates.size(); ++i) {
    const AggregatePlan& a = plan.aggregates[i];
    AggregateState& aggregate = state.aggregate(i);
    if (a.kind == AggregateKind::kVariable && !a.stored) continue;
    std::vector<Value> row = any_row(a);
    std::copy(row.begin(), row.end(), state.row(a));
    aggregate.set_open(*rc::gen::arbitrary<bool>());
    if (aggregate.open() && !a.dimensions.empty()) state.row(a)[a.slot_count()] = key_id(a, 0);
    const int saved =
        *rc::gen::inRange(0, a.dimensions.empty() && a.kind != AggregateKind::kActivity ? 2 : 5);
    for (int n = 0; n < saved; ++n) {
      row = any_row(a);
      if (a.kind == AggregateKind::kActivity)
        row[AggregatePlan::kStartTime] = Value::datetime(n * kSecondUs, Zone::kFixed, 3600);
      if (!a.dimensions.empty()) row.push_back(key_id(a, n));
      state.save(plan, i, row.data());
    }
  }
  return owned;
}

// All there is to say of a state.
inline std::string describe(const StreamPlan& plan, const KeyState& state) {
  std::string out = std::string(state.identity()) + " " + std::to_string(state.last_event_us) + "\n";
  const auto add_row = [&](const AggregatePlan& a, const Value* row) {
    for (size_t k = 0; k < a.row_slots(); ++k) out += " " + describe(row[k]);
    out += "\n";
  };
  for (size_t i = 0; i < plan.aggregates.size(); ++i) {
    const AggregateState& aggregate = state.aggregate(i);
    out += (aggregate.open() ? "open, found again:" : "closed, found again:");
    size_t n = 0;
    for (const SavedRow& row : state.saved) {
      const AggregatePlan& a = plan.aggregates[i];
      if (row.aggregate() == i &&
          const_cast<KeyState&>(state).find_saved(a, i, key_id_of(a, state.unpack(row).data())) == &row)
        out += " " + std::to_string(n);
      ++n;
    }
    add_row(plan.aggregates[i], state.row(plan.aggregates[i]));
  }
  for (const SavedRow& row : state.saved) {
    out += "saved " + std::to_string(row.aggregate()) + " ";
    add_row(plan.aggregates[row.aggregate()], state.unpack(row).data());
  }
  return out;
}

}  // namespace headrace::test
