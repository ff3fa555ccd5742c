#include "connect/columnar/open_columns_sink.h"

#include "connect/columnar/block_columns_sink.h"
#include "connect/columnar/plugin.h"
#include "connect/columnar/spread_columns_sink.h"
#include "connect/columnar/table_files.h"
#include "connect/columnar/window_columns_sink.h"

namespace headrace::columnar {

Result<std::unique_ptr<ResultSink>> open_columns_sink(const OutputTarget& target,
                                                      const std::vector<std::string>& names,
                                                      const StreamPlan& stream, const WindowPlan* window,
                                                      const RunMetadata* metadata) {
  // A missing plug-in is told before anything is made.
  if (const auto plugin = load_plugin(); !plugin) {
    Error error = plugin.error();
    error.place = target.path;
    return error;
  }
  const auto format = target.format == OutputFormat::kParquet ? kHeadraceParquet : kHeadraceArrowFile;
  Result<OutputFiles> files = OutputFiles::open(target, names, nullptr);
  if (!files) return files.error();
  return open_columns_sink(std::make_unique<TableFiles>(*std::move(files), format, metadata), stream, window);
}

Result<std::unique_ptr<ResultSink>> open_columns_sink(std::unique_ptr<TableOutput> output,
                                                      const StreamPlan& stream, const WindowPlan* window) {
  if (!window) return BlockColumnsSink::open(stream, std::move(output));
  if (has_maps(*window)) return SpreadColumnsSink::open(*window, std::move(output));
  return WindowColumnsSink::open(*window, std::move(output));
}

}  // namespace headrace::columnar
