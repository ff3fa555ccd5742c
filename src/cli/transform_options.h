// The command line of `headrace transform`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/messages.h"
#include "connect/open_sink.h"
#include "connect/open_source.h"

namespace CLI {
class App;
}

namespace headrace::cli {

struct TransformOptions {
  std::string streaming_bts, window_bts;
  bool no_user_code = false;

  std::vector<std::string> named_sources, files;
  std::string data_processor = "simple";
  SourceOptions source;  // but for the paths and the processor
  SinkOptions sink;      // but for the metadata
  bool strict_json = false;

  std::string state_in, state_out;

  std::string runner = "local";
  int threads = 0;  // 0: one a core
  uint64_t seed = 0;
  std::string now;  // empty: the moment at which the run begins
  bool keep_going = false;
  uint64_t memory_bytes = 0;  // 0: as much as it takes
  std::string spill_dir;      // empty: TMPDIR

  std::optional<std::string> identity;
  bool trace = false;
  std::string errors;   // a file for skipped events
  std::string stats;    // "", "table" or "json"
  std::string profile;  // likewise
  bool quiet = false;
  Level level = Level::kInfo;
};

// Declares the options; they are filled in by the parse and live as long as the command.
void declare_options(CLI::App& command, TransformOptions& options);

// The event files in the order given, those of --source first. A comma parts two names unless it belongs to
// the name of a file that is there.
std::vector<std::string> event_paths(const TransformOptions& options);

}  // namespace headrace::cli
