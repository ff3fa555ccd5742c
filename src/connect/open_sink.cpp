#include "connect/open_sink.h"

#include <cstdio>

#include "connect/json_lines_sink.h"

namespace headrace {

Result<std::unique_ptr<ResultSink>> open_sink(const SinkOptions& options, const StreamPlan& stream,
                                              const WindowPlan* window) {
  if (!options.path.empty()) {
    return Error{ErrorKind::kUsage, "output to files is not there yet", options.path, "", false};
  }
  return std::unique_ptr<ResultSink>(std::make_unique<JsonLinesSink>(stream, window, stdout));
}

}  // namespace headrace
