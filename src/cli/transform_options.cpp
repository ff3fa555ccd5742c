#include "cli/transform_options.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <map>

#include "cli/io_options.h"
#include "cli/option_values.h"

namespace headrace::cli {
namespace {

constexpr const char* kExamples =
    R"(Without spec options the first valid specs among this folder's .yml and .yaml files are taken.

Examples:
  headrace transform events.jsonl                       specs from this folder, blocks or rows on standard output
  headrace transform --streaming-bts=stream.yml --window-bts=window.yml monday.jsonl tuesday.jsonl
  zcat events.gz | headrace transform --streaming-bts=stream.yml -
  headrace transform --identity=player-7 --trace events.jsonl    why each field has its value

Exit codes: 0 good, 1 the spec or the events are wrong, 2 usage, 3 disk or memory, 70 a bug of headrace,
130 interrupted by Ctrl-C. docs/commands.md tells more.)";

const std::map<std::string, Level> kLevels = {{"trace", Level::kTrace},
                                              {"debug", Level::kDebug},
                                              {"info", Level::kInfo},
                                              {"warn", Level::kWarning},
                                              {"error", Level::kError}};

void declare_input(CLI::App& command, TransformOptions& o) {
  const char* specs = "Specs";
  command.add_option("--streaming-bts", o.streaming_bts, "Streaming spec")->type_name("FILE")->group(specs);
  command.add_option("--window-bts", o.window_bts, "Window spec: rows around anchors instead of blocks")
      ->type_name("FILE")
      ->group(specs);
  command.add_flag("--no-user-code", o.no_user_code, "Import only modules that headrace has itself")
      ->group(specs);

  const char* events = "Events";
  command.add_option("files", o.files, "Event files, folders, patterns; - is standard input")
      ->type_name("FILE")
      ->group(events);
  command.add_option("--source", o.named_sources, "The same, parted by commas")
      ->type_name("FILE,FILE")
      ->group(events);
  command.add_option("--data-processor", o.data_processor, "What a line holds: simple (an event) or ipfix")
      ->type_name("NAME")
      ->check(one_of({"simple", "ipfix"}))
      ->group(events);
  command.option_defaults()->group(events);
  add_source_options(command, &o.source);
  command.add_flag("--strict-json", o.strict_json, "Skip events with bad JSON also where nothing reads it")
      ->group(events);
  command.add_option("--errors", o.errors, "Keep skipped events in this file, a JSON object a line")
      ->type_name("FILE")
      ->group(events);
}

void declare_output(CLI::App& command, TransformOptions& o) {
  command.option_defaults()->group("Results");
  add_sink_options(command, &o.sink);
}

void declare_state(CLI::App& command, TransformOptions& o) {
  const char* state = "State";
  command.add_option("--state-in", o.state_in, "Go on from the state that an earlier run left here")
      ->type_name("FILE")
      ->group(state);
  command.add_option("--state-out", o.state_out, "Leave the state for a later run; may be the same file")
      ->type_name("FILE")
      ->group(state);
}

void declare_run(CLI::App& command, TransformOptions& o) {
  const char* run = "Run";
  command.add_option("--runner", o.runner, "local, or spark: in the Python package, on a cluster")
      ->type_name("NAME")
      ->check(one_of({"local", "spark"}))
      ->group(run);
  command.add_option("--threads", o.threads, "Threads; one a core unless given, the results are the same")
      ->type_name("N")
      ->transform(whole_number(1, 1024))
      ->group(run);
  command.add_option("--seed", o.seed, "Decides which anchors Anchor.Max keeps")
      ->type_name("N")
      ->transform(whole_number(0, UINT64_MAX))
      ->group(run);
  command.add_option("--now", o.now, "The run's clock, for now() and utcnow(): 2026-01-31T12:00:00Z")
      ->type_name("TIME")
      ->group(run);
  command.add_flag("--keep-going", o.keep_going, "Take an exceeded budget as an error like any other")
      ->group(run);
  command
      .add_option("--memory", o.memory_bytes, "Memory to take, as 512MiB or 4GiB; what is over goes to disk")
      ->type_name("SIZE")
      ->transform(byte_size())
      ->group(run);
  command.add_option("--spill-dir", o.spill_dir, "Where to, with --memory; TMPDIR unless given")
      ->type_name("FOLDER")
      ->needs(command.get_option("--memory"))
      ->group(run);
}

void declare_telling(CLI::App& command, TransformOptions& o) {
  const char* telling = "Looking inside";
  CLI::Option* identity =
      command.add_option("--identity", o.identity, "Evaluate this identity only")->type_name("ID");
  // The state of the others would be lost.
  identity->group(telling)->excludes(command.get_option("--state-out"));
  command.add_flag("--trace", o.trace, "Print what each event does to each field, instead of results")
      ->needs(identity)
      ->excludes(command.get_option("--memory"))
      ->excludes(command.get_option("--output"))
      ->group(telling);
  command.add_flag("--stats{table}", o.stats, "Counts on standard error, also of kept values; --stats=json")
      ->check(one_of({"table", "json"}))
      ->group(telling);
  command
      .add_flag("--profile{table}", o.profile, "Processor time by stage on standard error; --profile=json")
      ->check(one_of({"table", "json"}))
      ->group(telling);
  CLI::Option* quiet =
      command.add_flag("--quiet", o.quiet, "Say only errors, and how many events were skipped");
  quiet->group(telling);
  command.add_option("--log-level", o.level, "trace, debug, info, warn or error")
      ->type_name("LEVEL")
      ->transform(choice(kLevels))
      ->excludes(quiet)
      ->group(telling);
}

}  // namespace

void declare_options(CLI::App& command, TransformOptions& options) {
  declare_input(command, options);
  declare_output(command, options);
  declare_state(command, options);
  declare_run(command, options);
  declare_telling(command, options);
  command.footer(kExamples);
}

std::vector<std::string> event_paths(const TransformOptions& options) {
  std::vector<std::string> out;
  for (const auto* given : {&options.named_sources, &options.files}) {
    for (const std::string& text : *given) {
      std::error_code error;
      if (std::filesystem::exists(text, error)) {
        out.push_back(text);
        continue;
      }
      for (size_t begin = 0; begin <= text.size();) {
        const size_t comma = std::min(text.find(',', begin), text.size());
        if (comma > begin) out.push_back(text.substr(begin, comma - begin));
        begin = comma + 1;
      }
    }
  }
  return out;
}

}  // namespace headrace::cli
