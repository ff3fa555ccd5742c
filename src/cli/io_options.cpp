#include "cli/io_options.h"

#include <CLI/CLI.hpp>

#include "cli/option_values.h"

namespace headrace::cli {

void add_source_options(CLI::App& command, SourceOptions* options) {
  command.add_option("--input-format", options->format,
                     "json, csv, parquet or arrow (default: each file as its content says)");
  command
      .add_option("--csv-types", options->csv_types,
                  "Types of CSV columns: NAME:TYPE,... with integer, float, boolean, string or json")
      ->allow_extra_args(false);
  command.add_option("--batch-events", options->batch_events, "Events read at a time; changes no result")
      ->transform(whole_number(1, 1 << 20))
      ->group("");
}

void add_sink_options(CLI::App& command, SinkOptions* options) {
  command.add_option("--output", options->path,
                     "Where results go: FILE.jsonl, FILE.csv (also .gz, .zst), FILE.parquet, FILE.arrow, "
                     "FOLDER/, none (default: standard "
                     "output)");
  command.add_option("--output-format", options->format,
                     "jsonl or csv, also with .gz or .zst; parquet, arrow (default: as the name says)");
}

}  // namespace headrace::cli
