// Where results go: standard output as Blurr prints them, or files.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace {

struct SinkOptions {
  std::string path;  // empty: standard output
};

// The plans outlive the sink; `window` may be null.
Result<std::unique_ptr<ResultSink>> open_sink(const SinkOptions& options, const StreamPlan& stream,
                                              const WindowPlan* window);

}  // namespace headrace
