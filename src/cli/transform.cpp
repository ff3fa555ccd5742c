// `headrace transform`: events in, blocks or window rows out.

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/count_text.h"
#include "cli/diagnostics_output.h"
#include "cli/find_specs.h"
#include "cli/messages.h"
#include "cli/output_conflicts.h"
#include "cli/plans.h"
#include "cli/progress_bar.h"
#include "cli/run_clock.h"
#include "cli/run_profile.h"
#include "cli/run_stats.h"
#include "cli/skipped_events.h"
#include "cli/spark.h"
#include "cli/state_files.h"
#include "cli/stop.h"
#include "cli/trace.h"
#include "cli/transform_options.h"
#include "connect/open_sink.h"
#include "connect/open_source.h"
#include "connect/temporary_file.h"
#include "engine/batch.h"

namespace headrace::cli {
namespace {

using Options = TransformOptions;

SourceOptions source_options(const Options& options) {
  SourceOptions out = options.source;
  out.paths = event_paths(options);
  if (options.data_processor == "ipfix") out.processor = DataProcessor::kIpfix;
  return out;
}

// One run of the command, from checked specs to the last message.
class Run {
 public:
  Run(const Options& options, const Plans& plans, int64_t now_us)
      : options_(options),
        spec_(*plans.stream_spec),
        stream_(*plans.stream),
        window_(plans.window.get()),
        metadata_(HEADRACE_VERSION) {
    for (const auto& file : plans.files) spec_files_.push_back(file->path());
    metadata_.set_specs(plans.files[0]->text(), window_ ? plans.files[1]->text() : "");
    batch_.threads = options.threads > 0 ? options.threads
                                         : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    batch_.seed = options.seed;
    batch_.now_us = now_us;
    batch_.count_kept = !options.stats.empty();
    batch_.profile = !options.profile.empty();
    batch_.keep_going = options.keep_going;
    batch_.only = options.identity;
  }

  int run() {
    if (Status s = open(); !s) return report(s.error());
    const Result<BatchStats> stats = evaluate();
    if (Status s = finish(stats); !s) {
      if (const auto code = stop_.exit_code()) return *code;
      return report(s.error());
    }
    tell(*stats);
    return 0;
  }

 private:
  Status open() {
    SourceOptions input = source_options(options_);
    SinkOptions output = options_.sink;
    if (options_.trace) output.path = "none";
    if (!output.path.empty()) {
      input.digest = &metadata_.input();
      output.metadata = &metadata_;
    }
    auto source = open_source(input, projection_of(stream_, options_.strict_json));
    if (!source) return source.error();
    source_ = *std::move(source);
    say_named_again(*source_);
    const auto results = sink_files(output, stream_, window_);
    if (!results) return results.error();
    if (Status s = check_outputs(options_, spec_files_, source_->files(), *results); !s) return s;
    auto sink = open_sink(output, stream_, window_);
    if (!sink) return sink.error();
    sink_ = *std::move(sink);
    skipped_ = std::make_unique<SkippedEvents>(*source_);
    if (options_.trace) {
      trace_ = std::make_unique<Trace>(stream_, window_, source_->files(), options_.keep_going);
    }
    if (Status s = state_.open(options_.state_in, options_.state_out, spec_, stream_); !s) return s;
    batch_.state_in = state_.in();
    batch_.state_out = state_.out();
    if (Status s = open_spill(); !s) return s;
    return options_.errors.empty() ? Status(Ok{}) : skipped_->keep_in(options_.errors);
  }

  Status open_spill() {
    if (options_.memory_bytes == 0) return Ok{};
    auto file = open_temporary_file(options_.spill_dir);
    if (!file) return file.error();
    spill_ = *std::move(file);
    batch_.memory_bytes = options_.memory_bytes;
    batch_.spill_file = spill_.get();
    return Ok{};
  }

  Result<BatchStats> evaluate() {
    ProgressBar bar(*source_);
    batch_.observer = trace_.get();
    batch_.cancelled = &stop_.stopping();
    batch_.on_skipped = [this](const SkippedEvent& event) { skipped_->add(event); };
    bool all_read = false;
    batch_.on_progress = [&](const BatchStats& stats) {
      metadata_.set_counts(stats.events, stats.skipped);
      if (stats.all_read && !all_read) say(Level::kDebug, "all events are read");
      all_read = stats.all_read;
      if (says(Level::kInfo) && !trace_) bar.update(stats);
    };
    batch_.before_publish = [this](const BatchStats& stats) { return complete(stats); };
    began_ = std::chrono::steady_clock::now();
    return run_batch(stream_, window_, *source_, *sink_, batch_);
  }

  // What is written becomes visible, unless the run failed.
  Status finish(const Result<BatchStats>& stats) {
    if (trace_) {
      if (Status s = trace_->finish(static_cast<bool>(stats)); !s) return s;
    }
    if (!stats) return stats.error();
    return skipped_->publish();
  }

  // All that may fail without a word of the results being out.
  Status complete(const BatchStats& stats) {
    if (options_.identity && stats.identities == 0) {
      return Error{ErrorKind::kInput, "no event has the identity '" + *options_.identity + "'", "",
                   "it is compared with what the spec's Identity gives, as text", false};
    }
    return skipped_->close();
  }

