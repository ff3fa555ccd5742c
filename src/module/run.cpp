#include "module/run.h"

#include <nanobind/stl/string.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cli/run_clock.h"
#include "cli/run_stats.h"
#include "connect/columnar/open_columns_sink.h"
#include "connect/columnar/table_streams.h"
#include "connect/open_sink.h"
#include "engine/batch.h"
#include "module/beside.h"
#include "module/bytes_sink.h"
#include "module/compiled.h"
#include "module/event_inputs.h"
#include "module/tables.h"
#include "state/spec_meaning.h"

namespace headrace::module {
namespace {

using columnar::TableStreams;

class Run {
 public:
  Run(const Compiled& compiled, nb::dict input, const nb::dict& options)
      : plans_(compiled.plans()),
        input_(std::move(input)),
        meaning_(meaning_of(*plans_.stream_spec)),
        beside_(compiled.calls(), Beside::Ends::kAtOnce),
        source_(open_events(input_, projection_of(*plans_.stream, false), beside_, compiled.calls())) {
    const int threads = nb::cast<int>(options["threads"]);
    batch_.threads =
        threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    batch_.seed = nb::cast<uint64_t>(options["seed"]);
    batch_.now_us = take(cli::run_clock(nb::cast<std::string>(options["now"])));
    batch_.keep_going = nb::cast<bool>(options["keep_going"]);
    batch_.count_kept = nb::cast<bool>(options["count_kept"]);
    batch_.cancelled = &beside_.cancelled();
    batch_.on_skipped = [this](const SkippedEvent& event) { skipped_.push_back(event); };
    batch_.on_progress = [this](const BatchStats& stats) {
      const std::lock_guard lock(mutex_);
      progress_ = stats;
    };
    sink_ = take(open_results(options));
    if (const nb::object state = options["state"]; !state.is_none()) {
      const auto bytes = nb::cast<nb::bytes>(state);
      state_in_ = std::make_unique<StateFile>(
          take(StateFile::open(std::string(bytes.c_str(), bytes.size()), "state")));
      check(state_in_->check_spec(meaning_));
      batch_.state_in = state_in_.get();
    }
    if (nb::cast<bool>(options["keep_state"])) {
      state_out_ = std::make_unique<StateSink>(*plans_.stream, meaning_, state_bytes_);
      batch_.state_out = state_out_.get();
    }
  }

  // Runs to the end, or until the interpreter, `progress`, the events or a function raises.
  void run(const nb::object& progress) {
    const auto began = std::chrono::steady_clock::now();
    beside_.run([this] { work(); }, progress.is_none() ? Beside::Task() : [&] { tell(progress); });
    beside_.check(status_);
    if (!progress.is_none()) tell(progress);
    seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  }

  nb::dict result() {
    nb::dict out;
    nb::list errors, left_out;
    for (const SkippedEvent& event : skipped_) errors.append(as_tuple(event, *source_));
    for (const std::string& file : source_->left_out()) left_out.append(text_of(file));
    out["tables"] = as_list(std::move(tables_));
    out["errors"] = errors;
    out["stats"] = cli::stats_json(progress_, *plans_.stream, plans_.window.get(), seconds_);
    out["left_out"] = left_out;
    out["state"] = state_out_
                       ? nb::object(nb::bytes(state_bytes_.bytes().data(), state_bytes_.bytes().size()))
                       : nb::none();
    return out;
  }

 private:
  Result<std::unique_ptr<ResultSink>> open_results(const nb::dict& options) {
    const nb::object lines = options.contains("lines") ? nb::object(options["lines"]) : nb::none();
    if (lines.is_none()) {
      return columnar::open_columns_sink(std::make_unique<TableStreams>(&tables_), *plans_.stream,
                                         plans_.window.get());
    }
    return open_sink({.path = file_name(lines), .format = "jsonl"}, *plans_.stream, plans_.window.get());
  }

  void work() {
    Result<BatchStats> stats = run_batch(*plans_.stream, plans_.window.get(), *source_, *sink_, batch_);
    const std::lock_guard lock(mutex_);
    if (stats)
      progress_ = *std::move(stats);
    else
      status_ = stats.error();
  }

  void tell(const nb::object& progress) {
    BatchStats now;
    {
      const std::lock_guard lock(mutex_);
      now = progress_;
    }
    progress(now.events, now.evaluated, now.identities, source_->bytes_read(), source_->bytes_total());
  }

  const cli::Plans& plans_;
  nb::dict input_;
  const Value meaning_;
  BatchOptions batch_;
  BytesSink state_bytes_;
  std::unique_ptr<StateFile> state_in_;
  std::unique_ptr<StateSink> state_out_;
  std::vector<TableStreams::Table> tables_;
  Beside beside_;
  std::unique_ptr<EventSource> source_;
  std::unique_ptr<ResultSink> sink_;
  std::vector<SkippedEvent> skipped_;
  double seconds_ = 0;

  std::mutex mutex_;  // of all that follows
  BatchStats progress_;
  Status status_ = Ok{};
};

}  // namespace

void bind_run(nb::module_& m) {
  m.def(
      "transform",
      [](const Compiled& compiled, nb::dict events, const nb::dict& options, const nb::object& progress) {
        Run run(compiled, std::move(events), options);
        run.run(progress);
        return run.result();
      },
      nb::arg("compiled"), nb::arg("events"), nb::arg("options"), nb::arg("progress").none());
}

}  // namespace headrace::module
