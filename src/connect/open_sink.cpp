#include "connect/open_sink.h"

#include "connect/columnar/open_columns_sink.h"
#include "connect/output_files.h"
#include "connect/output_target.h"
#include "connect/text_sink.h"
#include "connect/window_csv_sink.h"

namespace headrace {
namespace {

// What a folder's files are called: the aggregates whose rows are output, or the window spec.
std::vector<std::string> table_names(const StreamPlan& stream, const WindowPlan* window) {
  if (window) return {window->name};
  std::vector<std::string> names;
  for (const AggregatePlan& a : stream.aggregates) {
    if (a.stored) names.push_back(a.name);
  }
  return names;
}

bool is_columnar(const OutputTarget& target) {
  return target.format == OutputFormat::kParquet || target.format == OutputFormat::kArrow;
}

}  // namespace

Result<std::vector<std::string>> sink_files(const SinkOptions& options, const StreamPlan& stream,
                                            const WindowPlan* window) {
  Result<OutputTarget> target = output_target(options.path, options.format);
  if (!target) return target.error();
  if (target->format == OutputFormat::kNone) return std::vector<std::string>();
  std::vector<std::string> files = OutputFiles::paths(*target, table_names(stream, window));
  if (!is_columnar(*target)) {
    for (size_t i = 0, n = files.size(); i < n; ++i) files.push_back(OutputFiles::metadata_path(files[i]));
  }
  return files;
}

Result<std::unique_ptr<ResultSink>> open_sink(const SinkOptions& options, const StreamPlan& stream,
                                              const WindowPlan* window) {
  Result<OutputTarget> target = output_target(options.path, options.format);
  if (!target) return target.error();
  using Sink = std::unique_ptr<ResultSink>;
  if (target->format == OutputFormat::kNone) return Sink(std::make_unique<NullSink>());
  const std::vector<std::string> names = table_names(stream, window);
  const bool lines = target->format == OutputFormat::kJsonLines;
  if (!lines && !target->folder && names.size() > 1) {
    return Error{ErrorKind::kUsage, "this spec has several aggregates: their blocks are a table each",
                 target->path,
                 "write them into a folder: --output=FOLDER/ --output-format=" + target->extension(), false};
  }
  if (is_columnar(*target)) {
    return columnar::open_columns_sink(*target, names, stream, window, options.metadata);
  }
  Result<OutputFiles> files = OutputFiles::open(*target, names, options.metadata);
  if (!files) return files.error();
  if (window && !lines) return WindowCsvSink::open(*window, *std::move(files));
  std::vector<size_t> file_of_aggregate;
  size_t next = 0;
  for (const AggregatePlan& a : stream.aggregates) {
    file_of_aggregate.push_back(next);
    if (a.stored && target->folder && !window && next + 1 < names.size()) ++next;
  }
  return Sink(std::make_unique<TextSink>(stream, window, target->format, *std::move(files),
                                         std::move(file_of_aggregate)));
}

}  // namespace headrace
