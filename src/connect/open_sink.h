// Where results go: standard output as Blurr prints them, or files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "connect/run_metadata.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace {

struct SinkOptions {
  std::string path = {};  // as output_target.h says: a file, a folder, "none"; empty or "-": standard output
  std::string format = {};  // empty: as the path says
  const RunMetadata* metadata =
      nullptr;  // what files say of the run; complete when the sink finishes. May be null
};

// The plans and the metadata outlive the sink; `window` may be null.
Result<std::unique_ptr<ResultSink>> open_sink(const SinkOptions& options, const StreamPlan& stream,
                                              const WindowPlan* window);

// The files that this sink will write, what is said beside them among them; none for standard output, devices
// and "none".
Result<std::vector<std::string>> sink_files(const SinkOptions& options, const StreamPlan& stream,
                                            const WindowPlan* window);

}  // namespace headrace
