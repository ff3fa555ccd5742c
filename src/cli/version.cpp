#include <CLI/CLI.hpp>

#include <cstdio>

#include "cli/commands.h"

namespace headrace::cli {

void add_version(CLI::App& app, int* exit_code) {
  app.add_subcommand("version", "Print the version")->callback([exit_code] {
    std::puts("headrace " HEADRACE_VERSION);
    *exit_code = 0;
  });
}

}  // namespace headrace::cli
