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
  plan.aggregates.push_back(aggregate(AggregateKind::kIdentity, "all", true, false));
  plan.aggregates.push_back(aggregate(AggregateKind::kVariable, "passing", false, false));
  plan.aggregates.push_back(aggregate(AggregateKind::kVariable, "stored", true, false));
  plan.aggregates.push_back(aggregate(AggregateKind::kBlock, "block", true, true));
  plan.aggregates.push_back(aggregate(AggregateKind::kActivity, "session", true, false));
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
  return row;
}

// A state as the evaluator might have left it.
inline KeyState any_state(const StreamPlan& plan) {
  KeyState state;
  state.identity = "user" + std::to_string(*rc::gen::inRange(0, 1000));
  state.last_event_us = *rc::gen::inRange<int64_t>(0, 1000) * kSecondUs;
  for (size_t i = 0; i < plan.aggregates.size(); ++i) {
    const AggregatePlan& a = plan.aggregates[i];
    AggregateState& aggregate = state.aggregates.emplace_back();
    aggregate.row.resize(a.slot_count());
    if (a.kind == AggregateKind::kVariable && !a.stored) continue;
    aggregate.row = any_row(a);
    aggregate.open = *rc::gen::arbitrary<bool>();
    const auto add_key = [&](int n, RowKey* key, std::string* id) {
      for (size_t d = 0; d < a.dimensions.size(); ++d)
        append_dimension(d ? std::to_string(n) : std::string("a:b"), key, id);
    };
    if (aggregate.open) add_key(0, &aggregate.key, &aggregate.key_id);
    const int saved =
        *rc::gen::inRange(0, a.dimensions.empty() && a.kind != AggregateKind::kActivity ? 2 : 5);
    for (int n = 0; n < saved; ++n) {
      SavedRow row{static_cast<uint16_t>(i), {}, any_row(a)};
      const auto index = static_cast<uint32_t>(state.saved.size());
      if (a.kind == AggregateKind::kActivity) {
        row.key.timestamp = Value::datetime(n * kSecondUs, Zone::kFixed, 3600);
        aggregate.last_saved = static_cast<int32_t>(index);
      } else {
        std::string id;
        add_key(n, &row.key, &id);
        aggregate.saved_by_id.emplace(id, index);
      }
      state.saved.push_back(std::move(row));
    }
  }
  return state;
}

// All there is to say of a state.
inline std::string describe(const KeyState& state) {
  std::string out = state.identity + " " + std::to_string(state.last_event_us) + "\n";
  const auto add_row = [&](const RowKey& key, const std::vector<Value>& row) {
    out += key.dimensions + " " + describe(key.timestamp) + ":";
    for (const Value& v : row) out += " " + describe(v);
    out += "\n";
  };
  for (const AggregateState& a : state.aggregates) {
    out += (a.open ? "open " : "closed ") + a.key_id + " last " + std::to_string(a.last_saved) + " ";
    add_row(a.key, a.row);
    std::vector<std::string> ids;
    ids.reserve(a.saved_by_id.size());
    for (const auto& [id, row] : a.saved_by_id) ids.push_back(id + "->" + std::to_string(row) + " ");
    std::sort(ids.begin(), ids.end());
    for (const std::string& id : ids) out += id;
  }
  for (const SavedRow& row : state.saved) {
    out += "saved " + std::to_string(row.aggregate) + " ";
    add_row(row.key, row.slots);
  }
  return out;
}

}  // namespace headrace::test
