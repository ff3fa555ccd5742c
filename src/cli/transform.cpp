// `headrace transform`: events in, blocks or window rows out.

#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/io_options.h"
#include "cli/plans.h"
#include "cli/state_files.h"
#include "connect/open_sink.h"
#include "connect/open_source.h"
#include "engine/batch.h"

namespace headrace::cli {
namespace {

struct Options {
  std::string streaming_bts, window_bts;
  std::string runner = "local";
  std::string data_processor = "simple";
  std::vector<std::string> named_sources, files;
  std::string state_in, state_out;
  int threads = 0;  // 0: one a core
  uint64_t seed = 0;
  bool quiet = false;
  SourceOptions source;
  SinkOptions sink;
};

int64_t clock_now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

std::vector<std::string> split_commas(const std::vector<std::string>& given) {
  std::vector<std::string> out;
  for (const std::string& g : given) {
    for (size_t begin = 0; begin <= g.size();) {
      const size_t comma = std::min(g.find(',', begin), g.size());
      if (comma > begin) out.push_back(g.substr(begin, comma - begin));
      begin = comma + 1;
    }
  }
  return out;
}

SourceOptions source_options(const Options& options) {
  SourceOptions out = options.source;
  out.paths = split_commas(options.named_sources);
  for (std::string& path : split_commas(options.files)) out.paths.push_back(std::move(path));
  if (options.data_processor == "ipfix") out.processor = DataProcessor::kIpfix;
  return out;
}

BatchOptions batch_options(const Options& options) {
  BatchOptions batch;
  batch.threads =
      options.threads > 0 ? options.threads : static_cast<int>(std::thread::hardware_concurrency());
  batch.seed = options.seed;
  batch.now_us = clock_now_us();
  return batch;
}

int run(const Options& options) {
  if (options.streaming_bts.empty()) {
    return report(
        {ErrorKind::kInput, "no streaming spec was given", "", "pass one with --streaming-bts=FILE", false});
  }
  Diagnostics diagnostics;
  const Result<Plans> plans = load_plans(options.streaming_bts, options.window_bts, diagnostics);
  if (!plans) return report(plans.error());
  if (!report(diagnostics, options.quiet)) return exit_code(ErrorKind::kInput);
  const StreamPlan& stream = *plans->stream;
  const WindowPlan* window = plans->window.get();

  RunMetadata metadata(HEADRACE_VERSION);
  metadata.set_specs(plans->files[0]->text(), window ? plans->files[1]->text() : "");
  SourceOptions source_settings = source_options(options);
  SinkOptions sink_settings = options.sink;
  if (!options.sink.path.empty()) {
    source_settings.digest = &metadata.input();
    sink_settings.metadata = &metadata;
  }
  const auto source = open_source(source_settings, projection_of(stream, false));
  if (!source) return report(source.error());
  const auto sink = open_sink(sink_settings, stream, window);
  if (!sink) return report(sink.error());
  StateFiles state;
  if (Status s = state.open(options.state_in, options.state_out, *plans->stream_spec, stream); !s)
    return report(s.error());
  BatchOptions batch = batch_options(options);
  batch.state_in = state.in();
  batch.state_out = state.out();
  batch.on_progress = [&metadata](const BatchStats& so_far) {
    metadata.set_counts(so_far.events, so_far.skipped);
  };
  const Result<BatchStats> stats = run_batch(stream, window, **source, **sink, batch);
  if (!stats) return report(stats.error());
  if (stats->skipped > 0 && !options.quiet) {
    std::fprintf(stderr, "headrace: %llu events were skipped\n",
                 static_cast<unsigned long long>(stats->skipped));
  }
  return 0;
}

}  // namespace

void add_transform(CLI::App& app, int* exit_code) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("transform", "Turn events into blocks or window rows");
  command->add_option("--streaming-bts", o->streaming_bts, "Streaming spec");
  command->add_option("--window-bts", o->window_bts, "Window spec");
  command->add_option("--runner", o->runner, "local")->check(CLI::IsMember({"local"}));
  command->add_option("--data-processor", o->data_processor, "simple or ipfix")
      ->check(CLI::IsMember({"simple", "ipfix"}));
  command->add_option("--source", o->named_sources, "Event files, separated by commas");
  command->add_option("--state-in", o->state_in, "Go on from the state that an earlier run left here");
  command->add_option("--state-out", o->state_out, "Leave the state for a later run; may be the same file");
  command->add_option("--threads", o->threads, "Threads (default: one a core)");
  command->add_option("--seed", o->seed, "Decides which anchors Anchor.Max keeps");
  command->add_flag("--quiet", o->quiet, "Print nothing but results and errors");
  command->add_option("files", o->files, "Event files, folders, patterns; - is standard input");
  add_source_options(*command, &o->source);
  add_sink_options(*command, &o->sink);
  command->callback([o, exit_code] { *exit_code = run(*o); });
}

}  // namespace headrace::cli
