#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/diagnostics_output.h"

namespace headrace::cli {

void add_version(CLI::App& app, int* exit_code) {
  app.add_subcommand("version", "Print the version")->callback([exit_code] {
    *exit_code = write_output("headrace " HEADRACE_VERSION "\n");
  });
}

}  // namespace headrace::cli
