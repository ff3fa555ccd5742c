#include "plan/layout.h"

#include <algorithm>

#include "plan/expressions.h"

namespace headrace {
namespace {

// No two times are farther apart: years 1 to 9999.
constexpr int64_t kLongestGapSeconds = int64_t{10'000} * 366 * 86'400;

void add_slot(AggregatePlan* plan, const std::string& name, FieldType type) {
  plan->slot_names.push_back(name);
  plan->slot_types.push_back(type);
}

void add_fields(AggregatePlan* plan, const std::vector<FieldSpec>& specs, std::vector<FieldPlan>* fields) {
  for (const FieldSpec& f : specs) {
    fields->push_back({f.name, f.type, static_cast<uint16_t>(plan->slot_count()), &f, nullptr, nullptr});
    add_slot(plan, f.name, f.type);
  }
}

void compile_fields(std::vector<FieldPlan>* fields, expr::Scope& scope, Diagnostics& diagnostics) {
  for (FieldPlan& f : *fields) {
    if (const auto& when = f.spec->when) f.when = compile_expression(*when, scope, diagnostics);
    f.value = compile_expression(f.spec->value, scope, diagnostics);
  }
}

}  // namespace

AggregatePlan lay_out(const AggregateSpec& spec) {
  AggregatePlan plan;
  plan.kind = spec.kind;
  plan.name = spec.name;
  plan.stored = spec.store != AggregateSpec::kNoStore;
  plan.gap_us = std::min(spec.gap_seconds, kLongestGapSeconds) * 1'000'000;
  add_slot(&plan, "_identity", FieldType::kString);
  if (spec.makes_blocks()) {
    add_slot(&plan, "_start_time", FieldType::kDatetime);
    add_slot(&plan, "_end_time", FieldType::kDatetime);
  }
  add_fields(&plan, spec.fields, &plan.fields);
  add_fields(&plan, spec.dimensions, &plan.dimensions);
  return plan;
}

bool check_slot_count(const std::vector<AggregateSpec>& aggregates, Diagnostics& diagnostics) {
  size_t slots = 0;
  for (const AggregateSpec& a : aggregates) {
    constexpr size_t kOwnSlots = 4;  // identity, times, key
    slots += kOwnSlots + a.fields.size() + a.dimensions.size();
    if (slots <= kSlotsMax) continue;
    diagnostics
        .error("too-many-fields", a.name_span,
               "with " + quoted(a.name) + " the spec has more than " + std::to_string(kSlotsMax) + " fields")
        .about(a.qualified_name);
    return false;
  }
  return true;
}

void compile_aggregate(const AggregateSpec& spec, expr::Scope& scope, Diagnostics& diagnostics,
                       AggregatePlan* plan) {
  if (spec.when) plan->when = compile_expression(*spec.when, scope, diagnostics);
  compile_fields(&plan->dimensions, scope, diagnostics);
  compile_fields(&plan->fields, scope, diagnostics);
}

}  // namespace headrace
