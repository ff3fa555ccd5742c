// Compiling one expression of a spec: errors and notices get their place in the file.
#pragma once

#include <memory>

#include "expr/compiler.h"
#include "expr/scope.h"
#include "spec/diagnostic.h"
#include "spec/expr_source.h"
#include "spec/spec.h"

namespace headrace {

// Null after an error was reported.
std::unique_ptr<expr::Program> compile_expression(const ExprSource& source, expr::Scope& scope,
                                                  Diagnostics& diagnostics);

// What a slot of a field's type can hold.
KindSet slot_kinds(FieldType type);

}  // namespace headrace
