// Checked specs -> plans. Errors in expressions are reported with their place in the file, all at once.
#pragma once

#include <memory>

#include "plan/modules.h"
#include "plan/plan.h"
#include "spec/diagnostic.h"

namespace headrace {

// Null when an expression has an error. The spec must outlive the plan. Of a spec that is not valid as much
// is checked as could be read; what comes of it must not run. Warnings are for good specs, so that none comes
// of an error.
std::unique_ptr<StreamPlan> compile_stream(const StreamingSpec& spec, ForeignModules* foreign,
                                           Diagnostics& diagnostics);

// Names and slots alone: enough for a window spec to be compiled against.
StreamPlan lay_out_stream(const StreamingSpec& spec);

// `stream` is the plan, or the layout, of the streaming spec that the window spec stands on; both specs must
// outlive the new plan.
std::unique_ptr<WindowPlan> compile_window(const WindowSpec& spec, const StreamingSpec& stream_spec,
                                           const StreamPlan& stream, ForeignModules* foreign,
                                           Diagnostics& diagnostics);

// The expressions of a window spec whose streaming spec is not at hand: all but the names.
void check_window(const WindowSpec& spec, ForeignModules* foreign, Diagnostics& diagnostics);

}  // namespace headrace
