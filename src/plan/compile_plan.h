// Checked specs -> plans. Errors in expressions are reported with their place in the file, all at once.
#pragma once

#include <memory>

#include "plan/modules.h"
#include "plan/plan.h"
#include "spec/diagnostic.h"

namespace headrace {

// Null when an expression has an error. The spec must outlive the plan.
std::unique_ptr<StreamPlan> compile_stream(const StreamingSpec& spec, ForeignModules* foreign,
                                           Diagnostics& diagnostics);

// `stream` is the plan of the streaming spec that the window spec stands on.
std::unique_ptr<WindowPlan> compile_window(const WindowSpec& spec, const StreamingSpec& stream_spec,
                                           const StreamPlan& stream, ForeignModules* foreign,
                                           Diagnostics& diagnostics);

}  // namespace headrace
