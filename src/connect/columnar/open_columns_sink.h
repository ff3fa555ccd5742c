// Results as columns: Parquet or Arrow IPC files, or tables that somebody else takes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connect/columnar/table_output.h"
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

// The tables of a run into `output`: one for each stored aggregate, or with a window plan one of its rows.
// The plans outlive the sink.
Result<std::unique_ptr<ResultSink>> open_columns_sink(std::unique_ptr<TableOutput> output,
                                                      const StreamPlan& stream, const WindowPlan* window);

}  // namespace headrace::columnar
