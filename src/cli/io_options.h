// The options of commands that read events or write results.
#pragma once

#include "connect/open_sink.h"
#include "connect/open_source.h"

namespace CLI {
class App;
}

namespace headrace::cli {

// All but the paths, which have names of their own.
void add_source_options(CLI::App& command, SourceOptions* options);
void add_sink_options(CLI::App& command, SinkOptions* options);

}  // namespace headrace::cli
