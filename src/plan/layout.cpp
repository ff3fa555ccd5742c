#include "plan/layout.h"

#include "plan/expressions.h"

namespace headrace {
namespace {

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
    if (f.spec->when) f.when = compile_expression(*f.spec->when, scope, diagnostics);
    f.value = compile_expression(f.spec->value, scope, diagnostics);
  }
}

}  // namespace

AggregatePlan lay_out(const AggregateSpec& spec) {
  AggregatePlan plan;
  plan.kind = spec.kind;
  plan.name = spec.name;
  plan.stored = spec.store != AggregateSpec::kNoStore;
  plan.gap_us = spec.gap_seconds * 1'000'000;
  add_slot(&plan, "_identity", FieldType::kString);
  if (spec.makes_blocks()) {
    add_slot(&plan, "_start_time", FieldType::kDatetime);
    add_slot(&plan, "_end_time", FieldType::kDatetime);
  }
  add_fields(&plan, spec.fields, &plan.fields);
  add_fields(&plan, spec.dimensions, &plan.dimensions);
  return plan;
}

void compile_aggregate(const AggregateSpec& spec, expr::Scope& scope, Diagnostics& diagnostics,
                       AggregatePlan* plan) {
  if (spec.when) plan->when = compile_expression(*spec.when, scope, diagnostics);
  compile_fields(&plan->dimensions, scope, diagnostics);
  compile_fields(&plan->fields, scope, diagnostics);
}

}  // namespace headrace
