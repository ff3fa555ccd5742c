#include <chrono>
#include <cstdio>
#include <thread>

#include "cli/commands.h"
#include "connect/file_stream.h"
#include "connect/json_lines_sink.h"
#include "connect/ndjson_source.h"
#include "connect/python/python_modules.h"
#include "engine/batch.h"
#include "plan/compile_plan.h"
#include "spec/load.h"

namespace headrace::cli {
namespace {

int64_t clock_now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

int refuse(const Diagnostics& diagnostics) {
  std::fputs(to_text(diagnostics).c_str(), stderr);
  return exit_code(ErrorKind::kInput);
}

}  // namespace

int transform(const TransformOptions& options) {
  SourceFiles files;
  for (const std::string& path : {options.streaming_bts, options.window_bts}) {
    if (path.empty()) continue;
    Result<std::string> text = read_file(path);
    if (!text) return report(text.error());
    files.push_back(std::make_shared<SourceFile>(path, *std::move(text)));
  }
  Diagnostics diagnostics;
  const SpecSet specs = load_specs(files, diagnostics, {.companions = {}, .require_streaming = true});
  if (diagnostics.has_errors()) return refuse(diagnostics);
  const StreamingSpec* streaming = nullptr;
  const WindowSpec* window = nullptr;
  for (const Spec& spec : specs.specs) {
    if (const auto* s = std::get_if<StreamingSpec>(&spec); s && !streaming) streaming = s;
    if (const auto* w = std::get_if<WindowSpec>(&spec); w && !window) window = w;
  }
  if (!streaming) {
    return report(
        {ErrorKind::kInput, "no streaming spec was given", "", "pass one with --streaming-bts=FILE", false});
  }
  python::PythonModules python(folder_of(options.streaming_bts));
  const std::unique_ptr<StreamPlan> stream_plan = compile_stream(*streaming, &python, diagnostics);
  std::unique_ptr<WindowPlan> window_plan;
  if (stream_plan && window)
    window_plan = compile_window(*window, *streaming, *stream_plan, &python, diagnostics);
  if (!stream_plan || (window && !window_plan)) return refuse(diagnostics);

  const DataProcessor processor =
      options.data_processor == "ipfix" ? DataProcessor::kIpfix : DataProcessor::kSimple;
  NdjsonSource source(options.sources, processor, projection_of(*stream_plan, false));
  JsonLinesSink sink(*stream_plan, window_plan.get(), stdout);
  BatchOptions batch;
  batch.threads =
      options.threads > 0 ? options.threads : static_cast<int>(std::thread::hardware_concurrency());
  batch.seed = options.seed;
  batch.now_us = clock_now_us();
  const Result<BatchStats> stats = run_batch(*stream_plan, window_plan.get(), source, sink, batch);
  if (!stats) return report(stats.error());
  if (stats->skipped > 0 && !options.quiet) {
    std::fprintf(stderr, "headrace: %llu events were skipped\n",
                 static_cast<unsigned long long>(stats->skipped));
  }
  return 0;
}

}  // namespace headrace::cli
