// From an aggregate's spec to its row of slots, and to its programs.
#pragma once

#include "expr/scope.h"
#include "plan/plan.h"
#include "spec/diagnostic.h"

namespace headrace {

// Names and types of the slots; programs are compiled later, when every name is known.
AggregatePlan lay_out(const AggregateSpec& spec);

void compile_aggregate(const AggregateSpec& spec, expr::Scope& scope, Diagnostics& diagnostics,
                       AggregatePlan* plan);

// An error where the rows of these aggregates have more slots in all than can be numbered.
bool check_slot_count(const std::vector<AggregateSpec>& aggregates, Diagnostics& diagnostics);

}  // namespace headrace
