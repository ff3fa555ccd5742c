// Compiling the expressions of a spec: errors and notices get their place in the file.
#pragma once

#include <memory>
#include <vector>

#include "expr/compiler.h"
#include "expr/scope.h"
#include "plan/plan.h"
#include "spec/diagnostic.h"
#include "spec/expr_source.h"
#include "spec/spec.h"

namespace headrace {

// Null after an error was reported, and for an expression that is missing, which the loader has reported.
std::unique_ptr<expr::Program> compile_expression(const ExprSource& source, expr::Scope& scope,
                                                  Diagnostics& diagnostics);

// What a slot of a field's type can hold.
KindSet slot_kinds(FieldType type);

// An expression of a spec with its program and what it belongs to.
struct PlannedExpression {
  const ExprSource* source;
  const expr::Program* program;
  int aggregate = -1;                // index into the spec's own aggregates; -1: of the spec itself
  const FieldPlan* field = nullptr;  // of a dimension or field: its value or its When

  bool is_value() const { return field && source == &field->spec->value; }
};

// All expressions of a plan, in the order in which an event meets them.
std::vector<PlannedExpression> expressions_of(const StreamingSpec& spec, const StreamPlan& plan);
std::vector<PlannedExpression> expressions_of(const WindowSpec& spec, const WindowPlan& plan);

}  // namespace headrace
