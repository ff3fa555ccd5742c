// What a good spec says that was probably not meant. Each kind of warning has a file: names (warn_names.cpp),
// values that are never taken (warn_values.cpp), reads that find nothing or too much (warn_reads.cpp).
#pragma once

#include <vector>

#include "plan/expressions.h"
#include "plan/imports.h"
#include "plan/plan.h"
#include "spec/diagnostic.h"

namespace headrace {

void warn_of_stream(const StreamingSpec& spec, const StreamPlan& plan, const ImportedNames& imports,
                    Diagnostics& diagnostics);
void warn_of_window(const WindowSpec& spec, const WindowPlan& plan, const StreamingSpec& stream_spec,
                    const StreamPlan& stream, const ImportedNames& imports, Diagnostics& diagnostics);

// --- the parts of both ---

// Names that hide others: aggregates and imports that hide builtins, aggregates that hide imports. `reserved`
// are the names that the language gives a meaning before it looks at imports.
void warn_of_names(const SpecHeader& spec, const ImportedNames& imports,
                   const std::vector<std::string_view>& reserved, Diagnostics& diagnostics);
// Conditions that never hold, values that are always None, casts that cannot succeed.
void warn_of_values(const std::vector<PlannedExpression>& expressions, Diagnostics& diagnostics);
// Fields of variables that are read before they are set, or by themselves.
void warn_of_early_reads(const StreamingSpec& spec, const StreamPlan& plan, Diagnostics& diagnostics);
void warn_of_early_reads(const WindowSpec& spec, const WindowPlan& plan, const StreamPlan& stream,
                         Diagnostics& diagnostics);
// Features that see what came after their anchor.
void warn_of_leaks(const WindowSpec& spec, const WindowPlan& plan, const StreamingSpec& stream_spec,
                   const StreamPlan& stream, Diagnostics& diagnostics);

}  // namespace headrace
