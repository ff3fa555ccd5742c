// Results as Parquet or Arrow IPC files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connect/output_target.h"
#include "connect/run_metadata.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace::columnar {

// `names`: what the tables' files are called in a folder, one for each stored aggregate or the window spec.
// The plans and the metadata outlive the sink; both may be null but for the stream's.
Result<std::unique_ptr<ResultSink>> open_columns_sink(const OutputTarget& target,
                                                      const std::vector<std::string>& names,
                                                      const StreamPlan& stream, const WindowPlan* window,
                                                      const RunMetadata* metadata);

}  // namespace headrace::columnar
