#include "state/stored_layout.h"

#include "data/object.h"
#include "plan/layout.h"
#include "spec/types.h"

namespace headrace {
namespace {

const Value* member(const Value& meaning, std::string_view key, Kind kind) {
  const DictEntry* e = meaning.as<DictObj>()->table.find(Value::string(key));
  return e && e->value.kind() == kind ? &e->value : nullptr;
}

bool read_fields(const Value& aggregate, std::string_view key, std::vector<FieldSpec>* out) {
  const Value* fields = member(aggregate, key, Kind::kList);
  if (!fields) return false;
  for (const Value& item : fields->as<ListObj>()->items) {
    const Value* name = member(item, "Name", Kind::kStr);
    const Value* type = member(item, "Type", Kind::kStr);
    const std::optional<FieldType> known = type ? field_type(type->str()) : std::nullopt;
    if (!name || !known) return false;
    out->emplace_back();
    out->back().name = std::string(name->str());
    out->back().type = *known;
  }
  return true;
}

bool read_aggregate(const Value& meaning, AggregateSpec* out) {
  const Value* name = member(meaning, "Name", Kind::kStr);
  const Value* type = member(meaning, "Type", Kind::kStr);
  const Value* stored = member(meaning, "Stored", Kind::kBool);
  const std::optional<AggregateKind> kind = type ? aggregate_kind(type->str()) : std::nullopt;
  if (!name || !kind || !stored) return false;
  out->name = std::string(name->str());
  out->kind = *kind;
  out->store = stored->as_bool() ? 0 : AggregateSpec::kNoStore;
  return read_fields(meaning, "Dimensions", &out->dimensions) && read_fields(meaning, "Fields", &out->fields);
}

}  // namespace

std::unique_ptr<StreamPlan> layout_of(const Value& meaning) {
  auto plan = std::make_unique<StreamPlan>();
  const Value* name = member(meaning, "Name", Kind::kStr);
  const Value* aggregates = member(meaning, "Aggregates", Kind::kList);
  if (!name || !aggregates) return nullptr;
  plan->name = std::string(name->str());
  for (const Value& item : aggregates->as<ListObj>()->items) {
    AggregateSpec spec;
    if (!read_aggregate(item, &spec)) return nullptr;
    AggregatePlan& aggregate = plan->add(lay_out(spec));
    // There is no spec to point at.
    for (FieldPlan& f : aggregate.fields) f.spec = nullptr;
    for (FieldPlan& f : aggregate.dimensions) f.spec = nullptr;
  }
  return plan;
}

}  // namespace headrace