  void tell(const BatchStats& stats) const {
    tell_skipped(stats);
    say_left_out(*source_);
    if (stats.memory_peak_bytes > options_.memory_bytes + options_.memory_bytes / 8) {
      say(Level::kInfo, bytes_text(stats.memory_peak_bytes) + " of memory were taken, more than --memory=" +
                            bytes_text(options_.memory_bytes) + "; docs/limits.md says what goes beyond it");
    }
    if (stats.spilled_bytes > 0) {
      say(Level::kInfo, bytes_text(stats.spilled_bytes) + " were spilled to disk, " +
                            count_text(stats.spilled_partitions, "partition"));
    }
    if (stats.budgets_exceeded > 0) {
      say(Level::kWarning,
          stats.budgets_exceeded == 1
              ? "a budget was exceeded once; see docs/limits.md"
              : "budgets were exceeded " + count_text(stats.budgets_exceeded) + " times; see docs/limits.md");
    }
    if (!options_.stats.empty()) {
      const std::chrono::duration<double> time = std::chrono::steady_clock::now() - began_;
      const auto text = options_.stats == "json" ? stats_json : stats_text;
      std::fputs(text(stats, stream_, window_, time.count()).c_str(), stderr);
    }
    if (!options_.profile.empty()) {
      const auto text = options_.profile == "json" ? profile_json : profile_text;
      std::fputs(text(stats, process_cpu_seconds()).c_str(), stderr);
    }
  }

  // An event that is left out is never left out silently: without the summary a line stays, unless a file
  // has them all.
  void tell_skipped(const BatchStats& stats) const {
    if (stats.skipped == 0 || (!says(Level::kWarning) && skipped_->kept())) return;
    std::string text = "headrace: " + skipped_->headline(stats.events) + "\n";
    if (says(Level::kWarning)) {
      text += skipped_->reasons();
      if (stats.events == 0) text += hint_of_nothing_taken();
    }
    if (says(Level::kInfo)) {
      text +=
          skipped_->kept() ? "  all are in " + options_.errors + "\n" : "  --errors=FILE keeps them all\n";
    }
    std::fputs(text.c_str(), stderr);
  }

  // Where not one event was taken, it is the command line or the spec that does not fit them.
  std::string hint_of_nothing_taken() const {
    const std::string reason = skipped_->first_reason();
    if (reason == "not JSON")
      return "  hint: these files were read as JSON; --input-format names another format\n";
    if (reason == "identity is empty")
      return "  hint: no event has what 'Identity: " + spec_.identity.text +
             "' reads; 'headrace init FILE' shows what they have\n";
    return "";
  }

  const Options& options_;
  const StreamingSpec& spec_;
  const StreamPlan& stream_;
  const WindowPlan* window_;
  std::vector<std::string> spec_files_;
  RunMetadata metadata_;
  StateFiles state_;
  BatchOptions batch_;
  StopSignals stop_;
  std::unique_ptr<EventSource> source_;
  std::unique_ptr<ResultSink> sink_;
  std::unique_ptr<SkippedEvents> skipped_;
  std::unique_ptr<Trace> trace_;
  std::unique_ptr<SpillFile> spill_;
  std::chrono::steady_clock::time_point began_;
};

// Errors whole; of warnings, which do not keep a spec from running, a line for each kind.
void print(const Diagnostics& diagnostics) {
  const bool colours = shows_colours(stderr);
  std::vector<std::pair<const Diagnostic*, size_t>> kinds;  // the first of each, and how many
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.severity == Severity::kError) std::fputs(to_text(d, colours).c_str(), stderr);
    if (d.severity != Severity::kWarning) continue;
    const auto known = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const auto& kind) { return kind.first->code == d.code; });
    if (known == kinds.end())
      kinds.emplace_back(&d, 1);
    else
      ++known->second;
  }
  if (!says(Level::kWarning)) return;
  for (const auto& [first, count] : kinds) {
    std::string line = headline(*first, colours);
    if (count > 1) line += " and " + std::to_string(count - 1) + " more, see headrace validate";
    std::fputs((line + "\n").c_str(), stderr);
  }
}

int transform(const Options& options) {
  set_level(options.quiet ? Level::kError : options.level);
  if (event_paths(options).empty()) {
    return report({ErrorKind::kUsage, "there are no events to transform", "headrace transform",
                   "name event files, or - for standard input", false});
  }
  const Result<int64_t> now_us = run_clock(options.now);
  if (!now_us) return report(now_us.error());
  Diagnostics wrong;
  const Result<SpecPaths> specs = find_specs({options.streaming_bts, options.window_bts}, wrong,
                                             options.no_user_code ? UserCode::kRefused : UserCode::kAllowed);
  print(wrong);
  if (!specs) return report(specs.error());
  if (wrong.has_errors()) return exit_code(ErrorKind::kInput);

  Diagnostics diagnostics;
  const Result<Plans> plans = load_plans(specs->streaming, specs->window, diagnostics,
                                         options.no_user_code ? UserCode::kRefused : UserCode::kAllowed);
  if (!plans) return report(plans.error());
  print(diagnostics);
  if (diagnostics.has_errors()) return exit_code(ErrorKind::kInput);
  if (options.runner == "spark") return report(transform_on_spark(options, *specs));
  return Run(options, *plans, *now_us).run();
}

}  // namespace

void add_transform(CLI::App& app, int* exit_code) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("transform", "Turn events into blocks or window rows");
  declare_options(*command, *options);
  command->callback([options, exit_code] { *exit_code = transform(*options); });
}

}  // namespace headrace::cli
